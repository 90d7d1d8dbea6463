import type { Disparities } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { acrossContexts } from './across.ts'
import type { Context } from './context.ts'

/** How a concept fares in one context: a line of the forest plot. */
export interface ForestRow {
  /** Context id. */
  readonly context: string
  readonly label: string
  readonly kind: Context['kind']
  /** Pairs of the context in which the concept differs. */
  readonly discordant: number
  /** Share of them where the chosen side has more, with its 95% interval (Wilson 1927). */
  readonly winRate: number
  readonly low: number
  readonly high: number
}

/** With fewer discordant pairs a win rate is no more than an anecdote. */
const FEWEST = 5

/**
 * One concept across contexts, highest win rate first; contexts with too few discordant pairs are left out.
 * @param concept its index in the disparities
 */
export function forest(
  pairs: PairTable,
  disparities: Disparities,
  concept: number,
  contexts: readonly Context[],
): ForestRow[] {
  return acrossContexts(pairs, disparities, concept, contexts)
    .flatMap(({ context: { id, label, kind }, discordant, winRate }): ForestRow[] => {
      if (!winRate || discordant < FEWEST) return []
      const { value, low, high } = winRate
      return [{ context: id, label, kind, discordant, winRate: value, low, high }]
    })
    .sort((a, b) => b.winRate - a.winRate || b.discordant - a.discordant)
}
