import type { Context } from '../contexts/context.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { type Candidate, candidatesOf, named, rankOf } from './candidate.ts'
import { type Gathered, gather, type LessonInput, placesOf } from './gather.ts'
import { unionInside } from './local-union.ts'
import type { TestedLesson } from './overall.ts'

/** Contexts are one place where the smaller has at least this share of its pairs in the other. */
const SAME_PLACE = 0.5

/**
 * Gathers what was found inside contexts into lessons, context by context. A lesson is as sure as who stands for
 * it, or as a member that says the same where only that one is confirmed, or found; its effect is that of its
 * concepts as one. What several contexts show in much the same pairs is shown once.
 * @param tests hypotheses inside contexts, in the table's order
 */
export function localLessons(
  input: LessonInput,
  contexts: readonly Context[],
  tests: readonly Hypothesis[],
): TestedLesson[] {
  const found = tests.filter(({ discovered }) => discovered)
  if (found.length === 0) return []
  const scopes = new Set(found.map(({ scope }) => scope.id))
  const listed = tests.filter(({ scope }) => scopes.has(scope.id))
  const known = new Set(listed.map(({ concept }) => concept))
  const places = placesOf(
    input,
    input.concepts.filter(({ id }) => known.has(id)),
  )
  const pairsOf = new Map(contexts.map(({ id, pairs }) => [id, pairs]))
  const lessons = [...scopes].flatMap((scope) => {
    const own = candidatesOf(
      listed.filter((one) => one.scope.id === scope),
      input.concepts,
      input.columns,
    )
    return gather(input, own.filter(mayTakePart), places, pairsOf.get(scope)!).flatMap(tested)
  })
  const contextOf = new Map(contexts.map((context) => [context.id, context]))
  return shownOnce(lessons, pairsOf).map((lesson) => {
    const context = contextOf.get(lesson.hypothesis.scope.id)!
    return { ...lesson, hypothesis: unionInside(lesson, context, lesson.hypothesis, input) ?? lesson.hypothesis }
  })
}

/** What was found, and what was not but may give it its name. */
const mayTakePart = (candidate: Candidate): boolean => candidate.hypothesis.discovered || named(candidate)

function tested({ stands, members }: Gathered): TestedLesson[] {
  const found = members.filter(
    ({ candidate, role }) => role !== 'comes-with' && candidate.hypothesis.discovered,
  )
  const confirmed = found.find(({ candidate }) => candidate.hypothesis.confirmed)
  const best = stands.hypothesis.confirmed
    ? stands
    : (confirmed ?? (stands.hypothesis.discovered ? { candidate: stands } : found[0]))?.candidate
  if (!best) return []
  // A name that was not found itself is given only to what has a lesser one.
  if (best !== stands && !stands.hypothesis.discovered && rankOf(best) <= rankOf(stands)) {
    const others = members.filter(({ candidate }) => candidate !== best && candidate.hypothesis.discovered)
    const own = [{ candidate: best, role: 'stands' as const }, ...others]
    return [{ stands: best, members: own, hypothesis: best.hypothesis }]
  }
  // Beside what was found, only who stands for it was looked at to give a name.
  const shown = members.filter(({ candidate, role }) => role === 'stands' || candidate.hypothesis.discovered)
  return [{ stands, members: shown, hypothesis: best.hypothesis }]
}

/**
 * Of lessons that the same concept stands for in overlapping contexts, the surest, then the one in most
 * pairs.
 */
function shownOnce(lessons: TestedLesson[], pairsOf: ReadonlyMap<string, Uint32Array>): TestedLesson[] {
  const kept: TestedLesson[] = []
  const surest = (a: TestedLesson, b: TestedLesson) =>
    Number(b.hypothesis.confirmed) - Number(a.hypothesis.confirmed) ||
    b.hypothesis.discordant - a.hypothesis.discordant
  for (const lesson of lessons.sort(surest)) {
    const { id } = lesson.hypothesis.scope
    const again = kept.some(
      ({ stands, hypothesis }) =>
        stands.concept.id === lesson.stands.concept.id &&
        stands.sign === lesson.stands.sign &&
        shareOfSmaller(pairsOf.get(hypothesis.scope.id)!, pairsOf.get(id)!) >= SAME_PLACE,
    )
    if (!again) kept.push(lesson)
  }
  return kept
}

function shareOfSmaller(a: Uint32Array, b: Uint32Array): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  const held = new Set(many)
  return few.reduce((count, i) => count + Number(held.has(i)), 0) / Math.max(1, few.length)
}
