import { type EvidenceKind, evidencePairs, oneSided } from '../concepts/evidence.ts'
import { conceptProfile } from '../concepts/profile.ts'
import { type Lesson, sidesOf } from '../lessons/lesson.ts'
import type { Workspace } from './workspace.ts'

/** Source rows that are shown of a concept, at most, each way. */
export const EVIDENCE_ROWS = 10

/** One lesson as `whittle analyse` writes it. */
export interface LessonJson {
  id: string
  sentence: string
  /** Id of the concept that stands for it. */
  concept: string
  /** Ids of all its concepts, who stands for it first. */
  members: string[]
  /** Whether the chosen (good) responses have more of it, or less. */
  direction: 'more' | 'less'
  deltaWin: number
  ciLow: number
  ciHigh: number
  certainty: 'confirmed' | 'likely'
  scope: { kind: string; id: string; label: string }
  kind: string
  /** Why it looks unintended; null where it does not. */
  unintended: string | null
  /** Pairs in which one response has more of it; of single responses, those that have it. */
  pairs: number
  /** Source rows, from 1: pairs that go the lesson's way, and its exceptions; the strongest first. */
  evidence: { supports: number[]; exceptions: number[] }
}

/** Lessons that are confirmed or likely, in the page's order. */
export function lessonsJson(lessons: readonly Lesson[], workspace: Workspace): LessonJson[] {
  return lessons.flatMap((lesson): LessonJson[] => {
    if (lesson.certainty === 'unclear') return []
    const { id, sentence, concept, members, direction, hypothesis, certainty, scope, kind, unintended } =
      lesson
    const { supports, exceptions } = sidesOf(direction)
    const rows = (kind: typeof supports) => evidenceRows(workspace, concept, scope.id, kind)
    return [
      {
        ...{ id, sentence, concept, direction, certainty, kind, unintended },
        members: members.map((member) => member.concept),
        scope: { kind: scope.kind, id: scope.id, label: scope.label },
        deltaWin: hypothesis.deltaWin,
        ciLow: hypothesis.ciLow,
        ciHigh: hypothesis.ciHigh,
        pairs: hypothesis.discordant,
        evidence: { supports: rows(supports), exceptions: rows(exceptions) },
      },
    ]
  })
}

/**
 * Source rows in which a concept is on the chosen ('for') or the rejected ('against') side only, strongest
 * first.
 */
export function evidenceRows(
  workspace: Workspace,
  id: string,
  scope: string,
  kind: Extract<EvidenceKind, 'for' | 'against'>,
): number[] {
  const { basis } = workspace
  const concept = workspace.concept(id)
  const profile = conceptProfile(basis.columns, concept, basis.pairs.paired)
  const alone = oneSided(profile, kind, concept.measure)
  const within = workspace.within(scope)
  return Array.from(evidencePairs(profile, kind, concept.measure, 0).subarray(0, alone))
    .map((k) => profile.pair[k]!)
    .filter((pair) => !within || within.has(pair))
    .slice(0, EVIDENCE_ROWS)
    .map((pair) => basis.pairs.row[pair]!)
}
