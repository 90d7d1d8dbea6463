import type { Disparities } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { acrossContexts } from './across.ts'
import type { Context } from './context.ts'

/** One concept in one context: a line of the forest plot. */
export interface ForestRow {
  /** Context id. */
  readonly context: string
  readonly label: string
  readonly kind: Context['kind']
  /** Discordant pairs of the context; of single responses, those that have the concept. */
  readonly discordant: number
  /**
   * Share of them where the chosen side has more (unpaired: that are good), with its 95% interval (Wilson
   * 1927).
   */
  readonly winRate: number
  readonly low: number
  readonly high: number
  /**
   * The share it is compared with: one half; unpaired, the share of good responses among those here without
   * the concept.
   */
  readonly against: number
}

/** With fewer discordant pairs a win rate is not shown. */
const FEWEST = 5

/**
 * One concept across contexts, in descending order of `lead`; contexts with too few discordant pairs, or with
 * nothing to compare with, are left out.
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

/** Distance of the win rate from what it is compared with, in standard errors up to a factor. */
const lead = ({ winRate, against, discordant }: ForestRow): number =>
  (winRate - against) * Math.sqrt(discordant)
