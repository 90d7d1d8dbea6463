import type { Tie } from '../parse/to-pairs.ts'
import type { Row } from '../source.ts'

/** Column of the row's number in the file. */
const ROW = 'whittle_row'

/** The row of a tie: as it came, without anything that a decision says of a pair. */
export const tieRow = (
  { row, record }: Tie,
  names: ReadonlyMap<string, string>,
  own: readonly string[],
): Row => [
  ...Object.entries(record).flatMap(([column, value]) => {
    const name = names.get(column)
    return name === undefined ? [] : [[name, value] as const]
  }),
  ...own.map((column) => [column, column === ROW ? row : null] as const),
]

/** Rows of pairs with those of ties in their places in the file. @param rowOf row of the file, by pair */
export function* amongTies(
  pairs: readonly number[],
  ties: readonly Tie[],
  rowOf: (pair: number) => number,
  written: { readonly pair: (pair: number) => Iterable<Row>; readonly tie: (tie: Tie) => Row },
): Generator<Row> {
  let next = 0
  for (const pair of pairs) {
    while (next < ties.length && ties[next]!.row < rowOf(pair)) yield written.tie(ties[next++]!)
    yield* written.pair(pair)
  }
  for (const tie of ties.slice(next)) yield written.tie(tie)
}

/** What a person should know, a sentence; none where there are no ties. */
export function tieNotes({ length }: readonly Tie[]): string[] {
  if (length === 0) return []
  return [
    length === 1
      ? '1 row is a tie: it is there as it came, without an offset.'
      : `${length} rows are ties: they are there as they came, without an offset.`,
  ]
}
