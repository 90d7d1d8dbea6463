import type { ExplainedAuc } from './findings.ts'

/** Shares of what tells the better response: by length alone, by named concepts beyond it, without a name. */
export interface SignalShares {
  readonly length: number
  readonly named: number
  readonly unnamed: number
}

/** A ceiling nearer to chance than this is nothing to take shares of. */
const LEAST = 0.005
/** A difference of AUCs that is worth a word. */
const TELLING = 0.01

/**
 * Splits the held-out AUC above chance. The ceiling is the better of the full state, alone or with the concepts, and
 * of the concepts and length themselves, so that no share is negative. Null until the concepts' AUC is known, and
 * where nothing is above chance.
 */
export function signalShares({ length, concepts, ceiling }: ExplainedAuc): SignalShares | null {
  if (concepts === null) return null
  const above = (auc: number | null) => Math.max(0, (auc ?? 0.5) - 0.5)
  const [byLength, byConcepts] = [above(length), above(concepts)]
  const all = Math.max(byLength, byConcepts, above(ceiling))
  if (all < LEAST) return null
  const known = Math.max(byLength, byConcepts)
  return { length: byLength / all, named: (known - byLength) / all, unnamed: (all - known) / all }
}

/** How much of the preference the concepts explain, in a sentence or two; null until it is known. */
export function signalSentence(
  { length, concepts, ceiling }: ExplainedAuc,
  { chosen, rejected }: { readonly chosen: string; readonly rejected: string },
): string | null {
  if (concepts === null) return null
  const better = (gain: number) => (gain > TELLING ? 'better than' : 'no better than')
  const parts: string[] = []
  if (length !== null)
    parts.push(
      `The concepts tell ${chosen} from ${rejected} responses ${better(concepts - length)} length alone.`,
    )
  if (ceiling !== null) {
    const gap = ceiling - concepts
    parts.push(
      gap > TELLING
        ? `With the encoder’s full state beside them it is ${(gap * 100).toFixed(1)} points more: no concept here describes that part of the preference.`
        : 'The encoder’s full state adds nothing to them: the concepts describe nearly all of the preference that it sees.',
    )
  }
  return parts.join(' ')
}
