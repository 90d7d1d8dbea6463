import type { Hypothesis } from '../../hypotheses/hypothesis.ts'
import type { PairTable } from '../../pairs.ts'
import { random } from '../../random.ts'
import { dealClusters, type Sample, sampleOf } from '../../stats/sample.ts'
import type { Protocol, VerdictKind } from '../../verdict.ts'
import type { Method } from '../effects.ts'
import { choosePenalty } from '../head.ts'
import { type Estimate, estimate, type Linear, redraw } from './bootstrap.ts'
import { rediscover } from './rediscover.ts'
import { refit } from './refit.ts'
import { accuracySentence, conceptSentence } from './sentences.ts'
import { type Stand, type StandInput, testStand } from './stand.ts'

export type { Estimate, Method }

export interface ProofInput extends StandInput {
  /** The table of the data as it came. */
  readonly found: readonly Hypothesis[]
  readonly seed: number
  /** Pairs that accuracy is measured on; all when left out. */
  readonly measured?: (pair: number) => boolean
  /** (done, total) of its steps; may throw to cancel. */
  readonly progress?: (done: number, total: number) => void
}

/** Where a concept stands in a table; null where too few pairs differ in it to be tested. */
export type Place = Pick<Hypothesis, 'deltaWin' | 'ciLow' | 'ciHigh' | 'q' | 'confirmed'> | null

/** What became of one decided concept. */
export interface ConceptProof {
  readonly concept: string
  readonly verdict: VerdictKind
  readonly protocol: Protocol
  readonly method: Method
  /** Reliance, in log-odds, of a head fitted on the data as it came and as it goes. */
  readonly before: Estimate
  readonly after: Estimate
  /** 1 − after / before. */
  readonly reduction: Estimate
  readonly place: {
    readonly before: Place
    readonly after: Place
    /** It was in the table (q ≤ 0.1) and no longer is. */
    readonly left: boolean
  }
  readonly sentence: string
}

/** What a reward head learns from the data before and after, on pairs it has not seen. */
export interface Proof {
  readonly accuracy: { readonly before: Estimate; readonly after: Estimate; readonly change: Estimate }
  readonly concepts: readonly ConceptProof[]
  /** Decided concepts that no held-out pair tells apart. */
  readonly unmeasured: readonly string[]
  readonly sentence: string
}

const FOLDS = 5
/** Up to so many pairs every fold is held out in turn; beyond, one says enough. */
const ALL_FOLDS = 5000
const foldsOf = (pairs: PairTable): number => (pairs.length <= ALL_FOLDS ? FOLDS : 1)

/**
 * Fits the same ridge head on frozen features of the data as it came and as the shaping leaves it (weights, offsets, drops,
 * flips, rewritten texts read anew), both on the same prompt groups, and compares them on the others as they came:
 * accuracy, and reliance on each decided concept. Intervals are bootstraps by prompt group: of held-out pairs for accuracy,
 * and of training pairs, to first order, for reliance. Then discovery runs again on the reshaped data.
 */
export function proveShaping(input: ProofInput): Proof {
  const { pairs, shaping, concepts, seed, progress } = input
  const folds = foldsOf(pairs)
  const sample = sampleOf(pairs)
  const stand = testStand(input)
  const { hits, reliance } = heldOut(input, stand, sample)
  const measured = stand.decided.flatMap((decided, d) => (reliance[d] ? [{ decided, on: reliance[d] }] : []))
  const numbers = [...hits, ...measured.flatMap(({ on }) => [on.before, on.after])]
  const draws = redraw(numbers, sample.clusters, random(seed))
  /** A function of some of the numbers, with its interval. */
  const of = (f: (...values: number[]) => number, ...which: number[]): Estimate =>
    estimate(
      f(...which.map((m) => numbers[m]!.value)),
      draws[0]!.map((_, draw) => f(...which.map((m) => draws[m]![draw]!))),
    )
  const accuracy = {
    before: of((n, before) => before / n, 0, 1),
    after: of((n, after) => after / n, 0, 2),
    change: of((n, before, after) => (after - before) / n, 0, 1, 2),
  }
  const { rewritten } = stand
  const again = rediscover(rewritten.pairs, rewritten.columns, concepts, shaping, seed, (done, total) =>
    progress?.(folds + done / total, folds + 1),
  )
  const proofs = measured.map(({ decided: { concept, shaped, method } }, d): ConceptProof => {
    const [before, after] = [hits.length + 2 * d, hits.length + 2 * d + 1]
    const { verdict, protocol } = shaped.verdict
    const proof = {
      concept: concept.id,
      verdict,
      protocol,
      method,
      before: of((x) => x, before),
      after: of((x) => x, after),
      reduction: of((x, y) => 1 - y / x, before, after),
      place: places(concept.id, input.found, again),
    }
    return { ...proof, sentence: conceptSentence(concept.label, proof) }
  })
  return {
    accuracy,
    concepts: proofs,
    unmeasured: stand.decided.flatMap(({ concept }, d) => (reliance[d] ? [] : [concept.id])),
    sentence: accuracySentence(accuracy),
  }
}

interface HeldOut {
  /** Pairs measured, and those that the heads of before and after get right; a tie is half. */
  readonly hits: readonly [Linear, Linear, Linear]
  /** By decided concept; null where no held-out pair tells. */
  readonly reliance: readonly ({ readonly before: Linear; readonly after: Linear } | null)[]
}

/** Fits both heads fold by fold, and sums up what they do on the pairs held out. */
function heldOut({ pairs, seed, measured, progress }: ProofInput, stand: Stand, sample: Sample): HeldOut {
  const fold = dealClusters(sample, FOLDS, seed)
  const rows = Uint32Array.from(pairs.row.keys())
  const kappa = choosePenalty(stand.before.features, rows)
  const hits = [0, 1, 2].map(() => new Float64Array(pairs.length))
  const sums = stand.decided.map(() => ({
    before: empty(pairs.length),
    after: empty(pairs.length),
    folds: 0,
  }))
  const folds = foldsOf(pairs)
  for (let out = 0; out < folds; out++) {
    progress?.(out, folds + 1)
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

const IN_TABLE = 0.1

function places(
  concept: string,
  found: readonly Hypothesis[],
  again: readonly Hypothesis[],
): ConceptProof['place'] {
  const [before, after] = [found, again].map((table): Place => {
    const row = table.find((hypothesis) => hypothesis.concept === concept)
    if (!row) return null
    const { deltaWin, ciLow, ciHigh, q, confirmed } = row
    return { deltaWin, ciLow, ciHigh, q, confirmed }
  }) as [Place, Place]
  const isIn = (place: Place) => place !== null && (place.confirmed || place.q <= IN_TABLE)
  return { before, after, left: isIn(before) && !isIn(after) }
}
