import { describe, expect, it } from 'vitest'
import { logOddsZ } from '../../../src/core/contexts/log-odds.ts'
import { contrastivePhrases, leadingFeatures, uniqueLabels } from '../../../src/core/contexts/names.ts'
import { contentKeys } from '../../../src/core/contexts/order.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { golden } from './golden.ts'

it('has the log-odds z of NumPy', () => {
  const { inside, all, z } = golden.logOdds
  const total = all.reduce((sum, times) => sum + times, 0)
  const totalIn = inside.reduce((sum, times) => sum + times, 0)
  inside.forEach((times, w) => expect(logOddsZ(times, totalIn, all[w]!, total)).toBeCloseTo(z[w]!, 8))
})

interface Talk {
  readonly prompt: string
  readonly chosen?: string
  readonly rejected?: string
}

/** Phrases of contexts of which each has these pairs. */
function phrasesOf(...contexts: readonly (readonly Talk[])[]): string[][] {
  let row = 0
  const sets = contexts.map((talks) => Uint32Array.from(talks, () => row++))
  const pairs = contexts
    .flat()
    .map(({ prompt, chosen = '', rejected = '' }, i) => ({ prompt, chosen, rejected, row: i + 1 }))
  const table = pairTable(pairs)
  return contrastivePhrases(table, contentKeys(table), sets)
}

describe('names of contexts', () => {
  const garden = Array.from({ length: 30 }, (_, i) => ({
    prompt: `How do I prune the apple tree in year ${i}?`,
  }))
  const money = Array.from({ length: 30 }, (_, i) => ({
    prompt: `How do I pay back the student loan in year ${i}?`,
  }))

  it('are what the prompts of one say and those of the others do not', () => {
    const [first, second] = phrasesOf(garden, money)
    expect(first!.join(' ')).toMatch(/prune|apple|tree/)
    expect(second!.join(' ')).toMatch(/loan|student|pay/)
    expect([...first!, ...second!]).not.toContain('year')
  })

  it('prefer what the responses go on about, whichever was chosen, but say nothing that no prompt says', () => {
    const prompts = [
      'Any tips for roses this week?',
      'Roses look sad this week',
      'Is it warm enough this week?',
    ]
    const answer = 'Roses want compost. Water your roses.'
    const asked = Array.from({ length: 30 }, (_, i) => ({ prompt: `${prompts[i % 3]!} ${i}` }))
    const said = (side: 'chosen' | 'rejected') =>
      phrasesOf(
        asked.map((own) => ({ ...own, [side]: answer })),
        money,
      )[0]!
    expect(said('chosen')[0]).toBe('roses')
    expect(said('rejected')).toEqual(said('chosen'))
    expect(said('chosen')).not.toContain('compost')
  })

  it('count singular and plural as one, and say what is said most', () => {
    const asked = ['Which pot?', 'Which pots?', 'What pots?'].map((prompt) => ({ prompt }))
    expect(phrasesOf([...asked, { prompt: 'Which grass?' }, { prompt: 'What grass?' }], money)[0]).toEqual([
      'pots',
      'grass',
    ])
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
    const hostile = Array.from({ length: 9 }, (_, i) => ({
      prompt: `<img src=x onerror=alert(1)> __proto__ constructor ${i}`,
    }))
    expect(phrasesOf(hostile, garden)[0]).toEqual(expect.arrayContaining(['constructor']))
  })
})
