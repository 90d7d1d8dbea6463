import type { Scope } from '../hypothesis.ts'

export type LessonKind = string

export interface Lesson {
  readonly id: string
  readonly sentence: string
  readonly concept: string
  readonly members: readonly string[]
  readonly direction: 'more' | 'less'
  readonly deltaWin: number
  readonly ciLow: number
  readonly ciHigh: number
  readonly certainty: 'confirmed' | 'likely'
  readonly scope: Scope
  readonly kind: LessonKind
  readonly unintended: string | null
  readonly pairs: number
  readonly winRate: number
}
