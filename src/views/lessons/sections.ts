import type { Lesson, LessonKind } from '../../core/lessons/lesson.ts'
import { OVERALL } from '../../core/hypothesis.ts'

export type SectionId = 'unintended' | 'style' | 'substance' | 'places' | 'maybe'

export interface Section {
  readonly id: SectionId
  readonly title: string
  /** One sentence under the title. */
  readonly meaning: string
  readonly lessons: readonly Lesson[]
}

const HEADS: readonly Omit<Section, 'lessons'>[] = [
  {
    id: 'unintended',
    title: 'Looks unintended',
    meaning: 'A rule says that few people would want a model to learn this. You decide.',
  },
  { id: 'style', title: 'Style', meaning: 'How responses are written, whatever they say.' },
  { id: 'substance', title: 'Substance', meaning: 'What responses say or do.' },
  {
    id: 'places',
    title: 'Only in places',
    meaning: 'Taught in a part of the data, and more so there than elsewhere.',
  },
  {
    id: 'maybe',
    title: 'Maybe',
    meaning: 'Likely, too few pairs to tell, or under a name that may not hold. About one in ten of the likely ones is chance.',
  },
]

const STYLE: ReadonlySet<LessonKind> = new Set(['style', 'tone', 'length', 'wording'])

/** The section that a lesson stands in: what looks unintended first, whatever else it is. */
export function sectionOf({ unintended, certainty, scope, kind, doubt }: Lesson): SectionId {
  if (certainty !== 'confirmed' || doubt !== null) return 'maybe'
  if (unintended !== null) return 'unintended'
  if (scope.id !== OVERALL.id) return 'places'
  return STYLE.has(kind) ? 'style' : 'substance'
}

/** The page's sections that hold anything; lessons keep their order. */
export function sections(lessons: readonly Lesson[]): readonly Section[] {
  return HEADS.map((head) => ({
    ...head,
    lessons: lessons.filter((lesson) => sectionOf(lesson) === head.id),
  })).filter(({ lessons: inside }) => inside.length > 0)
}
