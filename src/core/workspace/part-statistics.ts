import type { Activations, UnitTable } from '../activations.ts'
import { TAU } from '../concepts/disparity.ts'
import type { PartSpans, PartStatistics } from '../extract/part-file.ts'

/**
 * What the sign tests of latents need of some spans; counts of parts add up to those of the whole.
 * @param pooled of the same spans; the chosen response of a pair stands before its rejected one
 */
export function partStatistics(
  { kind, span, units }: PartSpans & { readonly units: UnitTable },
  pooled: Activations,
): PartStatistics {
  const wins = new Array<number>(pooled.features).fill(0)
  const losses = new Array<number>(pooled.features).fill(0)
  /** By latent, the pair whose chosen response has it; −1 for none. */
  const inChosen = new Int32Array(pooled.features).fill(-1)
  let pairs = 0
  for (let j = 0; j < kind.length; j++) {
    if (kind[j] !== 'response') continue
    const pair = span[j]! >> 1
    const chosen = span[j]! % 2 === 0
    if (chosen) pairs++
    for (let k = pooled.indptr[j]!; k < pooled.indptr[j + 1]!; k++) {
      if (!(Math.fround(pooled.count[k]! / pooled.units[j]!) > TAU)) continue
      const latent = pooled.feature[k]!
      if (chosen) {
        inChosen[latent] = pair
        wins[latent]!++
      } else if (inChosen[latent] === pair) wins[latent]!--
      else losses[latent]!++
    }
  }
  const tokens = units.tokens.reduce((sum, count) => sum + count, 0)
  return { pairs, units: units.start.length, tokens, wins, losses }
}

/** The statistics of several parts together. */
export function addStatistics(parts: readonly PartStatistics[]): PartStatistics {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
  const columns = (name: 'wins' | 'losses') =>
    (parts[0]?.[name] ?? []).map((_, latent) => sum(parts.map((part) => part[name][latent] ?? 0)))
  return {
    pairs: sum(parts.map(({ pairs }) => pairs)),
    units: sum(parts.map(({ units }) => units)),
    tokens: sum(parts.map(({ tokens }) => tokens)),
    wins: columns('wins'),
    losses: columns('losses'),
  }
}
