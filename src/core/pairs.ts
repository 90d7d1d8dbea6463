/**
 * The preference dataset as columns: one row a pair. Immutable: filtering and ranking are index arrays over
 * these columns, never copied rows. Unpaired data has one judged response a row: a good response is stored as
 * `chosen` with an empty `rejected`, a bad one as `rejected` with an empty `chosen`.
 */
export interface PairTable {
  /** Number of pairs. */
  readonly length: number
  /**
   * The conversation before the response, as plain text; turns are separated by a blank line. May be empty.
   */
  readonly prompt: readonly string[]
  /** The preferred response, y⁺. */
  readonly chosen: readonly string[]
  /** The other response, y⁻. */
  readonly rejected: readonly string[]
  /** Row in the source file, counted from 1, header not counted. */
  readonly row: Uint32Array
  /**
   * Prompt group of each pair: pairs with the same prompt share one. Numbered from 0 in order of appearance.
   */
  readonly group: Uint32Array
  /** Number of prompt groups. */
  readonly groups: number
  /** False where a row is one response, judged good or bad. */
  readonly paired: boolean
}

/**
 * Response spans are numbered pair by pair: the chosen response of pair i is span 2i, the rejected one 2i +
 * 1. Prompt spans are numbered by prompt group.
 */
export const chosenSpan = (pair: number): number => 2 * pair
export const rejectedSpan = (pair: number): number => 2 * pair + 1

/** Builds a table from row-wise pairs and assigns prompt groups. */
export function pairTable(
  pairs: readonly { prompt: string; chosen: string; rejected: string; row: number }[],
  paired = true,
): PairTable {
  const groupOf = new Map<string, number>()
  const group = new Uint32Array(pairs.length)
  pairs.forEach((pair, i) => {
    let id = groupOf.get(pair.prompt)
    if (id === undefined) groupOf.set(pair.prompt, (id = groupOf.size))
    group[i] = id
  })
  return {
    length: pairs.length,
    prompt: pairs.map((pair) => pair.prompt),
    chosen: pairs.map((pair) => pair.chosen),
    rejected: pairs.map((pair) => pair.rejected),
    row: Uint32Array.from(pairs, (pair) => pair.row),
    group,
    groups: groupOf.size,
    paired,
  }
}

/** The text of every prompt group, by group id. */
export function groupPrompts(pairs: PairTable): string[] {
  const prompts: string[] = new Array<string>(pairs.groups)
  for (let i = 0; i < pairs.length; i++) prompts[pairs.group[i]!] = pairs.prompt[i]!
  return prompts
}

/** Some rows of a table, in the given order; prompt groups keep their numbers. */
export function selectPairs(pairs: PairTable, index: Uint32Array): PairTable {
  const pick = <T>(column: readonly T[]) => Array.from(index, (i) => column[i]!)
  return {
    length: index.length,
    prompt: pick(pairs.prompt),
    chosen: pick(pairs.chosen),
    rejected: pick(pairs.rejected),
    row: index.map((i) => pairs.row[i]!),
    group: index.map((i) => pairs.group[i]!),
    groups: pairs.groups,
    paired: pairs.paired,
  }
}

/** By row of unpaired data, +1 for a good response and −1 for a bad one; null for pairs. */
export function judgements({ paired, rejected }: PairTable): Int8Array | null {
  return paired ? null : Int8Array.from(rejected, (text) => (text === '' ? 1 : -1))
}

/** The response spans of some pairs: chosen and rejected, pair by pair. */
export function responseSpans(index: Uint32Array): Uint32Array {
  const spans = new Uint32Array(2 * index.length)
  index.forEach((pair, i) => {
    spans[2 * i] = chosenSpan(pair)
    spans[2 * i + 1] = rejectedSpan(pair)
  })
  return spans
}
