import { expect, test } from 'vitest'
import type { Verdict } from '../../../src/core/verdict.ts'
import { initialState, noDecisions } from '../../../src/store/store.ts'
import { aimOf, standingOf } from '../../../src/views/decide/standing.ts'
import { neutralKind, outcomeOf } from '../../../src/views/verdict/outcomes.ts'

const liked = { winRate: 0.71, discordant: 128 }
const disliked = { winRate: 0.29, discordant: 10 }

test('each button says where the pull ends before it is pressed', () => {
  expect(outcomeOf('suppress', liked)).toBe('favoured 71 : 29 → 50 : 50; 128 pairs differ')
  expect(outcomeOf('amplify', liked)).toBe('favoured 71 : 29 → 86 : 14; 128 pairs differ')
  expect(outcomeOf('keep', liked)).toBe('favoured 71 : 29, held as it is')
  expect(outcomeOf('suppress', disliked)).toBe('favoured 29 : 71 → 14 : 86; 10 pairs differ')
  expect(outcomeOf('amplify', disliked)).toBe('favoured 29 : 71 → 50 : 50; 10 pairs differ')
  expect(outcomeOf('neutral', disliked)).toBe('favoured 29 : 71 → 50 : 50; 10 pairs differ')
  expect(outcomeOf('suppress', { winRate: 1, discordant: 5 })).toContain('favoured 99 : 1 → 50 : 50')
  expect(outcomeOf('suppress', { ...liked, winRateWithout: 0.5 })).toBeNull()
})

test('neutral is less of what is liked and more of what is not', () => {
  expect(neutralKind(liked)).toBe('suppress')
  expect(neutralKind(disliked)).toBe('amplify')
  expect(neutralKind({ ...liked, winRateWithout: 0.8 })).toBe('amplify')
})

const verdict: Verdict = {
  ...{ concept: 's:bold', scope: 'overall', verdict: 'suppress', strength: 1 },
  ...{ protocol: 'soft-labels', note: '' },
}
const interval = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 })
const state = (after: number, of = [verdict]) => ({
  authored: { ...noDecisions, verdicts: of },
  estimate: { verdicts: of, found: [{ concept: 's:bold', before: 1, after: 0.02 }] },
  proof: {
    ...{ kind: 'done' as const, verdicts: of },
    proof: { concepts: [{ concept: 's:bold', before: interval(1), after: interval(after) }] } as never,
  },
})

test('a decision is aimed at a share of the pull, whichever way that goes', () => {
  expect(aimOf(verdict, 1)).toBe(0)
  expect(aimOf({ ...verdict, verdict: 'amplify', strength: 0.5 }, 1)).toBe(1.5)
  expect(aimOf({ ...verdict, verdict: 'amplify' }, -1)).toBe(0)
  expect(aimOf({ ...verdict, verdict: 'keep' }, -1)).toBe(-1)
})

test('it is proved near its aim, not borne out elsewhere, and estimated before', () => {
  expect(standingOf(verdict, state(0.08)).light).toBe('proved')
  expect(standingOf(verdict, state(0.3))).toEqual({ light: 'failed', before: 1, after: 0.3 })
  const none = { proof: initialState.proof }
  expect(standingOf(verdict, { ...state(0), ...none })).toEqual({
    light: 'estimated',
    before: 1,
    after: 0.02,
  })
  expect(standingOf(verdict, { ...state(0), ...none, estimate: null }).light).toBe('waiting')
  // The decisions have changed since.
  const changed = { ...state(0), authored: { ...noDecisions, verdicts: [{ ...verdict }] } }
  expect(standingOf(verdict, changed).light).toBe('waiting')
  expect(standingOf({ ...verdict, protocol: 'steer' }, state(0)).light).toBe('unproven')
})
