import type { Context } from '../contexts/context.ts'
import { localHypotheses } from '../contexts/local-hypotheses.ts'
import { testScope } from '../contexts/test-scope.ts'
import { testsOf } from '../contexts/test-table.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { sampleOf } from '../stats/sample.ts'
import type { Gathered, LessonInput } from './gather.ts'
import { coreOf, featuresOf } from './overall.ts'
import { unionDisparities } from './union.ts'

/** log₂ of the sign flips of a union's own test: what is confirmed is confirmed by its members' tests. */
const FLIP_BITS = 4

/**
 * The test of a lesson's concepts as one inside its context: counts, effect and intervals are those of the union;
 * how sure it is, is what its surest member says in the family-wise control of all tests, and the union has to lean
 * the same way. Null where there is no union to test, or too little of it.
 * @param best the surest member's test there
 */
export function unionInside(
  lesson: Gathered,
  context: Context,
  best: Hypothesis,
  input: LessonInput,
): Hypothesis | null {
  if (lesson.stands.concept.measure || coreOf(lesson).length < 2) return null
  const { pairs, columns, seed } = input
  const { pair, u } = unionDisparities(columns, [featuresOf(lesson)])
  const sample = sampleOf(pairs)
  const block = {
    sets: [context.pairs],
    columns: [{ concept: lesson.stands.concept, pair, u, isLength: false }],
  }
  const all = Uint32Array.from({ length: pairs.length }, (_, i) => i)
  const tests = testScope({ pairs }, sample, [block], all, { flipBits: FLIP_BITS, seed })
  const own = testsOf(tests, 0)
  const [union] = localHypotheses([
    { ...{ sample, block, tests, own, responses: columns, pairOf: all }, scopes: [best.scope] },
  ])
  if (!union || Math.sign(union.local!.delta) !== lesson.stands.sign) return null
  const { concept, q, pPermutation, confirmed, discovered, similar, foldedUnder } = best
  return { ...union, concept, q, pPermutation, confirmed, discovered, similar, foldedUnder }
}
