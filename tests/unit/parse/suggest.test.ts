import { describe, expect, it } from 'vitest'
import type { Mapping, PairMapping } from '../../../src/core/parse/mapping.ts'
import { CERTAIN, detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { pathsOf, valueAt, withValueAt } from '../../../src/core/parse/paths.ts'
import { toPairs } from '../../../src/core/parse/to-pairs.ts'
import { jsonl } from './helpers.ts'

const suggest = async (...records: unknown[]) => detect(await readRows('x', jsonl(...records))).mapping

describe('a suggestion', () => {
  it('goes by what columns are called', async () => {
    expect(await suggest({ id: 'x', question: 'p', preferred_text: 'a', dispreferred_text: 'b' })).toEqual({
      kind: 'columns',
      prompt: 'question',
      chosen: 'preferred_text',
      rejected: 'dispreferred_text',
    })
  })

  it('finds twins of columns and the label between them', async () => {
    const records = [
      { prompt: 'p', answer_1: 'a', answer_2: 'b', winner: 2 },
      { prompt: 'p', answer_1: 'a', answer_2: 'b', winner: 1 },
    ]
    expect(await suggest(...records)).toEqual({
      kind: 'labelled',
      prompt: 'prompt',
      a: 'answer_1',
      b: 'answer_2',
      label: 'winner',
      aWins: ['1'],
      bWins: ['2'],
      ties: [],
    })
  })

  it('finds one response with a label of few values, the upper half of a scale being good', async () => {
    const records = [1, 2, 3, 4, 5].map((quality) => ({
      ask: `p${quality}`,
      reply_text: `r${quality}`,
      quality,
    }))
    expect(await suggest(...records)).toEqual({
      kind: 'judged',
      prompt: 'ask',
      response: 'reply_text',
      label: 'quality',
      good: ['4', '5'],
      bad: ['1', '2'],
    })
  })

  it('looks inside columns', async () => {
    const data = { question: 'p', chosen: 'a', rejected: 'b' }
    expect(await suggest({ id: 1, data })).toEqual({
      kind: 'columns',
      prompt: 'data.question',
      chosen: 'data.chosen',
      rejected: 'data.rejected',
    })
  })

  it('falls back on the two longest columns of text, in the order of the file', async () => {
    const record = { topic: 'sky', text: 'a long answer', other: 'another long answer', n: 3 }
    expect(await suggest(record)).toEqual({
      kind: 'columns',
      prompt: null,
      chosen: 'text',
      rejected: 'other',
    })
  })

  it('comes with every detection, and asks where no layout is known', async () => {
    const rows = await readRows('x', jsonl({ question: 'p', better_one: 'a', worse_one: 'b' }))
    const detection = detect(rows)
    expect(detection.certainty).toBeLessThan(CERTAIN)
    expect(toPairs(rows, detection.mapping).pairs).toMatchObject({
      prompt: ['p'],
      chosen: ['a'],
      rejected: ['b'],
    })
  })
})

describe('a mapping', () => {
  it('reads labelled columns, with messages as well as text', async () => {
    const mapping: PairMapping = {
      kind: 'labelled',
      prompt: 'q',
      a: 'x',
      b: 'y',
      label: 'l',
      aWins: ['X'],
      bWins: ['Y'],
      ties: [],
    }
    const q = [{ from: 'human', value: 'p' }]
    const rows = await readRows(
      'x',
      jsonl(
        { q, x: 'one', y: 'two', l: 'y' },
        { q, x: 'one', y: 'two', l: 'x' },
        { q, x: 'one', y: 'two', l: 'z' },
      ),
    )
    const { pairs, bad, swapped } = toPairs(rows, mapping)
    expect(pairs).toMatchObject({ prompt: ['p', 'p'], chosen: ['two', 'one'], rejected: ['one', 'two'] })
    expect([swapped(0), swapped(1)]).toEqual([true, false])
    expect(bad).toEqual([{ row: 3, reason: 'the label is missing or names neither response' }])
  })

  it('names the column in the reasons of labelled rows', async () => {
    const mapping: PairMapping = {
      kind: 'labelled',
      prompt: null,
      a: 'x',
      b: 'y',
      label: 'l',
      aWins: ['1'],
      bWins: ['2'],
      ties: [],
    }
    const rows = await readRows('x', jsonl({ x: 'one', y: 'two', l: 1 }, { x: 'one', y: '', l: 1 }))
    expect(toPairs(rows, mapping).bad).toEqual([{ row: 2, reason: 'the response in “y” is empty' }])
  })

  it('reads single responses by the values of their label, the others being bad rows', async () => {
    const rows = await readRows(
      'x',
      jsonl(
        { say: { text: 'one' }, mark: 'Great' },
        { say: { text: 'two' }, mark: 'poor' },
        { say: { text: 'three' }, mark: 'fine' },
      ),
    )
    const mapping: Mapping = {
      kind: 'judged',
      prompt: null,
      response: 'say.text',
      label: 'mark',
      good: ['great'],
      bad: ['POOR'],
    }
    const { pairs, bad } = toPairs(rows, mapping)
    expect(pairs).toMatchObject({ chosen: ['one', ''], rejected: ['', 'two'], paired: false })
    expect(bad).toEqual([{ row: 3, reason: 'the label says neither good nor bad (no vote)' }])
  })

  it('reaches inside columns, a column of that very name first', async () => {
    const record = { 'data.chosen': 'outer', data: { chosen: 'inner', rejected: 'b', 'x.y': { z: 1 } } }
    expect(valueAt(record, 'data.chosen')).toBe('outer')
    expect(valueAt(record, 'data.rejected')).toBe('b')
    expect(valueAt(record, 'data.x.y.z')).toBe(1)
    expect(valueAt(record, 'data.constructor')).toBeUndefined()
    expect(withValueAt(record, 'data.x.y.z', 2)).toEqual({
      ...record,
      data: { ...record.data, 'x.y': { z: 2 } },
    })
    expect(pathsOf(['data'], [record])).toEqual(['data.chosen', 'data.rejected', 'data.x.y.z'])
    expect(pathsOf(['data'], [record, record, { data: 'text' }])[0]).toBe('data')
    expect(pathsOf(['data'], [{ data: { role: 'user', content: 'x' } }])).toEqual(['data'])
  })
})
