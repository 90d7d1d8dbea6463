import { describe, expect, it } from 'vitest'
import type { Mapping } from '../../../src/core/parse/mapping.ts'
import { choiceOf, mappingOf, problemOf } from '../../../src/views/mapping/choice.ts'

const labelled: Mapping = {
  kind: 'labelled',
  prompt: 'q',
  a: 'x',
  b: 'y',
  label: 'w',
  aWins: '1',
  bWins: '2',
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

describe('a mapping choice', () => {
  it.each([labelled, columns, judged])('gives an untouched suggestion back as it was', (mapping) => {
    expect(mappingOf(choiceOf(mapping))).toEqual(mapping)
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
    [{ ...choiceOf(labelled), bWins: '1' }, 'different label values'],
    [{ ...choiceOf(judged), response: 'q' }, 'cannot be the response'],
    [{ ...choiceOf(judged), label: 'r' }, 'column of its own'],
    [{ ...choiceOf(judged), bad: ' , ' }, 'mean good and bad'],
    [{ ...choiceOf(judged), bad: '1, 5' }, '5 cannot mean'],
  ])('says what still stops it', (choice, part) => {
    expect(problemOf(choice)).toContain(part)
    expect(mappingOf(choice)).toBeNull()
  })
})
