/**
 * The part of Papa Parse that the core uses. @types/papaparse refers to Node's types and would bring Node's
 * globals into the core; a subpath import keeps it out.
 */
declare module 'papaparse/papaparse.min.js' {
  interface Papa {
    parse(
      text: string,
      options: { delimiter?: string; delimitersToGuess?: string[]; skipEmptyLines?: boolean | 'greedy' },
    ): {
      data: string[][]
      errors: { type: string; code: string; row?: number }[]
      meta: { delimiter: string }
    }
    unparse(
      table: { fields: readonly string[]; data: readonly (readonly unknown[])[] },
      options: { escapeFormulae: boolean; delimiter: string },
    ): string
  }
  const papa: Papa
  export default papa
}
