import { OVERALL } from '../hypothesis.ts'
import type { Certainty, Lesson } from './lesson.ts'

const CERTAINTY: readonly Certainty[] = ['confirmed', 'likely', 'unclear']

/** A name that may not hold weighs its lesson down by this factor. */
const DOUBTED = 0.5

const weight = ({ size, doubt }: Lesson): number => size * (doubt === null ? 1 : DOUBTED)

/**
 * The order of the page: confirmed before likely before the rest; what holds overall before what holds only
 * in places; what looks unintended first; then by size.
 */
export function inOrder(lessons: readonly Lesson[]): Lesson[] {
  const key = (lesson: Lesson) => [
    CERTAINTY.indexOf(lesson.certainty),
    lesson.scope.id === OVERALL.id ? 0 : 1,
    lesson.unintended === null ? 1 : 0,
    -weight(lesson),
  ]
  return lessons
    .map((lesson) => ({ lesson, key: key(lesson) }))
    .sort((a, b) => {
      const at = a.key.findIndex((value, k) => value !== b.key[k])
      return at < 0 ? (a.lesson.id < b.lesson.id ? -1 : 1) : a.key[at]! - b.key[at]!
    })
    .map(({ lesson }) => lesson)
}
