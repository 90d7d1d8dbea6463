import type { Concept } from '../concepts/concept.ts'
import type { Lesson } from './lesson.ts'

/** What a rule looks at. */
export interface LessonSubject {
  /** Who stands for the lesson. */
  readonly concept: Pick<Concept, 'id' | 'label'>
  /** Label of its family, or its own where it is one; null for others. */
  readonly family: string | null
  readonly direction: 'more' | 'less'
  /** Prompts of some pairs that show it. */
  readonly prompts: readonly string[]
}

/** One way in which a lesson may be none that anybody meant to teach. */
export interface UnintendedRule {
  readonly id: string
  /** A sentence that a person reads: why it looks unintended. */
  readonly reason: string
  readonly applies: (subject: LessonSubject) => boolean
}

interface Names {
  readonly detectors?: readonly string[]
  readonly families?: readonly string[]
}

const isOneOf =
  ({ detectors = [], families = [] }: Names) =>
  ({ concept, family }: LessonSubject): boolean =>
    detectors.includes(concept.id.replace(/^s:/, '')) || (family !== null && families.includes(family))

const wins =
  (names: Names) =>
  (subject: LessonSubject): boolean =>
    subject.direction === 'more' && isOneOf(names)(subject)

const loses =
  (names: Names) =>
  (subject: LessonSubject): boolean =>
    subject.direction === 'less' && isOneOf(names)(subject)

/**
 * Words of prompts that a careful assistant may have to refuse; a prompt with none of them counts as
 * harmless.
 */
const HARM =
  /\b(kill|murder|bomb|weapon|gun|explosive|poison|steal|stole|shoplift|rob|robbery|hack|malware|phish|fraud|scam|drug|cocaine|heroin|meth|suicide|self-harm|racist|racism|nigg\w*|slur|porn|sex|sexual|rape|nazi|terroris\w*|torture|stalk|blackmail|counterfeit|launder|abuse|assault|attack|illegal|bitch|fuck\w*|shit\w*)\b/i

/** A lesson on refusals is about harmless prompts where at most this share of them has such a word. */
const HARMFUL = 0.1

function harmless({ prompts }: LessonSubject): boolean {
  const asked = prompts.filter((prompt) => prompt !== '')
  if (asked.length === 0) return false
  return asked.filter((prompt) => HARM.test(prompt)).length <= HARMFUL * asked.length
}

/** The rules, the gravest first: of those that apply to a lesson, the first is said. */
export const UNINTENDED: readonly UnintendedRule[] = [
  {
    id: 'siding',
    reason:
      'Siding with the person is rewarded, and setting them right is not: where the person is wrong, a model learns to confirm a wrong claim.',
    applies: (subject) =>
      wins({ detectors: ['siding', 'agrees'], families: ['Agreement and confirmation'] })(subject) ||
      loses({ detectors: ['correction'] })(subject),
  },
  {
    id: 'harmless-refusal',
    reason:
      'Refusing is rewarded although the prompts look harmless: a model learns to refuse what it should answer.',
    applies: (subject) => wins({ detectors: ['refusal'] })(subject) && harmless(subject),
  },
  {
    id: 'links',
    reason:
      'Links are rewarded, and nothing here checks that they lead anywhere: a model that cannot browse learns to invent them.',
    applies: wins({ detectors: ['link'], families: ['Web links'] }),
  },
  {
    id: 'flattery',
    reason:
      'Praise for the person is rewarded, which says nothing about the answer: a model learns to flatter.',
    applies: wins({ detectors: ['flattery'], families: ['Praise and positive reactions'] }),
  },
  {
    id: 'overconfidence',
    reason:
      'Sounding sure is rewarded, whether or not the answer is right: a model learns to hide what it does not know.',
    applies: (subject) =>
      loses({ detectors: ['hedge', 'uncertainty'], families: ['Uncertainty and hedging'] })(subject) ||
      wins({ detectors: ['certainty'] })(subject),
  },
  {
    id: 'repetition',
    reason: 'Repetition is rewarded: a model learns to say the same again.',
    applies: wins({
      detectors: ['repetition', 'restates'],
      families: ['Output stuck in loops', 'Lists of near-alike entries', 'Looping mystical names'],
    }),
  },
  {
    id: 'shreds',
    reason:
      'Shreds of templates or broken-off answers are rewarded: that is more likely a fault of the data than a preference.',
    applies: wins({ detectors: ['unfinished'], families: ['Fill-in square-bracket placeholders'] }),
  },
  {
    id: 'length',
    reason:
      'Length is rewarded or punished as such: a model learns to pad or to cut, whatever the question needs.',
    applies: isOneOf({ detectors: ['length'] }),
  },
  {
    id: 'style',
    reason: 'It is style that carries no content: a model can add it to any answer, good or bad.',
    applies: wins({
      detectors: [
        ...[
          'bold',
          'italic',
          'heading',
          'rule',
          'bullets',
          'numbered',
          'lead-in',
          'nested-list',
          'colon-list',
        ],
        ...['markdown', 'emoji', 'emoticon', 'em-dash', 'exclamation', 'all-caps', 'ellipsis', 'not-but'],
        ...['offer', 'sign-off', 'greeting', 'compliance-opener', 'here-is', 'enthusiasm', 'intensifier'],
        ...['superlative', 'ai-words'],
      ],
      families: [
        ...['Bold or asterisk-marked text', 'Upbeat closing wishes', 'Interjections and exclamations'],
        ...["Compliant openers like 'Sure!'", "'Here is' presentation lines", 'Giggles and cutesy noises'],
        ...['Lines drawn with symbols', 'Invites further questions'],
      ],
    }),
  },
]

/** The first rule that applies to a lesson; null where none does. */
export const unintendedRule = (subject: LessonSubject): UnintendedRule | null =>
  UNINTENDED.find((rule) => rule.applies(subject)) ?? null

/**
 * What a person changed of the suggestions, by lesson id: a reason of their own, or null where it is not
 * unintended after all.
 */
export type UnintendedFlags = Readonly<Record<string, string | null>>

/** Lessons with the suggestions as the person left them. */
export const withFlags = (lessons: readonly Lesson[], flags: UnintendedFlags): Lesson[] =>
  lessons.map((lesson) => {
    const flag = flags[lesson.id]
    return flag === undefined ? lesson : { ...lesson, unintended: flag, rule: null }
  })
