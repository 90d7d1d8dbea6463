import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../../src/core/parse/mapping.ts'
import { choiceOf, mappingOf, problemOf, swapped } from '../../../src/views/mapping/choice.ts'

const labelled: Mapping = {
  kind: 'labelled',
  prompt: 'q',
  a: 'x',
  b: 'y',
  label: 'w',
  aWins: ['1'],
  bWins: ['2'],
  ties: ['tie'],
}
const judged: Mapping = {
  kind: 'judged',
  prompt: 'q',
  response: 'r',
  label: 'stars',
  good: ['4', '5'],
  bad: ['1'],
}
const columns: Mapping = { kind: 'columns', prompt: null, chosen: 'good', rejected: 'bad' }

const scored: Mapping = {
  kind: 'scored',
  prompt: 'q',
  a: 'x',
  b: 'y',
  aScore: 'sa',
  bScore: 'sb',
  better: 'lower',
}
const ranked: Mapping = {
  kind: 'ranked',
  prompt: 'q',
  system: 's',
  answers: 'list',
  response: 'text',
  score: 'rank',
  better: 'lower',
  rule: 'best-worst',
}
const rows: Mapping = { kind: 'rows', prompt: 'q', response: 'r', score: 'stars', better: 'higher' }

describe('a mapping choice', () => {
  it.each([labelled, columns, judged, scored, ranked, rows])(
    'gives an untouched suggestion back as it was',
    (mapping) => {
      expect(mappingOf(choiceOf(mapping))).toEqual(mapping)
    },
  )

  it('exchanges the sides of every kind', () => {
    const other = (mapping: Mapping) => mappingOf(swapped(choiceOf(mapping)))
    expect(other(columns)).toMatchObject({ chosen: 'bad', rejected: 'good' })
    expect(other(labelled)).toMatchObject({ a: 'x', b: 'y', aWins: ['2'], bWins: ['1'] })
    expect(other({ ...labelled, names: ['m', 'n'] } as Mapping)).toMatchObject({
      a: 'x',
      b: 'y',
      names: ['n', 'm'],
    })
    expect(other(judged)).toMatchObject({ good: ['1'], bad: ['4', '5'] })
    expect(other(scored)).toMatchObject({ better: 'higher' })
    expect(other(ranked)).toMatchObject({ better: 'higher' })
  })

  it('keeps what it has no fields for', () => {
    const alpaca: Mapping = {
      ...columns,
      prompt: 'instruction',
      input: 'input',
      history: 'rounds',
      scores: ['s', 't'],
    }
    expect(mappingOf(choiceOf(alpaca))).toEqual(alpaca)
  })

  it('keeps the response columns when the kind is switched', () => {
    expect(mappingOf({ ...choiceOf(labelled), kind: 'columns' })).toEqual({
      kind: 'columns',
      prompt: 'q',
      chosen: 'x',
      rejected: 'y',
    })
  })

  it.each([
    [{ ...choiceOf(columns), chosen: '' }, 'both response columns'],
    [{ ...choiceOf(columns), rejected: 'good' }, 'two different columns'],
    [{ ...choiceOf(columns), prompt: 'bad' }, 'prompt cannot be'],
    [{ ...choiceOf(labelled), label: '' }, 'label column'],
    [{ ...choiceOf(labelled), label: 'x' }, 'column of its own'],
    [{ ...choiceOf(labelled), bWins: '' }, 'which label values'],
    [{ ...choiceOf(labelled), bWins: '2, 1' }, '1 stands twice'],
    [{ ...choiceOf(labelled), bWins: 'tie' }, 'tie stands twice'],
    [{ ...choiceOf(scored), bScore: '' }, 'score of either'],
    [{ ...choiceOf(scored), bScore: 'sa' }, 'columns of their own'],
    [{ ...choiceOf(ranked), answers: '' }, 'list of answers'],
    [{ ...choiceOf(ranked), rank: '' }, 'score or rank'],
    [{ ...choiceOf(rows), prompt: '' }, 'Choose the prompt'],
    [{ ...choiceOf(judged), response: 'q' }, 'cannot be the response'],
    [{ ...choiceOf(judged), label: 'r' }, 'column of its own'],
    [{ ...choiceOf(judged), bad: ' , ' }, 'mean good and bad'],
    [{ ...choiceOf(judged), bad: '1, 5' }, '5 cannot mean'],
  ])('says what still stops it', (choice, part) => {
    expect(problemOf(choice)).toContain(part)
    expect(mappingOf(choice)).toBeNull()
  })
})
