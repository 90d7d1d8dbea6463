import { describe, expect, it } from 'vitest'
import { readJudged, readSides, type SidesReading, valueSet } from '../../../src/core/parse/label-sets.ts'
import { labelText, majority, matcher, winnerBy } from '../../../src/core/parse/labels.ts'

describe('labels', () => {
  it('read alike however they are written', () => {
    expect([1, '1', ' 1.0 ', '01'].map(labelText)).toEqual(['1', '1', '1', '1'])
    expect([true, 'True', 'TRUE'].map(labelText)).toEqual(['true', 'true', 'true'])
    expect([undefined, null, {}, ''].map(labelText)).toEqual(['', '', '', ''])
  })

  it('by value know ties and what is unknown', () => {
    const judge = winnerBy({ aWins: ['model_a'], bWins: ['model_b'], ties: ['tie'] })
    expect(['model_a', 'model_b', 'tie', 'other', ''].map(judge)).toEqual([
      'a',
      'b',
      'tie',
      'unknown',
      'unknown',
    ])
  })

  it('match ranges of numbers, single values first', () => {
    const judge = winnerBy({ aWins: ['1 to 1.5'], bWins: ['1.5 to 2'], ties: ['1.5', '0'] })
    const winners = ['1', '1.2', '1.5', '1.9', '2', '0', '3', ''].map(judge)
    expect(winners).toEqual(['a', 'a', 'tie', 'b', 'b', 'tie', 'unknown', 'unknown'])
    const low = matcher(['<= 2', '> 7'])
    expect(['2', '2.5', '7', '8', 'x'].map((label) => low(label) !== null)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
  })

  it('of several annotators follow the single most frequent vote', () => {
    expect(majority(['a', 'a', 'b'])).toBe('a')
    expect(majority(['b', 'tie', 'b'])).toBe('b')
    expect(majority(['a', 'tie', 'tie'])).toBe('tie')
    expect(majority(['a', 'b', 'tie'])).toBe('tie')
    expect(majority(['a', 'b', 'unknown'])).toBe('tie')
    expect(majority(['unknown'])).toBe('unknown')
  })
})

describe('a label between two responses', () => {
  const sides = (values: unknown[], label = 'label', a = 'response_a', b = 'response_b') => {
    const end = (name: string) => name.slice(name.lastIndexOf('_') + 1)
    return readSides(valueSet(values), { a, b, ends: [end(a), end(b)] }, label)
  }
  const shown = (read: SidesReading | null) => read && [read.aWins, read.bWins, read.ties]

  it('is certain where it names the responses', () => {
    const read = sides(['A', 'B', 'tie', 'both_bad'])
    expect(shown(read)).toEqual([['a'], ['b'], ['tie', 'both_bad']])
    expect(read!.certainty).toBeGreaterThan(0.9)
    expect(shown(sides(['model_a', 'model_b', 'tie (bothbad)']))).toEqual([
      ['model_a'],
      ['model_b'],
      ['tie (bothbad)'],
    ])
    expect(shown(sides(['response_b', 'response_a']))).toEqual([['response_a'], ['response_b'], []])
    expect(shown(sides(['left', 'right']))).toEqual([['left'], ['right'], []])
    expect(shown(sides(['A>>B', 'B>A', 'A=B']))).toEqual([['a>>b'], ['b>a'], ['a=b']])
  })

  it.each([
    ['1 and 2 stand for first and second', [1, 2], [['1'], ['2'], []]],
    [
      'a scale runs from the first to the second, its middle a tie',
      [1, 6, 3, 5, 2, 7, 4],
      [['1', '2', '3'], ['5', '6', '7'], ['4']],
    ],
    ['a scale has its middle where nobody chose it, too', [1, 2, 4, 5], [['1', '2'], ['4', '5'], []]],
    ['an even scale has no tie', [1, 2, 3, 4], [['1', '2'], ['3', '4'], []]],
    ['signs tell the sides', [-2, -1, 0, 1], [['-2', '-1'], ['1'], ['0', '0']]],
  ])('is guessed: %s', (_, values, wanted) => {
    const read = sides(values, 'preference')
    expect(shown(read)?.map((list) => [...new Set(list)])).toEqual(wanted.map((list) => [...new Set(list)]))
    expect(read!.certainty).toBeLessThan(0.75)
  })

  it('counts from 0 where the responses or the name do', () => {
    expect(shown(sides([0, 1], 'better_response_id', 'response_0', 'response_1'))).toEqual([['0'], ['1'], []])
    expect(shown(sides([0, 1], 'choice'))).toEqual([['0'], ['1'], []])
    expect(shown(sides([0, 1], 'label', 'output_1', 'output_2'))![0]).not.toEqual(
      shown(sides([0, 1], 'label', 'output_1', 'output_2'))![1],
    )
  })

  it('never has a value on both sides', () => {
    const pools = [
      [0, 1],
      [1, 2],
      [0, 1, 2],
      [-1, 0, 1],
      [1, 3, 5],
      ['a', 'b'],
      [true, false],
      ['x', 'y'],
      [0.1, 0.9, 0.5],
      ['tie', 0, 1],
    ]
    for (const pool of pools) {
      const read = sides(pool)
      const all = [...(read?.aWins ?? []), ...(read?.bWins ?? [])]
      expect(new Set(all).size).toBe(all.length)
    }
  })
})

describe('a label of one response', () => {
  const judged = (values: unknown[], label = 'label') => {
    const read = readJudged(valueSet(values), label)
    return read && [read.good, read.bad, read.neither, read.certainty >= 0.75]
  }

  it.each([
    ['flags', [0, 1], 'label', [['1'], ['0'], [], true]],
    ['flags as words', ['true', 'False'], 'label', [['true'], ['false'], [], true]],
    ['votes, of which 0 is none', [0, 1, -1], 'vote', [['1'], ['-1'], ['0'], true]],
    [
      'two numbers: the higher is good, and a person is asked',
      [1, 5],
      'rating',
      [['5'], ['1'], ['3'], false],
    ],
    ['0 to 3', [0, 1, 2, 3], 'rating', [['2', '3'], ['0', '1'], [], false]],
    ['stars', [2, 3, 4, 5], 'stars', [['4', '5'], ['2'], ['3'], false]],
    ['a name of which more is worse', [0, 1], 'toxic', [['0'], ['1'], [], false]],
    ['words', ['👍', 'thumbs_down', 'neutral'], 'feedback', [['👍'], ['thumbs_down'], ['neutral'], true]],
  ])('%s', (_, values, label, wanted) => {
    const read = judged(values, label)
    // What nobody chose need not be named.
    expect([read![0], read![1], read![3]]).toEqual([wanted[0], wanted[1], wanted[3]])
  })

  it('says nothing where no word is known', () => {
    expect(judged(['red', 'blue'])).toBeNull()
  })
})
