import type { Concept } from '../concepts/concept.ts'
import { overallHypotheses } from '../hypotheses/overall.ts'
import { type Hypothesis, OVERALL } from '../hypothesis.ts'
import { candidatesOf } from './candidate.ts'
import { type Gathered, gather, type LessonInput, placesOf } from './gather.ts'
import { unionDisparities, type UnionPart } from './union.ts'

/** A lesson before it is put into words. */
export interface TestedLesson extends Gathered {
  /** Of its concepts as one. */
  readonly hypothesis: Hypothesis
}

/** Gathers what was found overall into lessons and tests each as one concept. */
export function testedLessons(input: LessonInput): TestedLesson[] {
  const found = candidatesOf(
    input.hypotheses.filter((one) => one.found === 'discovery'),
    input.concepts,
    input.columns,
  )
  if (found.length === 0) return []
  const places = placesOf(
    input,
    found.map(({ concept }) => concept),
  )
  return testAsOne(gather(input, found, places), input)
}

/**
 * Tests each lesson by the statistics of concepts (clusters, flips, halves): the union of who stands for it and of what
 * expresses it or says the same. Members were chosen by how they lean, so a lesson is confirmed only where one of them is
 * confirmed among all concepts, too: that alone keeps false alarms below those of the concepts. Where the union is not
 * confirmed but who stands is, the lesson is who stands.
 */
function testAsOne(lessons: readonly Gathered[], input: LessonInput): TestedLesson[] {
  const index = new Map(input.concepts.map(({ id }, m) => [id, m]))
  const parts = lessons.map((lesson): UnionPart =>
    lesson.stands.concept.measure
      ? { concept: index.get(lesson.stands.concept.id)! }
      : { features: coreFeatures(lesson) },
  )
  const ids = lessons.map(({ stands }) => `l:${stands.concept.id}`)
  const concepts = lessons.map(({ stands }, l): Concept => ({ ...stands.concept, id: ids[l]! }))
  const { hypotheses } = overallHypotheses({
    pairs: input.pairs,
    columns: input.columns,
    concepts,
    disparities: unionDisparities(input.columns, input.disparities, parts),
    seed: input.seed,
    ...(input.flipBits !== undefined && { flipBits: input.flipBits }),
  })
  const tested = new Map(hypotheses.map((one) => [one.concept, one]))
  return lessons.map((lesson, l): TestedLesson => {
    const own = lesson.stands.hypothesis
    const union = tested.get(ids[l]!)
    const supported = lesson.members.some(
      ({ candidate, role }) => role !== 'comes-with' && candidate.hypothesis.confirmed,
    )
    const asOne =
      union && (union.confirmed || !own.confirmed) && Math.sign(union.deltaWin) === lesson.stands.sign
    const hypothesis = asOne ? union : own
    return {
      ...lesson,
      hypothesis: {
        ...hypothesis,
        concept: own.concept,
        scope: OVERALL,
        confirmed: supported && hypothesis.confirmed,
        similar: [],
        foldedUnder: null,
      },
    }
  })
}

/** Features of who stands for a lesson and of what expresses it or says the same. */
function coreFeatures({ members }: Gathered): number[] {
  const features = new Set<number>()
  for (const { candidate, role } of members) {
    const { measure, hidden, features: own } = candidate.concept
    if (role !== 'comes-with' && !measure && !hidden) for (const f of own) features.add(f)
  }
  return [...features]
}
