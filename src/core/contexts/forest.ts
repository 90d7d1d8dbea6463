import type { Disparities } from '../concepts/disparity.ts'
import { Z95 } from '../stats/normal.ts'
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

/** One concept across contexts, highest win rate first; contexts with too few discordant pairs are left out. */
export function forest(disparities: Disparities, concept: number, contexts: readonly Context[]): ForestRow[] {
  const sign = new Int8Array(disparities.pairs)
  for (let k = disparities.indptr[concept]!; k < disparities.indptr[concept + 1]!; k++) {
    sign[disparities.pair[k]!] = Math.sign(disparities.u[k]!)
  }
  return contexts
    .flatMap(({ id, label, kind, pairs }): ForestRow[] => {
      const discordant = pairs.reduce((count, pair) => count + Math.abs(sign[pair]!), 0)
      if (discordant < FEWEST) return []
      const wins = pairs.reduce((count, pair) => count + (sign[pair] === 1 ? 1 : 0), 0)
      return [
        { context: id, label, kind, discordant, winRate: wins / discordant, ...wilson(wins, discordant) },
      ]
    })
    .sort((a, b) => b.winRate - a.winRate || b.discordant - a.discordant)
}

/** Wilson's 95% interval of a share. */
export function wilson(wins: number, n: number): { low: number; high: number } {
  const share = wins / n
  const z2 = Z95 * Z95
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const reach = (Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) }
}
