import { assignFolds, type Sample, sampleOf } from '../../stats/sample.ts'
import type { PairTable } from '../../pairs.ts'
import { choosePenalty } from '../head.ts'
import type { Linear } from './bootstrap.ts'
import { refit } from './refit.ts'
import type { EvaluationSetup } from './evaluation-setup.ts'

export interface HeldOutInput {
  readonly pairs: PairTable
  readonly stand: EvaluationSetup
  /** Deals the prompt groups into folds. */
  readonly seed: number
  /**
   * Ridge penalty of the heads, as where they are compared with those of other data; chosen on the data as it
   * came when left out.
   */
  readonly kappa?: number | undefined
  /** Pairs that accuracy is measured on; all when left out. */
  readonly measured?: ((pair: number) => boolean) | undefined
  /** (done, total) of the folds; may throw to cancel. */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/** What both heads do on the pairs held out, linear in how often each prompt group is drawn. */
export interface HeldOut {
  /** Prompt groups. */
  readonly groups: number
  /** Ridge penalty of both heads. */
  readonly kappa: number
  /** Pairs measured, and those that the heads of before and after get right; a tie is half. */
  readonly hits: readonly [Linear, Linear, Linear]
  /** By decided concept; null where no held-out pair tells. */
  readonly reliance: readonly ({ readonly before: Linear; readonly after: Linear } | null)[]
}

const FOLDS = 5
/** Up to so many pairs every fold is held out in turn; beyond, one says enough. */
const ALL_FOLDS = 5000

/**
 * Fits the head of the data as it came and the one of the data as it goes on the same prompt groups, fold by
 * fold, and sums up what they do on the pairs held out, as they came.
 */
export function heldOut({ pairs, stand, seed, measured, progress, kappa: given }: HeldOutInput): HeldOut {
  const sample = sampleOf(pairs)
  const fold = assignFolds(sample, FOLDS, seed)
  const rows = Uint32Array.from(pairs.row.keys())
  const kappa = given ?? choosePenalty(stand.before.features, rows)
  const hits = [0, 1, 2].map(() => new Float64Array(pairs.length))
  const sums = stand.decided.map(() => ({
    before: empty(pairs.length),
    after: empty(pairs.length),
    folds: 0,
  }))
  const folds = pairs.length <= ALL_FOLDS ? FOLDS : 1
  for (let out = 0; out < folds; out++) {
    progress?.(out, folds)
    const some = rows.filter((i) => fold[i] !== out)
    const held = rows.filter((i) => fold[i] === out)
    const before = refit(stand.before, some, kappa)
    const after = refit(stand.after, some, kappa)
    for (const i of held) {
      if (measured && !measured(i)) continue
      hits[0]![i] = 1
      hits[1]![i] = right(stand.score(before.head.b, i))
      hits[2]![i] = right(stand.score(after.head.b, i))
    }
    stand.decided.forEach(({ effect }, d) => {
      const v = effect(held)
      if (!v) return
      sums[d]!.folds++
      for (const [sum, head] of [
        [sums[d]!.before, before],
        [sums[d]!.after, after],
      ] as const) {
        sum.value += head.effect(v)
        head.influence(v).forEach((x, i) => (sum.change[i]! += x))
      }
    })
  }
  const mean = ({ value, change }: Linear, count: number): Linear => ({
    value: value / count,
    change: byGroup(sample, change).map((x) => x / count),
  })
  const [n, first, second] = hits.map((values) => ({
    value: values.reduce((sum, x) => sum + x, 0),
    change: byGroup(sample, values),
  }))
  return {
    groups: sample.clusters,
    kappa,
    hits: [n!, first!, second!],
    reliance: sums.map(({ before, after, folds }) =>
      folds === 0 ? null : { before: mean(before, folds), after: mean(after, folds) },
    ),
  }
}

const empty = (pairs: number) => ({ value: 0, change: new Float64Array(pairs) })
const right = (score: number): number => (score > 0 ? 1 : score === 0 ? 0.5 : 0)

function byGroup({ cluster, clusters }: Sample, values: Float64Array): Float64Array {
  const sum = new Float64Array(clusters)
  values.forEach((x, i) => (sum[cluster[i]!]! += x))
  return sum
}
