import type { Concept } from '../concepts/concept.ts'
import { overallHypotheses } from '../hypotheses/overall.ts'
import { type Hypothesis, OVERALL } from '../hypothesis.ts'
import { type Candidate, candidatesOf, named } from './candidate.ts'
import { type Gathered, gather, type LessonInput, placesOf } from './gather.ts'
import { unionDisparities } from './union.ts'

/** So many concepts that were not found are told of, too. */
const NEAREST = 8

/** A lesson before it is put into words. */
export interface TestedLesson extends Gathered {
  /** Of its concepts as one. */
  readonly hypothesis: Hypothesis
}

/** Gathers what was found overall into lessons and tests each as one concept. */
export function testedLessons(input: LessonInput): TestedLesson[] {
  const found = candidatesOf(
    input.hypotheses.filter((one) => one.discovered),
    input.concepts,
    input.columns,
  )
  const near = nearest(input)
  const read = [...found, ...near].map(({ concept }) => concept)
  if (read.length === 0) return []
  const places = placesOf(input, read)
  const unsure = gather(input, near, places).map((one) => ({ ...one, hypothesis: one.stands.hypothesis }))
  return [...testAsOne(gather(input, found, places), input), ...unsure]
}

/** What was not found but comes nearest, by p: named concepts, strongest first. */
function nearest({ hypotheses, concepts, columns }: LessonInput): Candidate[] {
  const rest = hypotheses.filter(({ discovered }) => !discovered).sort((a, b) => a.p - b.p)
  return candidatesOf(rest, concepts, columns)
    .filter((candidate) => named(candidate) && candidate.sign === Math.sign(candidate.hypothesis.deltaWin))
    .slice(0, NEAREST)
}

/**
 * Tests each lesson by the statistics of concepts (clusters, flips, halves): the union of who stands for it
 * and of what expresses it or says the same; a lesson of one concept has that one's test already. Members
 * were chosen by how they lean, so a lesson is confirmed only where one of them is confirmed among all
 * concepts, too: that alone keeps false alarms below those of the concepts. Where the union is not confirmed
 * but who stands is, the lesson is who stands.
 */
function testAsOne(lessons: readonly Gathered[], input: LessonInput): TestedLesson[] {
  const unions = lessons.filter((lesson) => !lesson.stands.concept.measure && coreOf(lesson).length > 1)
  const tested = new Map<Gathered, Hypothesis>()
  if (unions.length > 0) {
    const concepts = unions.map(({ stands }, l): Concept => ({ ...stands.concept, id: String(l) }))
    const { hypotheses } = overallHypotheses({
      pairs: input.pairs,
      columns: input.columns,
      concepts,
      disparities: unionDisparities(input.columns, unions.map(featuresOf)),
      seed: input.seed,
      withJoint: false,
      ...(input.flipBits !== undefined && { flipBits: input.flipBits }),
    })
    for (const one of hypotheses) tested.set(unions[Number(one.concept)]!, one)
  }
  return lessons.map((lesson): TestedLesson => {
    const own = lesson.stands.hypothesis
    const union = tested.get(lesson)
    const asOne =
      union && (union.confirmed || !own.confirmed) && Math.sign(union.deltaWin) === lesson.stands.sign
    const hypothesis = asOne ? union : own
    return {
      ...lesson,
      hypothesis: {
        ...hypothesis,
        concept: own.concept,
        scope: OVERALL,
        confirmed: hypothesis.confirmed && coreOf(lesson).some((one) => one.hypothesis.confirmed),
        similar: [],
        foldedUnder: null,
      },
    }
  })
}

/** Who stands for a lesson, what expresses it and what says the same. */
export const coreOf = ({ members }: Gathered): Candidate[] =>
  members.filter(({ role }) => role !== 'comes-with').map(({ candidate }) => candidate)

/** Features of those of them that are present or absent and not hidden. */
export function featuresOf(lesson: Gathered): number[] {
  const features = new Set<number>()
  for (const { concept } of coreOf(lesson))
    if (!concept.measure && !concept.hidden) for (const f of concept.features) features.add(f)
  return [...features]
}
