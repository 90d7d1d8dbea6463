import { describe, expect, it } from 'vitest'
import { patternTest, ruleId, testRuleContexts, type RuleContext } from '../../../src/core/contexts/rules.ts'
import { columnContexts, sharedShare } from '../../../src/core/workspace/context-rules.ts'
import type { DataColumn } from '../../../src/core/dataset/column-values.ts'
import { topical } from './topical.ts'

const column = (name: string, value: (i: number) => number, more: Partial<DataColumn> = {}): DataColumn => ({
  ...{ name, paths: [name], type: 'category', of: 'pair', outcome: false, missing: 0 },
  values: {
    kind: 'categories',
    codes: Uint16Array.from({ length: 120 }, (_, i) => value(i)),
    categories: ['red', 'green', 'blue'],
  },
  ...more,
})
const index = Uint32Array.from({ length: 120 }, (_, i) => i)

describe('columns', () => {
  it('make a context of every value that enough pairs have', () => {
    const found = columnContexts([column('colour', (i) => (i < 60 ? 0 : i < 110 ? 1 : 2))], index)
    expect(found.map(({ label, pairs }) => [label, pairs.length])).toEqual([
      ['colour: red', 60],
      ['colour: green', 50],
    ])
  })

  it('make none where they say which response is better, or are of responses', () => {
    const halves = (i: number) => i % 2
    expect(columnContexts([column('winner', halves, { outcome: true })], index)).toEqual([])
    expect(columnContexts([column('model', halves, { of: 'response' })], index)).toEqual([])
  })

  it('make one context of what two of them say', () => {
    const halves = (i: number) => i % 2
    expect(columnContexts([column('a', halves), column('b', halves)], index)).toHaveLength(2)
    expect(sharedShare(Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4, 5))).toBe(0.4)
  })
})

describe('patterns', () => {
  it('are searched for, letters of either case alike', () => {
    const test = patternTest('bak(e|ing)')
    expect([test('How do I BAKE this?'), test('boil it')]).toEqual([true, false])
    expect(patternTest('^how')('tell me how')).toBe(false)
  })

  it('take time in proportion to the text, whatever they are', () => {
    const start = performance.now()
    expect(patternTest('(a+)+$')(`${'a'.repeat(50_000)}b`)).toBe(false)
    // A backtracking engine would take longer than anybody waits.
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it.each(['(', '[a', '(?<=x)y', '  '])('that are none get a sentence: %s', (pattern) => {
    expect(() => patternTest(pattern)).toThrow(/no regular expression|empty/)
  })
})

it('a rule has the same id wherever it is made', () => {
  expect(ruleId({ kind: 'pattern', pattern: 'tax' })).toBe('pattern:tax')
  const selection = (rows: number[]) => ruleId({ kind: 'selection', rows })
  expect(selection([1, 2])).toBe(selection([1, 2]))
  expect(selection([1, 2])).not.toBe(selection([1, 3]))
})

it('contexts by rules are tested as one scope, and confirm what is taught in one of them', () => {
  const habits = [{ topic: 2, feature: 90, share: 0.4 }]
  const data = topical({ pairs: 600, topics: 5, features: 100, seed: 4, habits })
  const given = Array.from({ length: 5 }, (_, t): RuleContext => ({
    rule: { kind: 'column', column: 'topic', value: String(t) },
    label: `topic: ${t}`,
    pairs: Uint32Array.from(data.topic.keys()).filter((i) => data.topic[i] === t),
  }))
  const { contexts, hypotheses } = testRuleContexts(data, given)
  expect(contexts.map(({ id }) => id)).toEqual(given.map(({ rule }) => ruleId(rule)))
  const confirmed = hypotheses.filter((one) => one.confirmed)
  expect(confirmed.map(({ concept, scope }) => [concept, scope.label, scope.kind])).toEqual([
    ['d:90', 'topic: 2', 'column'],
  ])
})
