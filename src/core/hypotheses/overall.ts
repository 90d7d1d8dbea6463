import type { FeatureColumns } from '../activations.ts'
import { type Concept, isOwn, unmeasured } from '../concepts/concept.ts'
import { type Disparities, disparities } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { type DeltaWin, deltaWin } from '../stats/delta-win.ts'
import { lengthModel } from '../stats/length-model.ts'
import { type Sample, sampleOf } from '../stats/sample.ts'
import { familyWise, type FlipTarget, ofTargets, type SignFlips } from '../stats/sign-flips.ts'
import { replicate } from './confirm.ts'
import { foldConcepts } from './fold.ts'
import { type Hypothesis, OVERALL } from '../hypothesis.ts'
import { effectLowerBound } from './rank.ts'
import { jointCoefficients } from './redundancy.ts'
import { statisticsOf } from './statistics.ts'
import { discordantPairs, type Tested, testableConcepts, testConcepts } from './test-concepts.ts'

/**
 * Confirmed: replicated, and with at most this family-wise p on the whole data. This alone keeps the share of
 * datasets with any confirmed concept near 1% under random labels (measured: .7 to 1.8%).
 */
const CONFIRMED_P = 0.01

/** Concepts with q up to this enter the joint model, and so do confirmed ones. */
const JOINT_Q = 0.1

export interface OverallInput {
  readonly pairs: PairTable
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** The disparities of these columns and concepts, where already computed. */
  readonly disparities?: Disparities
  /** Ids of concepts that were tried and given up: they count in the family of tests and are not reported. */
  readonly givenUp?: ReadonlySet<string>
  readonly seed: number
  /** log₂ of the number of sign flips; 10 gives 1,023 permutations and the observed labels. */
  readonly flipBits?: number
  /** False to leave the joint model out: `joint` is null then. */
  readonly withJoint?: boolean
}

export interface OverallSummary {
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  readonly seed: number
  readonly permutations: number
}

export interface Overall {
  /**
   * Of the concepts with at least MINIMUM_DISCORDANT discordant pairs, strongest first; unmeasured latents
   * last.
   */
  readonly hypotheses: readonly Hypothesis[]
  readonly summary: OverallSummary
}

/**
 * Tests every concept on the whole dataset (stats/README.md). Random draws depend only on the prompts' texts
 * and the seed, so the order of rows does not matter.
 * @param onProgress concepts fitted so far, and to fit
 */
export function overallHypotheses(
  input: OverallInput,
  onProgress?: (done: number, total: number) => void,
): Overall {
  const { pairs, concepts, seed, flipBits = 10, withJoint = true } = input
  const u = input.disparities ?? disparities(input.columns, concepts, pairs.paired)
  const sample = sampleOf(pairs)
  const base = lengthModel(sample)
  const statistics = statisticsOf(sample)
  const targets = testableConcepts(sample, u, concepts)
  let done = 0
  const tested = testConcepts(sample, u, targets, base, () => onProgress?.(++done, targets.length))
  const flips = statistics.nullStatistics(u, targets, flipBits, seed)
  const pPermutation = familyWise(flips)
  const q = benjaminiHochberg(Float64Array.from(tested, ({ p }) => p))
  const { found, replicated, ...split } = replicate(sample, u, concepts, flipBits, seed)
  const confirmed = tested.map(({ concept }, t) => replicated.has(concept) && pPermutation[t]! <= CONFIRMED_P)

  const effects = tested.map((own) => effectOf(own, u, sample))
  const { givenUp } = input
  const ranked = rankTested(tested, effects, u, concepts).filter(
    (t) => !givenUp?.has(concepts[tested[t]!.concept]!.id),
  )
  // A concept that the person made stands for those like it.
  const own = (c: number) => Number(isOwn(concepts[c]!))
  const order = ranked.map((t) => tested[t]!.concept).sort((a, b) => own(b) - own(a))
  // For single responses, the presence of concepts is correlated, independently of the label.
  const under = foldConcepts({ ...u, u: statistics.withoutLabel(u.u) }, order)
  const similar = foldedUnder(under)
  const inJoint = ranked.filter(
    (t) => withJoint && under.get(tested[t]!.concept) === null && (confirmed[t] || q[t]! <= JOINT_Q),
  )
  const joint = jointModel(sample, u, targets, flips, inJoint)

  const hypotheses = ranked.map((t): Hypothesis => {
    const { concept, discordant, wins, effect, p } = tested[t]!
    const representative = under.get(concept) ?? null
    return {
      concept: concepts[concept]!.id,
      scope: OVERALL,
      n: pairs.length,
      discordant,
      winRate: wins / discordant,
      ...statistics.withoutConcept(wins, discordant),
      pSign: statistics.exactTest(wins, discordant),
      beta: effect.beta,
      se: Math.sqrt(effect.varBeta),
      model: effect.model,
      ...effects[t]!,
      p,
      q: q[t]!,
      pPermutation: pPermutation[t]!,
      confirmed: confirmed[t]!,
      discovered: confirmed[t]! || found.has(concept),
      prevalenceChosen: u.inChosen[concept]! / statistics.chosen,
      prevalenceRejected: u.inRejected[concept]! / statistics.rejected,
      joint: joint.get(t) ?? null,
      similar: (similar.get(concept) ?? []).map((other) => concepts[other]!.id),
      foldedUnder: representative === null ? null : concepts[representative]!.id,
    }
  })
  return { hypotheses, summary: { ...split, seed, permutations: flips.flips - 1 } }
}

function effectOf({ effect, concept }: Tested, disparities: Disparities, { length }: Sample): DeltaWin {
  const { pair, u } = discordantPairs(disparities, concept)
  return deltaWin(effect, pair, u, length)
}

/** Coefficients of the joint model, by target. @param inJoint the targets that enter it */
function jointModel(
  sample: Sample,
  u: Disparities,
  targets: readonly FlipTarget[],
  flips: SignFlips,
  inJoint: readonly number[],
): ReadonlyMap<number, number> {
  const representatives = inJoint.map((t) => targets[t]!)
  const coefficients = jointCoefficients(sample, u, representatives, ofTargets(flips, inJoint))
  return new Map(inJoint.map((t, k) => [t, coefficients[k]!]))
}

/** Positions in `tested`, strongest first. */
function rankTested(
  tested: readonly Tested[],
  effects: readonly DeltaWin[],
  { inChosen, inRejected }: Disparities,
  concepts: readonly Concept[],
): number[] {
  // Among concepts with the same disparities, the one that fewer responses have is more specific.
  const responses = (t: number) => inChosen[tested[t]!.concept]! + inRejected[tested[t]!.concept]!
  const unknown = (t: number) => Number(unmeasured(concepts[tested[t]!.concept]!))
  return Array.from(tested.keys()).sort(
    (a, b) =>
      unknown(a) - unknown(b) ||
      effectLowerBound(effects[b]!) - effectLowerBound(effects[a]!) ||
      responses(a) - responses(b) ||
      a - b,
  )
}

/** By representative, the concepts that fold under it, strongest first. */
function foldedUnder(under: ReadonlyMap<number, number | null>): Map<number, number[]> {
  const folded = new Map<number, number[]>()
  for (const [concept, representative] of under) {
    if (representative === null) folded.set(concept, [])
    else folded.get(representative)!.push(concept)
  }
  return folded
}
