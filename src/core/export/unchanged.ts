import type { PairTable } from '../pairs.ts'
import type { PairValues } from '../source.ts'

/** The values of pairs on which nothing is decided. */
export const unchanged = ({ length }: Pick<PairTable, 'length'>): PairValues => ({
  offsets: new Float64Array(length),
  dropped: new Uint8Array(length),
})
