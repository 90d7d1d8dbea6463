import type { Concept } from '../concepts/concept.ts'
import type { LessonKind } from './lesson.ts'

/** Detectors of which more can be said than their kind says. */
const KINDS: Readonly<Record<string, LessonKind>> = {
  ...of('safety', 'refusal', 'warning', 'disclaimer', 'professional', 'moralising', 'profanity', 'as-an-ai'),
  ...of('honesty', 'hedge', 'uncertainty', 'certainty', 'siding', 'agrees', 'correction', 'link'),
  ...of('tone', 'flattery', 'apology'),
  ...of('length', 'length', 'very-short'),
}

function of(kind: LessonKind, ...detectors: string[]): Record<string, LessonKind> {
  return Object.fromEntries(detectors.map((id) => [`s:${id}`, kind]))
}

const BY_FAMILY: Readonly<Record<string, LessonKind>> = {
  'Uncertainty and hedging': 'honesty',
  'Warnings, risks and caveats': 'safety',
  'Web links': 'honesty',
}

const BY_KIND: Readonly<Record<string, LessonKind>> = {
  ...{
    format: 'style',
    style: 'style',
    syntax: 'style',
    code: 'content',
    number: 'content',
    topic: 'content',
  },
  ...{ word: 'wording', phrase: 'wording', tone: 'tone', behaviour: 'behaviour', unclear: 'content' },
}

/** What sort of thing a lesson is about, by who stands for it. @param family label of its family, or null */
export const lessonKind = ({ id, kind }: Pick<Concept, 'id' | 'kind'>, family: string | null): LessonKind =>
  KINDS[id] ?? (family === null ? undefined : BY_FAMILY[family]) ?? BY_KIND[kind] ?? 'content'
