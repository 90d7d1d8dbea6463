import type { Hypothesis, Scope } from '../hypothesis.ts'

/**
 * Why a concept is a member of a lesson: it stands for it; it is one way of expressing it (it occurs where
 * the lesson's concept does); it says the same (correlated disparities, or labels that mean the same); or it
 * comes with it and adds nothing of its own.
 */
export type MemberRole = 'stands' | 'expression' | 'same' | 'comes-with'

export interface LessonMember {
  /** Concept id. */
  readonly concept: string
  readonly role: MemberRole
}

export type LessonKind =
  'style' | 'tone' | 'content' | 'safety' | 'honesty' | 'length' | 'behaviour' | 'wording'

/** 'unclear': too few pairs to tell. */
export type Certainty = 'confirmed' | 'likely' | 'unclear'

/** What the data would teach. */
export interface LessonTable {
  /** In the page's order. */
  readonly lessons: readonly Lesson[]
  /**
   * What could have been seen at this size: of a habit in which so many pairs differ (a tenth of all; of
   * single responses, a tenth that have it), the smallest win rate that would be confirmed with probability
   * 0.8; null where none would be.
   */
  readonly detectable: { readonly discordant: number; readonly winRate: number | null }
}

/** A set of concepts that say one thing, tested as one concept. */
export interface Lesson {
  /** Stable across runs: who stands for it, and where. */
  readonly id: string
  /** Id of the concept that stands for it. */
  readonly concept: string
  /** Who stands for it first, then by role and evidence. */
  readonly members: readonly LessonMember[]
  /** Id of what a decision on the lesson is about: its concepts as one, without what only comes with them. */
  readonly decides: string
  readonly scope: Scope
  /** Whether the chosen (good) responses have more of it, or less. */
  readonly direction: 'more' | 'less'
  /** The test of its concepts as one: present where any of them is. `concept` is that of the lesson. */
  readonly hypothesis: Hypothesis
  readonly certainty: Certainty
  readonly kind: LessonKind
  /** Plain English, with a natural frequency. */
  readonly sentence: string
  /**
   * Of 'unclear' ones: about how many more pairs would do to confirm an effect of this size; null otherwise.
   */
  readonly morePairs: number | null
  /** Why it looks unintended, a sentence; null where it does not. A suggestion, which a person may change. */
  readonly unintended: string | null
  /** Id of the rule that says so. */
  readonly rule: string | null
  /** Why its name may not hold here, a sentence; null where nothing speaks against it. */
  readonly doubt: string | null
  /** Share of all pairs that the effect turns: |Δwin| × discordant pairs / pairs of the dataset. */
  readonly size: number
}

/** The side that shows a lesson, and which evidence bears it out or speaks against it. */
export const sidesOf = (direction: Lesson['direction']) =>
  direction === 'more'
    ? ({ side: 'chosen', supports: 'for', exceptions: 'against' } as const)
    : ({ side: 'rejected', supports: 'against', exceptions: 'for' } as const)
