import type { Concept } from '../concepts/concept.ts'
import { unionId } from '../concepts/union.ts'
import type { Context } from '../contexts/context.ts'
import { type Hypothesis, OVERALL } from '../hypothesis.ts'
import type { PairTable } from '../pairs.ts'
import { UNIONS } from './candidate.ts'
import { doubtOf } from './doubt.ts'
import type { LessonInput } from './gather.ts'
import { lessonKind } from './kind.ts'
import type { Certainty, Lesson, LessonTable } from './lesson.ts'
import { localLessons } from './local.ts'
import { type TestedLesson, testedLessons } from './overall.ts'
import { inOrder } from './order.ts'
import { detectableWinRate, morePairs, roundedPairs } from './power.ts'
import { lessonSentence, unclearSentence, wordingOf } from './sentence.ts'
import { unintendedRule } from './unintended.ts'

export interface LessonsInput extends LessonInput {
  /** Per latent: the activation down to which its label was found to hold; see doubt.ts. */
  readonly held: Float32Array
  /** Where concepts were tested in contexts: those, and the tests; null where they were not. */
  readonly local: { readonly contexts: readonly Context[]; readonly tests: readonly Hypothesis[] } | null
}

/** Prompts that a rule looks at, at most. */
const PROMPTS = 200

/** A habit that this share of the pairs tells apart is what the power of a file is told by. */
const TYPICAL = 0.1

/** What the data would teach, and what of it could have been seen. */
export function lessonTable(input: LessonsInput): LessonTable {
  const discordant = Math.round(TYPICAL * input.pairs.length)
  const winRate = detectableWinRate(discordant, input.hypotheses.length)
  return { lessons: lessonsOf(input), detectable: { discordant, winRate } }
}

/** Lessons overall and in contexts, in the order of the page. */
export function lessonsOf(input: LessonsInput): Lesson[] {
  const { local, hypotheses } = input
  const overall = testedLessons(input).map((one) => inWords(one, input, hypotheses.length))
  if (!local) return inOrder(overall)
  const places = localLessons(input, local.contexts, local.tests)
  return inOrder([...overall, ...places.map((one) => inWords(one, input, local.tests.length))])
}

function inWords(lesson: TestedLesson, input: LessonsInput, tests: number): Lesson {
  const { stands, members, hypothesis } = lesson
  const { concept } = stands
  const { scope } = hypothesis
  const family = familyLabel(concept, input.concepts)
  const direction = hypothesis.deltaWin < 0 ? 'less' : 'more'
  const certainty = certaintyOf(hypothesis)
  const rule = unintendedRule({
    concept,
    family,
    direction,
    prompts: promptsWith(input, concept, scope.id === OVERALL.id ? null : pairsIn(input, scope.id)),
  })
  const more = certainty === 'unclear' ? morePairs(hypothesis, tests) : null
  const doubt = doubtOf(concept, input)
  const said = lessonSentence(doubted(wordingFor(lesson), doubt), hypothesis, placeWords(scope))
  return {
    id: scope.id === OVERALL.id ? `l:${concept.id}` : `l:${concept.id} in ${scope.id}`,
    concept: concept.id,
    members: members.map(({ candidate, role }) => ({ concept: candidate.concept.id, role })),
    decides: decidedConcept(lesson),
    scope,
    direction,
    hypothesis,
    certainty,
    kind: lessonKind(concept, family),
    sentence:
      certainty === 'unclear' ? unclearSentence(said, more, hypothesis.winRateWithout === undefined) : said,
    morePairs: more === null ? null : roundedPairs(more),
    unintended: rule?.reason ?? null,
    rule: rule?.id ?? null,
    doubt,
    size: (Math.abs(hypothesis.deltaWin) * hypothesis.discordant) / Math.max(1, input.pairs.length),
  }
}

/** Who stands for it alone where that is a number of the whole response. */
function decidedConcept({ stands, members }: TestedLesson): string {
  if (stands.concept.measure) return stands.concept.id
  const core = members.filter(({ role, candidate: { concept } }) => {
    return role !== 'comes-with' && !concept.measure && (role === 'stands' || !concept.hidden)
  })
  return unionId(core.map(({ candidate }) => candidate.concept.id))
}

const certaintyOf = ({ confirmed, discovered }: Hypothesis): Certainty =>
  confirmed ? 'confirmed' : discovered ? 'likely' : 'unclear'

/** A lesson that a union gathers is about all of its parts; who stands for it is the most frequent one. */
function wordingFor({ stands, members }: TestedLesson) {
  const own = wordingOf(stands.concept)
  const union = members.find(
    ({ candidate, role }) => role !== 'comes-with' && UNIONS.has(candidate.concept.id),
  )
  if (!union || UNIONS.has(stands.concept.id)) return own
  const whole = wordingOf(union.candidate.concept)
  return {
    ...whole,
    subject: `${whole.subject} such as ${own.subject[0]!.toLowerCase()}${own.subject.slice(1)}`,
  }
}

/** A name that may not hold is not said as if it did. */
const doubted = (wording: ReturnType<typeof wordingFor>, doubt: string | null) =>
  doubt === null ? wording : { ...wording, subject: `Something like ${wording.subject}` }

function placeWords({ kind, label }: Hypothesis['scope']): string | null {
  if (kind === 'overall') return null
  switch (kind) {
    case 'prompt-cluster':
      return `in prompts about “${label}”`
    case 'data-cluster':
      return `in responses like “${label}”`
    case 'column':
      return `where ${label.replace(': ', ' is “')}”`
    default:
      return `in “${label}”`
  }
}

function familyLabel({ id, family }: Concept, concepts: readonly Concept[]): string | null {
  const wanted = id.startsWith('f:') ? id : family
  return concepts.find((one) => one.id === wanted)?.label ?? null
}

const pairsIn = ({ local }: LessonsInput, scope: string): ReadonlySet<number> =>
  new Set(local?.contexts.find(({ id }) => id === scope)?.pairs)

/** Prompts of the first pairs that show a concept. */
function promptsWith(
  { pairs, columns: { indptr, span } }: LessonsInput & { readonly pairs: PairTable },
  { features }: Concept,
  within: ReadonlySet<number> | null,
): string[] {
  const shown = new Set<number>()
  for (const f of features) {
    for (let k = indptr[f]!; k < indptr[f + 1]! && shown.size < PROMPTS; k++) {
      const pair = span[k]! >> 1
      if (!within || within.has(pair)) shown.add(pair)
    }
  }
  return Array.from(shown, (pair) => pairs.prompt[pair]!)
}
