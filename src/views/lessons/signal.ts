import type { ExplainedAuc } from '../../protocol/data.ts'

/**
 * Shares of what the encoder knows of the preference: by length alone, by named concepts beyond it, without a
 * name.
 */
export interface SignalShares {
  readonly length: number
  readonly named: number
  readonly unnamed: number
}

/**
 * Splits the held-out AUC above chance. The ceiling is the better of concepts and full state, so that no
 * share is negative. Null until the concepts' AUC is known, and where nothing is above chance.
 */
export function signalShares({ length, concepts, hidden }: ExplainedAuc): SignalShares | null {
  if (concepts === null) return null
  const above = (auc: number) => Math.max(0, auc - 0.5)
  const ceiling = Math.max(above(concepts), hidden === null ? 0 : above(hidden), above(length ?? 0.5))
  if (ceiling < 0.005) return null
  const byLength = above(length ?? 0.5)
  const known = Math.max(byLength, above(concepts))
  return {
    length: byLength / ceiling,
    named: (known - byLength) / ceiling,
    unnamed: (ceiling - known) / ceiling,
  }
}
