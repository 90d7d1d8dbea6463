import type { Hypothesis } from '../../core/hypothesis.ts'
import type { VerdictKind } from '../../core/verdict.ts'
import { plural } from '../shared/format.ts'

/** What can be pressed: a verdict, or the verdict that makes the data say nothing about the concept. */
export type Press = VerdictKind | 'neutral'

type Lean = Pick<Hypothesis, 'winRate' | 'winRateWithout' | 'discordant'>

/** Where log-odds are cut off, so that a concept on one side only has a figure. */
const MOST = 0.99

/** Log-odds with which the response that has more of the concept is chosen. */
const logit = ({ winRate }: Lean): number => {
  const share = Math.min(MOST, Math.max(1 - MOST, winRate))
  return Math.log(share / (1 - share))
}

function odds(pull: number): string {
  const share = Math.round(100 / (1 + Math.exp(-pull)))
  return `${share} : ${100 - share}`
}

/** Where the pull ends at strength 1: one whole pull less, none, as it is, or one whole pull more. */
const endOf = (press: Press, pull: number): number => {
  switch (press) {
    case 'suppress':
      return pull - Math.abs(pull)
    case 'neutral':
      return 0
    case 'keep':
      return pull
    case 'amplify':
      return pull + Math.abs(pull)
  }
}

/** Where a press ends, "50 : 50", by `outcomeOf`'s measure; null for single responses. */
export const endsAt = (press: Press, lean: Lean): string | null =>
  lean.winRateWithout === undefined ? odds(endOf(press, logit(lean))) : null

/**
 * "favoured 71 : 29 → 50 : 50; 128 pairs differ": what pressing it comes to at strength 1, in the pairs that
 * differ in the concept; null for single responses.
 */
export function outcomeOf(press: Press, lean: Lean): string | null {
  if (lean.winRateWithout !== undefined) return null
  const pull = logit(lean)
  if (press === 'keep') return `favoured ${odds(pull)}, held as it is`
  return `favoured ${odds(pull)} → ${odds(endOf(press, pull))}; ${plural(lean.discordant, 'pair')} differ`
}

/**
 * The verdict that is neutral: less where the data favour the concept, more where they favour its absence.
 */
export const neutralKind = ({ winRate, winRateWithout = 0.5 }: Lean): VerdictKind =>
  winRate >= winRateWithout ? 'suppress' : 'amplify'
