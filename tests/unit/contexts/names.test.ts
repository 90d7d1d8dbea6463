import { describe, expect, it } from 'vitest'
import { logOddsZ } from '../../../src/core/contexts/log-odds.ts'
import { contrastivePhrases, leadingFeatures, uniqueLabels } from '../../../src/core/contexts/names.ts'
import { golden } from './golden.ts'

it('has the log-odds z of NumPy', () => {
  const { inside, all, z } = golden.logOdds
  const total = all.reduce((sum, times) => sum + times, 0)
  const totalIn = inside.reduce((sum, times) => sum + times, 0)
  inside.forEach((times, w) => expect(logOddsZ(times, totalIn, all[w]!, total)).toBeCloseTo(z[w]!, 8))
})

describe('names of contexts', () => {
  const garden = Array.from({ length: 30 }, (_, i) => `How do I prune the apple tree in year ${i}?`)
  const money = Array.from({ length: 30 }, (_, i) => `How do I pay back the student loan in year ${i}?`)

  it('are what the prompts of one say and those of the others do not', () => {
    const [first, second] = contrastivePhrases([garden, money])
    expect(first!.join(' ')).toMatch(/prune|apple|tree/)
    expect(second!.join(' ')).toMatch(/loan|student|pay/)
    expect([...first!, ...second!]).not.toContain('year')
  })

  it('lead with the features that are commoner there', () => {
    const counts = [
      new Map([
        [0, 40],
        [1, 10],
      ]),
      new Map([
        [0, 10],
        [1, 40],
      ]),
    ]
    expect(leadingFeatures(counts, ['fruit', 'debt'])).toEqual([['fruit'], ['debt']])
  })

  it('are never given twice', () => {
    const labels = uniqueLabels([['a', 'b'], ['a', 'b'], ['a', 'b', 'c'], [], []], 2, 'Mixed')
    expect(labels).toEqual(['a, b', 'a, b (2)', 'a, b, c', 'Mixed', 'Mixed (2)'])
  })

  it('take text as it is, markup and all', () => {
    const hostile = Array.from(
      { length: 9 },
      (_, i) => `<img src=x onerror=alert(1)> __proto__ constructor ${i}`,
    )
    expect(contrastivePhrases([hostile, garden])[0]).toEqual(expect.arrayContaining(['constructor']))
  })
})
