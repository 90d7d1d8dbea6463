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
  /** Pairs of the context in which the concept differs; of single responses, those that have it. */
  readonly discordant: number
  /** Share of them where the chosen side has more, or that are good, with its 95% interval (Wilson 1927). */
  readonly winRate: number
  readonly low: number
  readonly high: number
  /**
   * What it is compared with: one half; of single responses, the share of good ones among those here without
   * the concept.
   */
  readonly against: number
}

/** With fewer discordant pairs a win rate is no more than an anecdote. */
const FEWEST = 5

/**
 * One concept across contexts, first where its win rate is most surely above what it is compared with;
 * contexts with too few discordant pairs, or nothing to compare with, are left out.
 * @param concept its index in the disparities
 */
export function forest(
  pairs: PairTable,
  disparities: Disparities,
  concept: number,
  contexts: readonly Context[],
): ForestRow[] {
  return acrossContexts(pairs, disparities, concept, contexts)
    .flatMap(({ context: { id, label, kind }, discordant, winRate, winRateWithout = 0.5 }): ForestRow[] => {
      if (!winRate || winRateWithout === null || discordant < FEWEST) return []
      const { value, low, high } = winRate
      return [{ context: id, label, kind, discordant, winRate: value, low, high, against: winRateWithout }]
    })
    .sort((a, b) => lead(b) - lead(a))
}

/** In standard errors, but for a factor. */
const lead = ({ winRate, against, discordant }: ForestRow): number =>
  (winRate - against) * Math.sqrt(discordant)
