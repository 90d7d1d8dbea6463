import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import { foldConcepts } from '../hypotheses/fold.ts'
import type { Hypothesis, Scope } from '../hypotheses/hypothesis.ts'
import { exactTest, fitterOf } from '../hypotheses/statistics.ts'
import { deltaWin } from '../stats/delta-win.ts'
import { lengthModel } from '../stats/length-model.ts'
import { Z95 } from '../stats/normal.ts'
import { goodOnes, type Judged, type Sample, subsample } from '../stats/sample.ts'
import { type Block, type Column, joinColumns, restrictColumn } from './block.ts'
import type { ContextTest } from './scope.ts'

/** So many tests become hypotheses: confirmed ones first, then those with q up to Q_LISTED, and the rest, by Δ_min each. */
const LISTED = 500
const Q_LISTED = 0.1

/** What of a block's tests is to be shown. */
export interface Reported {
  readonly sample: Sample
  readonly block: Block
  readonly tests: readonly ContextTest[]
  /** Per set of the block. */
  readonly scopes: readonly Scope[]
  /** Features over the dataset's response spans. */
  readonly responses: FeatureColumns
  /** Pair in the dataset of each pair of the sample, ascending. */
  readonly pairOf: Uint32Array
}

/** Δ_min = min(|Δ_A|, |Δ_B|). */
const deltaMin = ({ contrast: { deltaA, deltaB } }: ContextTest): number =>
  Math.min(Math.abs(deltaA), Math.abs(deltaB))

const tier = ({ confirmed, q }: ContextTest): number => (confirmed ? 0 : q <= Q_LISTED ? 1 : 2)

/** The paper's filter: both halves of the rows agree on the sign of Δ. */
const signsAgree = ({ contrast: { deltaA, deltaB } }: ContextTest): boolean => deltaA * deltaB > 0

/** The strongest tests as hypotheses, with effects fitted inside each context, best tier first. */
export function localHypotheses(reported: readonly Reported[]): Hypothesis[] {
  const ranked = reported
    .flatMap((source) => source.tests.filter(signsAgree).map((test) => ({ source, test })))
    .sort((a, b) => tier(a.test) - tier(b.test) || deltaMin(b.test) - deltaMin(a.test))
    .slice(0, LISTED)
  const described = new Map<ContextTest, Hypothesis>()
  for (const source of reported) {
    const byContext = new Map<number, ContextTest[]>()
    for (const { source: own, test } of ranked) {
      if (own !== source) continue
      const { context } = test.contrast
      const tests = byContext.get(context)
      if (tests) tests.push(test)
      else byContext.set(context, [test])
    }
    for (const [context, tests] of byContext)
      describeContext(source, context, tests).forEach((hypothesis, t) => described.set(tests[t]!, hypothesis))
  }
  return ranked.map(({ test }) => described.get(test)!)
}

/** The hypotheses of one context, in the order of `tests`. */
function describeContext(
  { sample, block, scopes, responses, pairOf }: Reported,
  context: number,
  tests: readonly ContextTest[],
): Hypothesis[] {
  const pairs = block.sets[context]!
  const rank = new Int32Array(sample.n).fill(-1)
  pairs.forEach((i, at) => (rank[i] = at))
  const inDataset = new Int32Array(responses.spans >> 1).fill(-1)
  pairs.forEach((i, at) => (inDataset[pairOf[i]!] = at))
  const inside = subsample(sample, pairs)
  const adjusted = fitterOf(inside, lengthModel(inside))
  const unadjusted = fitterOf(inside, null)
  const { judged } = inside
  const goods = judged ? goodOnes(judged.side) : 0
  const columns = tests.map(({ column }) => restrictColumn(block.columns[column]!, rank))
  // Of single responses, what goes together is being there, whatever the label.
  const similar = foldColumns(
    judged ? columns.map((column) => ({ ...column, u: column.u.map(Math.abs) })) : columns,
    pairs.length,
  )

  return tests.map((test, t): Hypothesis => {
    const { concept, pair, u, isLength } = columns[t]!
    const effect = isLength ? unadjusted(pair, u) : adjusted(pair, u)
    const under = similar[t]!
    const { discordant, wins, meanIn, meanOut, delta, se, d } = test.contrast
    return {
      concept: concept.id,
      scope: scopes[context]!,
      n: pairs.length,
      discordant,
      winRate: wins / discordant,
      pSign: exactTest(inside, goods, wins, discordant),
      beta: effect.beta,
      se: Math.sqrt(effect.varBeta),
      model: effect.model,
      ...deltaWin(effect, pair, u, inside.length),
      p: test.p,
      q: test.q,
      pPermutation: test.pPermutation,
      confirmed: test.confirmed,
      found: test.found ? 'discovery' : 'neither',
      ...(judged ? sharesOf(judged, goods, test) : prevalence(responses, concept, inDataset, pairs.length)),
      joint: null,
      similar: columns.flatMap((other, s) => (similar[s] === t ? [other.concept.id] : [])),
      foldedUnder: under === null ? null : columns[under]!.concept.id,
      local: {
        meanIn,
        meanOut,
        delta,
        deltaLow: delta - Z95 * se,
        deltaHigh: delta + Z95 * se,
        z: delta / se,
        d,
        deltaMin: deltaMin(test),
        detectable: test.detectable,
      },
    }
  })
}

/** Per column, the earlier one that says the same inside the context; null for one that stands for itself. */
function foldColumns(columns: readonly Column[], pairs: number): (number | null)[] {
  const under = foldConcepts(joinColumns(pairs, columns), [...columns.keys()])
  return columns.map((_, m) => under.get(m) ?? null)
}

/** Shares of the chosen and of the rejected responses inside that have the concept. */
function prevalence(
  { indptr, span, freq }: FeatureColumns,
  concept: Concept,
  rank: Int32Array,
  pairs: number,
) {
  const sides = new Uint8Array(pairs)
  for (const f of concept.features)
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
      const at = rank[span[k]! >> 1]!
      if (at >= 0 && (concept.measure || freq[k]! > TAU)) sides[at]! |= span[k]! & 1 ? 2 : 1
    }
  const share = (bit: number) => sides.reduce((count, s) => count + (s & bit ? 1 : 0), 0) / pairs
  return { prevalenceChosen: share(1), prevalenceRejected: share(2) }
}

/** The same of single responses, told beside the share of good ones among those without the concept. */
function sharesOf({ side }: Judged, goods: number, { contrast: { wins, discordant } }: ContextTest) {
  return {
    winRateWithout: (goods - wins) / (side.length - discordant),
    prevalenceChosen: wins / goods,
    prevalenceRejected: (discordant - wins) / (side.length - goods),
  }
}
