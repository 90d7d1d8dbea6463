import { describe, expect, it } from 'vitest'
import { PROTOCOLS } from '../../../src/core/shape/protocols.ts'
import { againstSentence, suppressingWarning } from '../../../src/views/verdict/suppress-warning.ts'
import { row } from './rows.ts'

const disliked = { winRate: 0.31, discordant: 49, deltaWin: -0.2, ciLow: -0.3, ciHigh: -0.1 }

describe('suppressing what the data speak against', () => {
  it('is warned of with the figure, and only beyond doubt', () => {
    expect(suppressingWarning(row({}, disliked))).toBe(
      'The data already prefer the response without it: the one with it wins 31% of the 49 pairs that differ in it.',
    )
    expect(suppressingWarning(row({}, { ...disliked, ciHigh: 0.01 }))).toBeNull()
    expect(suppressingWarning(row({}, { ...disliked, ciLow: 0.1, ciHigh: 0.3 }))).toBeNull()
  })

  it('says shares of good responses where they are judged one by one', () => {
    const { hypothesis } = row({}, { ...disliked, winRateWithout: 0.6 })
    expect(againstSentence(hypothesis, false, false)).toBe(
      'The data already favour responses without it: of those with it 31% are good, of the others 60%.',
    )
  })

  it('says the effect with length held fixed where the win rate alone would say the opposite', () => {
    const { hypothesis } = row({}, { ...disliked, winRate: 0.55 })
    expect(againstSentence(hypothesis, false, true)).toBe(
      'Here the data already count against it: length held fixed, it lowers the chance of winning by 20 points.',
    )
  })

  it('tells protocols that strengthen the lean from those that undo it', () => {
    const outcome = Object.fromEntries(PROTOCOLS.map(({ id, against }) => [id, against?.outcome ?? '']))
    for (const id of ['offsets', 'drop', 'reweight', 'relabel'] as const)
      expect(outcome[id]).toMatch(/stronger/)
    for (const id of ['rewrite', 'mask'] as const) expect(outcome[id]).toMatch(/less .*than now/)
    expect(outcome['steer']).toBe('')
  })
})
