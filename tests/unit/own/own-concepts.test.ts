import { describe, expect, it } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import { checkDefinitions, readDefinitions } from '../../../src/core/own/definition.ts'
import { ownColumns, ruleColumn } from '../../../src/core/own/own-features.ts'
import { foldsOf } from '../../../src/core/own/probe/fit-probe.ts'
import { aurocInterval, bestThreshold, wilson } from '../../../src/core/own/probe/quality.ts'
import { compileRule } from '../../../src/core/own/rule.ts'
import { emptyUnitStates, projectUnits, readUnitState, setUnitState } from '../../../src/core/unit-states.ts'

const rule = (id: string, pattern: string) => ({ id, label: id, kind: 'rule' as const, pattern })
const compose = (id: string, any: string[], without: string[] = []) => ({
  ...{ id, label: id, kind: 'compose' as const, any, without },
})

describe('definitions', () => {
  it.each([
    ['nonsense', 'f.json is not JSON'],
    ['{}', 'f.json is no list of concepts'],
    ['[{"id":"a","label":"A","kind":"magic"}]', 'Concept 1 (“a”) has the kind "magic"'],
    ['[{"id":"s:bold","label":"A","kind":"rule","pattern":"x"}]', 'needs an id of at most 80 letters'],
    ['[{"id":"a","label":" ","kind":"rule","pattern":"x"}]', 'needs a label'],
    ['[{"id":"a","label":"A","kind":"rule"}]', 'needs either "pattern" or "phrases"'],
    [
      '[{"id":"a","label":"A","kind":"compose","any":["b"],"without":["b"]}]',
      'both in "any" and in "without"',
    ],
    ['[{"id":"a","label":"A","kind":"compose","any":["a"]}]', 'composed of itself'],
    [
      '[{"id":"a","label":"A","kind":"examples","positive":["x","y"],"negative":["x","z"]}]',
      'both as a positive',
    ],
  ])('refuses %s in a sentence', (text, sentence) => {
    expect(() => readDefinitions(text, 'f.json')).toThrow(sentence)
  })

  it('refuses two of one id', () => {
    expect(() => checkDefinitions([rule('a', 'x'), rule('a', 'y')])).toThrow('Two concepts have the id “a”')
  })
})

describe('rules', () => {
  it('finds places in characters of the text, after an emoji too', () => {
    expect(compileRule({ id: 'r', pattern: '(?i)goblins?' })('😀 Goblins!')).toEqual([[3, 10]])
  })

  it('takes linear time for a pattern that explodes elsewhere', () => {
    expect(compileRule({ id: 'r', pattern: '(a+)+$' })(`${'a'.repeat(20_000)}!`)).toEqual([])
  })

  it('refuses what cannot be matched in linear time', () => {
    expect(() => compileRule({ id: 'r', pattern: '(?=a)b' })).toThrow('no regular expression')
  })

  it('matches phrases as words', () => {
    expect(compileRule({ id: 'r', phrases: ['Thank You'] })('thank  you, thank yours')).toEqual([[0, 10]])
  })

  it('counts as log(1 + occurrences)', () => {
    const { span, value } = ruleColumn(rule('r', '!'), ['a!', 'b', 'c!!!'])
    expect([...span]).toEqual([0, 2])
    expect(value[1]).toBeCloseTo(Math.log(4), 6)
  })
})

it('composes a merge and a difference', () => {
  const texts = ['a', 'b', 'a b', 'c']
  const definitions = [
    rule('a', 'a'),
    rule('b', 'b'),
    compose('either', ['a', 'b']),
    compose('only', ['a'], ['b']),
  ]
  const empty = { ...{ spans: 4, features: 0, indptr: new Uint32Array(5), units: new Uint32Array(4) } }
  const none = { ...empty, feature: new Uint32Array(0), max: new Float32Array(0), count: new Uint32Array(0) }
  const found = ownColumns({
    members: new Map(definitions.map((definition) => [definition.id, { definition, probe: null }])),
    units: null,
    columns: featureColumns([none]),
    features: () => undefined,
    read: (one) => (one.kind === 'rule' ? ruleColumn(one, texts) : null),
  })
  expect([...found.get('either')!.span]).toEqual([0, 1, 2])
  expect([...found.get('only')!.span]).toEqual([0])
})

describe('quality', () => {
  it('has Wilson’s interval', () => {
    // statsmodels: proportion_confint(8, 10, method="wilson")
    const { low, high } = wilson(8, 10)
    expect(low).toBeCloseTo(0.4901625, 6)
    expect(high).toBeCloseTo(0.9433178, 6)
  })

  it('does not claim certainty where all examples are told apart', () => {
    const { low, high } = aurocInterval(1, 10, 10)
    expect(high).toBe(1)
    expect(low).toBeGreaterThan(0.7)
    expect(low).toBeLessThan(0.9)
  })

  it('puts the threshold where few responses of the data are above', () => {
    const held = { score: Float64Array.of(1, 3, 4, 5, 0), label: Uint8Array.of(1, 1, 1, 1, 0) }
    const background = Float64Array.from({ length: 100 }, (_, k) => k / 40)
    expect(bestThreshold(held, background).threshold).toBe(3)
  })

  it('keeps groups in one fold, and both labels in each', () => {
    const group = Uint32Array.of(0, 0, 1, 2, 3, 4, 5, 5)
    const label = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0)
    const fold = foldsOf(group, label)
    expect(fold[0]).toBe(fold[1])
    expect(fold[6]).toBe(fold[7])
    for (const f of new Set(fold)) {
      expect(label.filter((_, t) => fold[t] === f)).toContain(1)
      expect(label.filter((_, t) => fold[t] === f)).toContain(0)
    }
  })
})

it('keeps the state of a unit to half a step', () => {
  const states = emptyUnitStates(2, 5)
  const state = Float32Array.of(0.5, -1, 0.25, 0.01, 0)
  setUnitState(states, 1, state)
  const read = new Float64Array(5)
  readUnitState(states, 1, 5, read)
  read.forEach((one, d) => expect(Math.abs(one - state[d]!)).toBeLessThanOrEqual(1 / 254 + 1e-6))
  const direction = Float64Array.of(1, 2, 3, 4, 5)
  const product = read.reduce((sum, one, d) => sum + one * direction[d]!, 0)
  expect(projectUnits(states, direction, 1, 2)[0]).toBeCloseTo(product, 5)
})
