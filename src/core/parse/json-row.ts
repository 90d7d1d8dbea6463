import { JsonError, noRepairs, parseJson, parseLoosely, type Repairs } from './json-text.ts'
import { isRecord } from './rows.ts'
import type { RowsBuilder } from './rows-builder.ts'

/** Reads the texts of rows, and counts what had to be taken that is not JSON. */
export class JsonRows {
  /** Rows in which each was found. */
  readonly #found: Repairs & { concatenated: number; encoded: number } = {
    ...noRepairs(),
    concatenated: 0,
    encoded: 0,
  }

  constructor(private readonly rows: RowsBuilder) {}

  /**
   * Takes in a text as a row, or as several where objects stand one after another; as a bad row where it is
   * neither.
   */
  read(text: string): void {
    const values = this.#values(text)
    if (typeof values === 'string') {
      this.rows.addBad(values)
      return
    }
    if (values.length > 1) this.#found.concatenated++
    for (const value of values) this.rows.add(this.#decoded(value))
  }

  note(): void {
    const { notNumbers, commas, controls, concatenated, encoded } = this.#found
    const say = (count: number, what: string) => {
      if (count > 0) this.rows.note(`${count} row${count === 1 ? ' has' : 's have'} ${what}.`)
    }
    say(notNumbers, 'NaN or an infinity, which JSON does not know: read as missing (null)')
    say(commas, 'a comma too many, left out')
    say(controls, 'line ends, tabs or the like inside of text as they are, not escaped; they are kept')
    if (concatenated > 0) this.rows.note(`${concatenated} lines hold several objects; each is a row.`)
    if (encoded > 0) this.rows.note(`${encoded} rows are JSON inside of JSON text; the inner one is read.`)
  }

  #values(text: string): unknown[] | string {
    try {
      return [parseJson(text)]
    } catch {
      const repairs = noRepairs()
      try {
        const values = parseLoosely(text, repairs)
        for (const key of ['notNumbers', 'commas', 'controls'] as const)
          if (repairs[key] > 0) this.#found[key]++
        return values
      } catch (error) {
        return error instanceof JsonError && error.cut
          ? 'the row is JSON that is cut short'
          : 'the row is not JSON'
      }
    }
  }

  /** A row that was written as JSON twice. */
  #decoded(value: unknown): unknown {
    if (typeof value !== 'string' || !/^\s*\{/.test(value)) return value
    try {
      const inner = parseJson(value)
      if (!isRecord(inner)) return value
      this.#found.encoded++
      return inner
    } catch {
      return value
    }
  }
}
