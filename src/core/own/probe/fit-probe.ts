import { gatherUnits, type UnitTable } from '../../activations.ts'
import { mix } from '../../stats/hash.ts'
import { readUnitState } from '../../unit-states.ts'
import { fit, type Labelled, METHODS, type ProbeMethod } from './fits.ts'
import { type FittedProbe, type ProbeScore, rescaled, scoreOf, scoreSpans, statesOf } from './probe.ts'
import { aurocOf, bestThreshold, qualityOf } from './quality.ts'
import { whitenedStates, type Whitening, whiteningOf } from './states.ts'

/** Sentences that the covariance is estimated on, and responses that scores are standardised on. */
const MOST_SENTENCES = 4000
const MOST_RESPONSES = 2000
const FOLDS = 5

/** The data beside which probes are fitted: a sample of its responses. */
export interface Background {
  readonly whitening: Whitening
  /** The sample. */
  readonly responses: UnitTable
}

/** Texts that have the concept or have not. */
export interface ExampleTexts {
  /** A span each place where an example is read. */
  readonly units: UnitTable
  /** Of the same spans only the units of the examples. */
  readonly alone: UnitTable
  /** Per span. */
  readonly example: Uint32Array
  /** Per example: 1 positive, 0 negative. */
  readonly label: Uint8Array
  /** Per example: the source row that it was marked in, 0 for none. */
  readonly row: Uint32Array
  /** Per example: those of one group stay in one fold. */
  readonly group: Uint32Array
}

/** Samples responses evenly. @param units responses with sentence states */
export function backgroundOf(units: UnitTable): Background {
  const step = Math.max(1, Math.ceil(units.spans / MOST_RESPONSES))
  const spans = Array.from({ length: Math.floor((units.spans - 1) / step) + 1 }, (_, k) => k * step)
  const responses = gatherUnits(
    [units],
    spans.map((span) => ({ table: 0, span })),
  )
  return { whitening: whiteningOfUnits(responses), responses }
}

function whiteningOfUnits(units: UnitTable): Whitening {
  const states = statesOf(units)
  const count = units.start.length
  const step = Math.max(1, Math.ceil(count / MOST_SENTENCES))
  return whiteningOf(Math.ceil(count / step), units.dim, (row, into) =>
    readUnitState(states, row * step, units.dim, into),
  )
}

/**
 * Fits every method in each of five folds of groups, takes the one whose held-out scores separate best, and
 * fits it on all texts. Of equals, the one that finds most of the positive texts among fewest responses of
 * the data; then the simplest. Attention, which has the most to choose, must be better by AUROC.
 * @param background with states of the same encoder
 */
export function fitProbe(texts: ExampleTexts, background: Background): FittedProbe {
  const { units, alone, example, label, row, group } = texts
  const spans = Uint32Array.from(example.keys())
  const labelled = {
    states: whitenedStates(background.whitening, alone, spans),
    surrounded: whitenedStates(background.whitening, units, spans),
    label: Uint8Array.from(example, (e) => label[e]!),
    row: Uint32Array.from(example, (e) => row[e]!),
  }
  const fold = foldsOf(group, label)
  const folds = Math.max(...fold) + 1
  const tried = METHODS.map((method) => {
    const held = heldOutScores(method, { labelled, units, example, fold, folds }, background)
    return {
      method,
      score: held.score,
      auroc: aurocOf(held.score, label),
      ...bestThreshold({ score: held.score, label }, held.background),
    }
  })
  const best = tried.reduce((a, b) => {
    const finds = b.auroc === a.auroc && b.merit > a.merit && b.method !== 'attention'
    return b.auroc > a.auroc || finds ? b : a
  })
  const { score } = standardised(best.method, labelled, spans, background)
  return {
    method: best.method,
    value: Array.from(score.value),
    attention: score.attention && {
      key: Array.from(score.attention.key),
      residual: Array.from(score.attention.residual),
    },
    bias: score.bias,
    threshold: best.threshold,
    quality: qualityOf({ score: best.score, label, group, folds }, best.threshold),
  }
}

/**
 * Deals groups over at most five folds, positive and negative ones in turn, so that each fold has both. The
 * order depends on the groups' numbers alone.
 */
export function foldsOf(group: Uint32Array, label: Uint8Array): Uint8Array {
  const several = (wanted: number) => new Set([...group].filter((_, t) => label[t] === wanted)).size > 1
  // With all positive or all negative texts in one group, no fold could leave it out.
  if (!several(1) || !several(0)) return foldsOf(Uint32Array.from(label.keys()), label)
  const labelOf = new Map<number, number>()
  group.forEach((g, t) => labelOf.set(g, Math.max(labelOf.get(g) ?? 0, label[t]!)))
  const dealt = [1, 0].map((wanted) =>
    [...labelOf.keys()].filter((g) => labelOf.get(g) === wanted).sort((a, b) => mix(a, 1) - mix(b, 1)),
  )
  // Where all groups have a positive text, as marked pairs have, they alone say how many folds there can be.
  const fewest = Math.min(...dealt.map(({ length }) => length).filter((length) => length > 0))
  const folds = Math.max(2, Math.min(FOLDS, fewest))
  const foldOf = new Map(dealt.flatMap((groups) => groups.map((g, k) => [g, k % folds] as const)))
  return Uint8Array.from(group, (g) => foldOf.get(g)!)
}

interface Folded {
  readonly labelled: Labelled
  readonly units: UnitTable
  readonly example: Uint32Array
  /** Per example. */
  readonly fold: Uint8Array
  readonly folds: number
}

/**
 * Scores of examples that the fit has not seen, each the mean over its places; of the background, the mean
 * over the folds' fits.
 */
function heldOutScores(
  method: ProbeMethod,
  { labelled, units, example, fold, folds }: Folded,
  background: Background,
): { readonly score: Float64Array; readonly background: Float64Array } {
  const score = new Float64Array(fold.length)
  const places = new Float64Array(fold.length)
  for (const e of example) places[e]!++
  const mean = new Float64Array(background.responses.spans)
  for (let out = 0; out < folds; out++) {
    const seen = Uint32Array.from(example.keys()).filter((t) => fold[example[t]!] !== out)
    const own = standardised(method, labelled, seen, background)
    scoreSpans(own.score, units).forEach((one, t) => {
      const e = example[t]!
      if (fold[e] === out) score[e]! += one / places[e]!
    })
    own.background.forEach((one, j) => (mean[j]! += one / folds))
  }
  return { score, background: mean }
}

/** A fit whose scores have mean 0 and standard deviation 1 over the background. */
function standardised(
  method: ProbeMethod,
  labelled: Labelled,
  texts: Uint32Array,
  { whitening, responses }: Background,
): { readonly score: ProbeScore; readonly background: Float64Array } {
  const score = scoreOf(fit(method, labelled, texts), whitening)
  const raw = scoreSpans(score, responses)
  const present = raw.filter(Number.isFinite)
  const mean = present.reduce((sum, one) => sum + one, 0) / present.length
  const variance = present.reduce((sum, one) => sum + (one - mean) ** 2, 0) / present.length
  const sd = Math.sqrt(variance) || 1
  return { score: rescaled(score, mean, sd), background: raw.map((one) => (one - mean) / sd) }
}
