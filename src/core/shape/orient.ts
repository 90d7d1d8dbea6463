import type { Memo } from './memo.ts'
import type { PairState } from './preference-model.ts'

/**
 * A column of the pairs as they are now: negated where chosen and rejected are exchanged.
 * @param name of the column
 */
export function orient(
  memo: Memo,
  name: string,
  column: Float64Array,
  { flipped, history }: PairState,
): Float64Array {
  if (!flipped.includes(1)) return column
  return memo.get(`oriented ${history} ${name}`, () => column.map((x, i) => (flipped[i] ? -x : x)))
}
