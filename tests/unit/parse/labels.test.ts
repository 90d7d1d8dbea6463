import { describe, expect, it } from 'vitest'
import { between1And2, labelText, majority, named, oneHot, signed } from '../../../src/core/parse/labels.ts'

describe('labels', () => {
  it('read alike however they are written', () => {
    expect([1, '1', ' 1.0 ', '01'].map(labelText)).toEqual(['1', '1', '1', '1'])
    expect([true, 'True', 'TRUE'].map(labelText)).toEqual(['true', 'true', 'true'])
    expect([undefined, null, {}, ''].map(labelText)).toEqual(['', '', '', ''])
  })

  it('by value know ties and what is unknown', () => {
    const judge = named('w', { a: ['model_a'], b: ['model_b'], tie: ['tie'] })
    const winners = ['Model_A', 'model_b', 'tie', 'other', undefined].map((w) => judge({ w }))
    expect(winners).toEqual(['a', 'b', 'tie', 'unknown', 'unknown'])
  })

  it('by HelpSteer’s score prefer the first response when negative', () => {
    expect([-3, '-1', 0, 2, 'x'].map((s) => signed('s')({ s }))).toEqual(['a', 'a', 'tie', 'b', 'unknown'])
  })

  it('by AlpacaEval’s preference run from 1 to 2', () => {
    const judge = between1And2('p')
    const winners = [1, 1.2, 1.5, 1.9, 2, 0, 3, null].map((p) => judge({ p }))
    expect(winners).toEqual(['a', 'a', 'tie', 'b', 'b', 'tie', 'unknown', 'unknown'])
  })

  it('by annotators follow the single most frequent vote', () => {
    const judge = majority(['x', 'y', 'z'])
    const vote = (x: unknown, y: unknown, z: unknown) => judge({ x, y, z })
    expect([vote(1, 1, 2), vote(2, 0, 2), vote(1, 0, 0), vote(1, 2, 0), vote(1, null, null)]).toEqual([
      'a',
      'b',
      'tie',
      'tie',
      'a',
    ])
    expect(vote(undefined, 'x', 7)).toBe('unknown')
  })

  it('by a column an outcome take the one that holds', () => {
    const judge = oneHot('a', 'b', 't')
    expect(judge({ a: '1', b: '0', t: '0' })).toBe('a')
    expect(judge({ a: 0, b: 1, t: 0 })).toBe('b')
    expect(judge({ a: false, b: false, t: true })).toBe('tie')
    expect(judge({})).toBe('unknown')
  })
})
