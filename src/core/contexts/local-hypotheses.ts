import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import { foldConcepts } from '../hypotheses/fold.ts'
import type { Hypothesis, LocalEffect, Scope } from '../hypothesis.ts'
import { type Statistics, statisticsOf } from '../hypotheses/statistics.ts'
import { pick, valuesAt } from '../indices.ts'
import { deltaWin } from '../stats/delta-win.ts'
import { lengthModel } from '../stats/length-model.ts'
import { Z95 } from '../stats/normal.ts'
import { type Sample, subsample } from '../stats/sample.ts'
import { type TestBlock, type TestColumn, joinColumns, restrictColumn } from './test-block.ts'
import type { TestTable } from './test-table.ts'

/**
 * At most this many tests become hypotheses: confirmed ones first, then those with q up to Q_LISTED, then the
 * rest; by Δ_min within each tier.
 */
const LISTED = 500
const Q_LISTED = 0.1
const LAST_TIER = 2

/** The tests of a block that may be shown. */
export interface Reported {
  readonly sample: Sample
  readonly block: TestBlock
  readonly tests: TestTable
  /** Rows of `tests` that may be shown, of the block. */
  readonly own: Uint32Array
  /** Per set of the block. */
  readonly scopes: readonly Scope[]
  /** Features over the dataset's response spans. */
  readonly responses: FeatureColumns
  /** Pair in the dataset of each pair of the sample, ascending. */
  readonly pairOf: Uint32Array
}

/** Δ_min = min(|Δ_A|, |Δ_B|). */
const deltaMin = ({ deltaA, deltaB }: TestTable, t: number): number =>
  Math.min(Math.abs(deltaA[t]!), Math.abs(deltaB[t]!))

const tier = ({ confirmed, q }: TestTable, t: number): number =>
  confirmed[t] === 1 ? 0 : q[t]! <= Q_LISTED ? 1 : LAST_TIER

/** Both halves of the rows agree on the sign of Δ (the filter of Bergen et al. 2026). */
const signsAgree = ({ deltaA, deltaB }: TestTable, t: number): boolean => deltaA[t]! * deltaB[t]! > 0

/** The strongest tests as hypotheses, with effects fitted inside each context, best tier first. */
export function localHypotheses(reported: readonly Reported[]): Hypothesis[] {
  const ranked = strongest(reported)
  const described = new Map<Ranked, Hypothesis>()
  for (const source of reported) {
    const byContext = new Map<number, Ranked[]>()
    for (const one of ranked) {
      if (one.source !== source) continue
      const context = source.tests.context[one.test]!
      const own = byContext.get(context)
      if (own) own.push(one)
      else byContext.set(context, [one])
    }
    for (const [context, own] of byContext) {
      const tests = Uint32Array.from(own, ({ test }) => test)
      describeContext(source, context, tests).forEach((hypothesis, t) => described.set(own[t]!, hypothesis))
    }
  }
  return ranked.map((one) => described.get(one)!)
}

interface Ranked {
  readonly source: Reported
  readonly test: number
  readonly deltaMin: number
}

/** The first LISTED tests, tier by tier, so that only the last tier needed is sorted. */
function strongest(reported: readonly Reported[]): Ranked[] {
  const listed: Ranked[] = []
  for (let wanted = 0; wanted <= LAST_TIER && listed.length < LISTED; wanted++) {
    const all = reported.flatMap((source) => {
      const { tests, own } = source
      const among = pick(own, (t) => tier(tests, t) === wanted && signsAgree(tests, t))
      const bar =
        valuesAt(among, (t) => deltaMin(tests, t))
          .sort()
          .at(-LISTED) ?? 0
      return Array.from(
        among.filter((t) => deltaMin(tests, t) >= bar),
        (test): Ranked => ({ source, test, deltaMin: deltaMin(tests, test) }),
      )
    })
    listed.push(...all.sort((a, b) => b.deltaMin - a.deltaMin).slice(0, LISTED - listed.length))
  }
  return listed
}

/** The hypotheses of one context, in the order of `tests`. */
function describeContext(
  { sample, block, tests: table, scopes, responses, pairOf }: Reported,
  context: number,
  tests: Uint32Array,
): Hypothesis[] {
  const pairs = block.sets[context]!
  const rank = new Int32Array(sample.n).fill(-1)
  pairs.forEach((i, at) => (rank[i] = at))
  const inDataset = new Int32Array(responses.spans >> 1).fill(-1)
  pairs.forEach((i, at) => (inDataset[pairOf[i]!] = at))
  const inside = subsample(sample, pairs)
  const statistics = statisticsOf(inside)
  const [adjusted, unadjusted] = [statistics.fitter(lengthModel(inside)), statistics.fitter(null)]
  const columns = Array.from(tests, (t) => restrictColumn(block.columns[table.column[t]!]!, rank))
  const similar = foldColumns(columns, pairs.length, statistics)

  return Array.from(tests, (row, t): Hypothesis => {
    const { concept, pair, u, isLength } = columns[t]!
    const effect = isLength ? unadjusted(pair, u) : adjusted(pair, u)
    const under = similar[t]!
    const [discordant, wins] = [table.discordant[row]!, table.wins[row]!]
    return {
      concept: concept.id,
      scope: scopes[context]!,
      n: pairs.length,
      discordant,
      winRate: wins / discordant,
      pSign: statistics.exactTest(wins, discordant),
      beta: effect.beta,
      se: Math.sqrt(effect.varBeta),
      model: effect.model,
      ...deltaWin(effect, pair, u, inside.length),
      p: table.p[row]!,
      q: table.q[row]!,
      pPermutation: table.pPermutation[row]!,
      confirmed: table.confirmed[row] === 1,
      discovered: table.q[row]! <= Q_LISTED,
      ...statistics.withoutConcept(wins, discordant),
      ...(statistics.prevalence(wins, discordant) ?? prevalence(responses, concept, inDataset, pairs.length)),
      joint: null,
      similar: columns.flatMap((other, s) => (similar[s] === t ? [other.concept.id] : [])),
      foldedUnder: under === null ? null : columns[under]!.concept.id,
      local: localEffect(table, row),
    }
  })
}

function localEffect(table: TestTable, row: number): LocalEffect {
  const [delta, se, detectable] = [table.delta[row]!, table.se[row]!, table.detectable[row]!]
  return {
    meanIn: table.meanIn[row]!,
    meanOut: table.meanOut[row]!,
    delta,
    deltaLow: delta - Z95 * se,
    deltaHigh: delta + Z95 * se,
    z: delta / se,
    d: table.d[row]!,
    deltaMin: deltaMin(table, row),
    detectable: Number.isNaN(detectable) ? null : detectable,
  }
}

/** Per column, the earlier column that it folds under inside the context; null for a representative. */
function foldColumns(
  columns: readonly TestColumn[],
  n: number,
  { withoutLabel }: Statistics,
): (number | null)[] {
  // For single responses, the presence of concepts is correlated, independently of the label.
  const alike = columns.map((column) => ({ ...column, u: withoutLabel(column.u) }))
  const under = foldConcepts(joinColumns(n, alike), [...columns.keys()])
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
