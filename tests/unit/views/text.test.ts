import { describe, expect, it } from 'vitest'
import { effectSentences } from '../../../src/views/evidence/effect.ts'
import { signalSentence } from '../../../src/core/hypotheses/explained-shares.ts'
import { duration, fixed, percent, points, probability, signed } from '../../../src/views/shared/format.ts'
import { visibleText } from '../../../src/views/shared/visibleText.ts'
import { row } from './rows.ts'

describe('visibleText', () => {
  it('writes out characters that hide or reorder text', () => {
    expect(visibleText('a\u202Eb\u0000c\u200Bd\u2066e\uFEFF')).toBe(
      'a‹U+202E›b‹U+0000›c‹U+200B›d‹U+2066›e‹U+FEFF›',
    )
  })

  it('leaves line breaks, tabs, joined emoji and right-to-left letters alone', () => {
    expect(visibleText('a\r\nb\tc 👩‍🚀 שלום')).toBe('a\nb\tc 👩‍🚀 שלום')
  })
})

describe('numbers', () => {
  it('have a true minus and a sign where a sign is meant', () => {
    expect(points(0.2412)).toBe('+24.1')
    expect(points(-0.2412)).toBe('−24.1')
    expect(points(-0.0001)).toBe('0.0')
    expect(signed(0, 2)).toBe('0.00')
    expect(signed(-0.004, 2)).toBe('0.00')
    expect(fixed(-0.004, 2)).toBe('0.00')
    expect(fixed(-0.006, 2)).toBe('−0.01')
  })

  it('never round something down to nothing or up to everything', () => {
    expect([0, 0.001, 0.42, 0.999, 1].map(percent)).toEqual(['0%', '<1%', '42%', '>99%', '100%'])
  })

  it('say a probability as precisely as it matters', () => {
    expect([0.00004, 0.0123, 0.34, 0.999].map(probability)).toEqual(['<.001', '.012', '.34', '1'])
  })

  it('say a duration roughly', () => {
    expect([2, 41, 130, 9000].map(duration)).toEqual([
      'a few seconds',
      'about 45 s',
      'about 2 min',
      'about 2.5 h',
    ])
  })
})

describe('effectSentences', () => {
  const sentencesOf = (change: object, measure = false) =>
    effectSentences(row({}, change).hypothesis, measure)

  it('say win rate, effect with length held fixed, and whether it is confirmed', () => {
    expect(sentencesOf({ winRate: 0.78, discordant: 412, deltaWin: 0.24, ciLow: 0.18, ciHigh: 0.3 })).toEqual(
      [
        'In pairs that differ in it, the response with it wins 78% (412 pairs).',
        'Length held fixed, it raises the chance of being chosen by 24 points (95% interval 18–30).',
        'Confirmed: both halves of the prompts show it, and chance alone does not explain it.',
      ],
    )
  })

  it('count good responses with the concept and without it where they are judged one by one', () => {
    const unpaired = {
      winRate: 0.83,
      winRateWithout: 0.61,
      discordant: 159,
      deltaWin: 0.21,
      ciLow: 0.13,
      ciHigh: 0.28,
    }
    expect(sentencesOf(unpaired).slice(0, 2)).toEqual([
      'Of the 159 responses with it 83% are judged good, of those without 61%.',
      'Length held fixed, it raises the chance of being judged good by 21 points (95% interval 13–28).',
    ])
    expect(sentencesOf(unpaired, true)[0]).toBe(
      'Of the 159 responses with more of it than the median 83% are judged good, of the others 61%.',
    )
  })

  it('turn the interval round where the concept leans rejected', () => {
    const [, adjusted] = sentencesOf({ deltaWin: -0.24, ciLow: -0.3, ciHigh: -0.18 })
    expect(adjusted).toBe(
      'Length held fixed, it lowers the chance of being chosen by 24 points (95% interval 18–30).',
    )
  })

  it('admit that an interval across zero may mean nothing', () => {
    const [, adjusted] = sentencesOf({ deltaWin: 0.01, ciLow: -0.05, ciHigh: 0.07 })
    expect(adjusted).toContain('by 1 point (95% interval −5.0 to +7.0, so there may be no effect)')
  })

  it('say nothing about a concept that no pair differs in', () => {
    expect(sentencesOf({ discordant: 0 })).toHaveLength(1)
  })

  it('speak of more where the concept is a measure', () => {
    expect(sentencesOf({}, true)[0]).toContain('the response with more of it wins')
  })
})

describe('signalSentence', () => {
  const summary = (length: number | null, concepts: number | null, hidden: number | null) =>
    signalSentence({ length, concepts, hidden, ceiling: hidden }, { chosen: 'chosen', rejected: 'rejected' })

  it('compares the concepts with length and with the full state', () => {
    expect(summary(0.61, 0.7, 0.72)).toContain('better than length alone')
    expect(summary(0.61, 0.7, 0.72)).toContain('2.0 points more')
    expect(summary(0.7, 0.7, 0.69)).toContain('no better than length alone')
    expect(summary(0.7, 0.7, 0.69)).toContain('adds nothing to them')
  })

  it('is silent until the concepts are measured', () => {
    expect(summary(0.6, null, null)).toBeNull()
  })
})
