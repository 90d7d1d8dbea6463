import { Z95 } from '../stats/normal.ts'
import { type Labels, type Sample, sampleOf } from '../stats/sample.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { type Context, layCells, membership } from './context.ts'
import type { TestColumn } from './test-block.ts'
import { contrasts, pairTestTable } from './contrast.ts'
import { groupedContext } from './grouped-context.ts'
import { rowsOf } from '../linalg/sparse-matrix.ts'
import type { Contrast } from './test-table.ts'
import { responseContrasts } from './response-contrast.ts'

/** One concept in one context: a line of a forest plot. */
export interface AcrossContexts {
  readonly context: Context
  readonly discordant: number
  /**
   * Share of discordant pairs where the chosen side has more (unpaired: share of good responses among those
   * with the concept), with Wilson's 95% interval; null where no pair is discordant.
   */
  readonly winRate: { readonly value: number; readonly low: number; readonly high: number } | null
  /**
   * Unpaired data only: share of good responses among those inside without the concept; null where all have
   * it.
   */
  readonly winRateWithout?: number | null
  /** Δ, mean u inside − outside (unpaired: as in response-contrast.ts), with its 95% interval. */
  readonly delta: { readonly value: number; readonly low: number; readonly high: number }
}

/**
 * One concept in every one of some contexts, in their order, tested or not. The intervals are not corrected
 * for the number of contexts.
 * @param concept its index in the disparities
 */
export function acrossContexts(
  pairs: PairTable,
  disparities: Disparities,
  concept: number,
  contexts: readonly Context[],
): AcrossContexts[] {
  const sample = sampleOf(pairs)
  const [from, to] = [disparities.indptr[concept]!, disparities.indptr[concept + 1]!]
  const column = { pair: disparities.pair.subarray(from, to), u: disparities.u.subarray(from, to) }
  const sets = contexts.map((context) => context.pairs)
  const found = sample.labels
    ? responsesAcross(sample, sample.labels, column, sets)
    : pairsAcross(sample, column, sets)
  return found.map(({ discordant, wins, delta, se }, context) => ({
    context: contexts[context]!,
    discordant,
    winRate: discordant > 0 ? { value: wins / discordant, ...wilson(wins, discordant) } : null,
    ...(sample.labels && {
      winRateWithout: shareWithout(sample.labels, contexts[context]!.pairs, wins, discordant),
    }),
    delta: { value: delta, low: delta - Z95 * se, high: delta + Z95 * se },
  }))
}

type Told = Pick<Contrast, 'discordant' | 'wins' | 'delta' | 'se'>
type OneColumn = Pick<TestColumn, 'pair' | 'u'>

/** The halves are not used: every pair is in the first. */
const whole = ({ n }: Sample) => new Uint8Array(n)

function pairsAcross(sample: Sample, { pair, u }: OneColumn, sets: readonly Uint32Array[]): Told[] {
  const contrast = contrasts(sample, rowsOf(sample.n, [{ row: pair, value: u }]), whole(sample))
  const told = pairTestTable(sets.length)
  sets.forEach((set, c) => contrast(groupedContext(sample, set), Uint32Array.of(0), told, c))
  const { discordant, wins, delta, se } = told
  return sets.map((_, c) => ({
    discordant: discordant[c]!,
    wins: wins[c]!,
    delta: delta[c]!,
    se: se[c]!,
  }))
}

function responsesAcross(
  sample: Sample,
  labels: Labels,
  { pair, u }: OneColumn,
  sets: readonly Uint32Array[],
): Told[] {
  const cells = layCells(sample, membership(sample.n, sets))
  return responseContrasts(sample, labels, cells, whole(sample))(pair, u, Uint32Array.from(sets.keys()))
}

function shareWithout({ side }: Labels, inside: Uint32Array, wins: number, present: number): number | null {
  const goods = inside.reduce((count, i) => count + (side[i]! > 0 ? 1 : 0), 0)
  return present < inside.length ? (goods - wins) / (inside.length - present) : null
}

/** Wilson's score interval of a share (Wilson 1927), 95%. */
export function wilson(hits: number, trials: number): { low: number; high: number } {
  const share = hits / trials
  const square = Z95 * Z95
  const centre = (share + square / (2 * trials)) / (1 + square / trials)
  const reach =
    (Z95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials))) / (1 + square / trials)
  return { low: centre - reach, high: centre + reach }
}
