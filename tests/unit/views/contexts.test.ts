import { describe, expect, it } from 'vitest'
import { detectableSentence, leaningInside } from '../../../src/views/contexts/words.ts'
import { sideWords } from '../../../src/views/shared/words.ts'
import { row } from './rows.ts'

const context = {
  id: 'prompt:1',
  kind: 'prompt-cluster' as const,
  label: 'refund, order',
  description: '',
  prompts: [],
  phrases: [],
  families: [],
  size: 62,
  tests: 80,
  powered: 12,
  detectable: 0.204,
}

describe('the badge of a context', () => {
  it('names a side only where the interval leaves out zero', () => {
    const side = (ciLow: number, ciHigh: number) => leaningInside(row({}, { ciLow, ciHigh }).hypothesis)
    expect(side(0.01, 0.3)).toBe('chosen')
    expect(side(-0.3, -0.01)).toBe('rejected')
    expect(side(-0.01, 0.3)).toBe(null)
    expect(side(0, 0)).toBe(null)
  })
})

describe('what could have been seen', () => {
  it('is the smallest effect, rounded away from zero so that nothing is promised', () => {
    expect(detectableSentence(context, sideWords(null))).toContain('in 21 more of 100 pairs')
  })

  it('is told by good and bad where there are single responses', () => {
    expect(detectableSentence(context, sideWords({ paired: false }))).toContain(
      'on 21 more of 100 good responses',
    )
  })

  it('is said to be nothing where no effect would have been confirmed', () => {
    const sentence = detectableSentence({ ...context, powered: 0, detectable: null }, sideWords(null))
    expect(sentence).toContain('no effect of any size')
  })

  it('says when nothing was tested', () => {
    expect(
      detectableSentence({ ...context, tests: 0, powered: 0, detectable: null }, sideWords(null)),
    ).toMatch(/none was tested/)
  })
})
