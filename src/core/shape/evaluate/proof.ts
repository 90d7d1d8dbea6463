import type { Hypothesis } from '../../hypothesis.ts'
import { random } from '../../random.ts'
import { type Estimate, estimate, redraw } from './bootstrap.ts'
import { heldOut } from './held-out.ts'
import type { ConceptProof, ConceptStanding, Proof } from './evaluation-result.ts'
import { rediscover } from './rediscover.ts'
import { accuracySentence, conceptSentence } from './sentences.ts'
import { type EvaluationInput, evaluationSetup } from './evaluation-setup.ts'

export interface ProofInput extends EvaluationInput {
  /** The table of the data as it came. */
  readonly found: readonly Hypothesis[]
  readonly seed: number
  /** (done, total) of its steps; may throw to cancel. */
  readonly progress?: (done: number, total: number) => void
}

/** The share of the work that the heads are. */
const HEADS = 0.8

/**
 * Fits the same ridge head on frozen features of the data as it came and as the shaping leaves it (weights,
 * offsets, drops, flips, edited texts read anew), both on the same prompt groups, and compares them on the
 * others as they came: accuracy, and reliance on each decided concept. Intervals are bootstraps by prompt
 * group: of held-out pairs for accuracy, and of training pairs, to first order, for reliance. Then discovery
 * runs again on the reshaped data.
 */
export function proveShaping(input: ProofInput): Proof {
  const { pairs, shaping, concepts, seed, progress } = input
  const stand = evaluationSetup(input)
  const { groups, hits, reliance } = heldOut({
    ...{ pairs, stand, seed },
    progress: (done, total) => progress?.((HEADS * done) / total, 1),
  })
  const measured = stand.decided.flatMap((decided, d) => (reliance[d] ? [{ decided, on: reliance[d] }] : []))
  const numbers = [...hits, ...measured.flatMap(({ on }) => [on.before, on.after])]
  const draws = redraw(numbers, groups, random(seed))
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
  const { edited } = stand
  const again = rediscover(edited.pairs, edited.columns, concepts, shaping, seed, (done, total) =>
    progress?.(HEADS + ((1 - HEADS) * done) / total, 1),
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
      place: placesOf(concept.id, input.found, again),
    }
    return { ...proof, sentence: conceptSentence(concept.label, proof) }
  })
  return {
    accuracy,
    concepts: proofs,
    unmeasured: stand.decided.flatMap(({ concept }, d) => (reliance[d] ? [] : [concept.id])),
    unread: edited.unread,
    sentence: accuracySentence(accuracy, edited.unread),
  }
}

const IN_TABLE = 0.1

/** Where a concept stands in the table of the data as it came, and in that of the data as it goes. */
export function placesOf(
  concept: string,
  found: readonly Hypothesis[],
  again: readonly Hypothesis[],
): ConceptProof['place'] {
  const [before, after] = [found, again].map((table): ConceptStanding => {
    const row = table.find((hypothesis) => hypothesis.concept === concept)
    if (!row) return null
    const { deltaWin, ciLow, ciHigh, q, confirmed } = row
    return { deltaWin, ciLow, ciHigh, q, confirmed }
  }) as [ConceptStanding, ConceptStanding]
  const isIn = (place: ConceptStanding) => place !== null && (place.confirmed || place.q <= IN_TABLE)
  return { before, after, left: isIn(before) && !isIn(after) }
}
