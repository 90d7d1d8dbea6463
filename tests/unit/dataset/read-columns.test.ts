import { expect, test } from 'vitest'
import {
  contradicted,
  type DataColumn,
  MARGIN,
  MISSING,
  valueText,
} from '../../../src/core/dataset/column-values.ts'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import type { Mapping } from '../../../src/core/parse/mapping.ts'

async function columnsOf(rows: readonly object[], mapping: Mapping | null = null) {
  const text = rows.map((row) => JSON.stringify(row)).join('\n')
  const opened = await openDataset('rows.jsonl', new TextEncoder().encode(text), '0'.repeat(64), mapping)
  if (opened.kind === 'mapping') throw new Error('The file is asked about.')
  return opened.dataset
}

const pair = (i: number) => ({
  prompt: `Question ${i}`,
  chosen: `Good answer ${i}`,
  rejected: `Bad answer ${i}`,
})
const texts = (column: DataColumn, count: number) =>
  Array.from({ length: count }, (_, i) => valueText(column, i))

test('tells numbers, categories, dates, booleans and texts apart', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    ...pair(i),
    topic: i % 3 === 0 ? 'garden' : 'travel',
    length: i === 4 ? null : i / 2,
    when: `2024-01-${String(i + 1).padStart(2, '0')}`,
    safe: i % 2 === 0,
    note: `Something of its own about ${i}`,
    tags: ['a', String(i)],
  }))
  const columns = (await columnsOf(rows)).columns()
  expect(
    columns.map(({ name, type, of, missing, values }) => [name, type, of, missing, values.kind]),
  ).toEqual([
    ['topic', 'category', 'pair', 0, 'categories'],
    ['length', 'number', 'pair', 1, 'numbers'],
    ['when', 'date', 'pair', 0, 'numbers'],
    ['safe', 'boolean', 'pair', 0, 'categories'],
    ['note', 'text', 'pair', 0, 'other'],
    ['tags', 'list', 'pair', 0, 'other'],
  ])
  const [topic, length, when, , note, tags] = columns
  expect(topic!.values).toMatchObject({ categories: ['travel', 'garden'] })
  expect(texts(topic!, 3)).toEqual(['garden', 'travel', 'travel'])
  expect(texts(length!, 6)).toEqual(['0', '0.5', '1', '1.5', '', '2.5'])
  expect(valueText(when!, 1)).toBe('2024-01-02')
  expect(valueText(note!, 3)).toBe('Something of its own about 3')
  expect(valueText(tags!, 3)).toBe('["a","3"]')
})

test('indexes values by pair, not by row of the file', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ ...pair(i), topic: i % 2 === 0 ? 'x' : 'y' }))
  const dataset = await columnsOf(rows.map((row, i) => (i === 2 ? { ...row, chosen: null } : row)))
  expect(dataset.pairs.length).toBe(39)
  expect(texts(dataset.columns()[0]!, 4)).toEqual(['x', 'y', 'y', 'x'])
})

test('puts columns of the responses in the order chosen, rejected', async () => {
  const rows = Array.from({ length: 8 }, (_, i) => ({
    prompt: `Question ${i}`,
    model_a: 'falcon',
    model_b: i < 4 ? 'heron' : null,
    response_a: `An answer ${i}`,
    response_b: `Another answer ${i}`,
    winner: i % 2 === 0 ? 'model_a' : 'model_b',
  }))
  const columns = (await columnsOf(rows)).columns()
  const model = columns.find(({ name }) => name === 'model')!
  expect(model).toMatchObject({ of: 'response', paths: ['model_a', 'model_b'], missing: 4, outcome: false })
  // Pair 0 prefers a, pair 1 b.
  expect(texts(model, 4)).toEqual(['falcon', 'heron', 'heron', 'falcon'])
  expect(columns.find(({ name }) => name === 'winner')).toMatchObject({ of: 'pair', outcome: true })
})

test('reads what answers of a list say beside their responses', async () => {
  const rows = Array.from({ length: 6 }, (_, i) => ({
    source: 'own',
    instruction: `Question ${i}`,
    completions: [
      { model: 'm1', response: `Poor ${i}`, overall_score: 2 },
      { model: 'm2', response: `Fine ${i}`, overall_score: 9 },
    ],
  }))
  const dataset = await columnsOf(rows)
  const columns = dataset.columns()
  expect(columns.map(({ name, of }) => [name, of])).toEqual([
    [MARGIN, 'pair'],
    ['model', 'response'],
    ['overall_score', 'response'],
    ['source', 'pair'],
  ])
  expect(texts(columns[1]!, 2)).toEqual(['m2', 'm1'])
  expect(texts(columns[2]!, 2)).toEqual(['9', '2'])
  expect(columns[0]!.values).toEqual({ kind: 'numbers', numbers: new Float64Array(6).fill(7) })
})

test('looks into nests of fields, and nowhere into the responses', async () => {
  const rows = Array.from({ length: 6 }, (_, i) => ({
    prompt: `Question ${i}`,
    chosen: [{ role: 'assistant', content: `Good ${i}` }],
    rejected: [{ role: 'assistant', content: `Bad ${i}` }],
    meta: { lang: i % 2 ? 'en' : 'de', chosen_rating: i + 2, rejected_rating: i },
  }))
  const columns = (await columnsOf(rows)).columns()
  expect(columns.map(({ name, of }) => [name, of])).toEqual([
    [MARGIN, 'pair'],
    ['meta.rating', 'response'],
    ['meta.lang', 'pair'],
  ])
  expect(columns[1]).toMatchObject({ outcome: true })
  expect(texts(columns[1]!, 4)).toEqual(['2', '0', '3', '1'])
})

test('finds the pairs whose scores contradict their label', async () => {
  const rows = Array.from({ length: 6 }, (_, i) => ({ ...pair(i), score_chosen: 5, score_rejected: 3 + i }))
  const dataset = await columnsOf(rows)
  expect([...contradicted(dataset)]).toEqual([3, 4, 5])
  const margin = dataset.columns().find(({ name }) => name === MARGIN)!
  expect(margin).toMatchObject({ outcome: true, missing: 0 })
  expect(texts(margin, 3)).toEqual(['2', '1', '0'])
})

test('counts as missing what a column of numbers cannot hold, and keeps texts where there is much of it', async () => {
  const rows = (share: number) =>
    Array.from({ length: 1200 }, (_, i) => ({
      ...pair(i),
      size: i % 3 === 1 && i < share * 1200 ? `n/a ${i}` : i,
    }))
  const [few] = (await columnsOf(rows(0.03))).columns()
  expect(few).toMatchObject({ type: 'integer', missing: 12 })
  expect(valueText(few!, 1)).toBe('')
  // Every third row, so never one of the sample.
  const [many] = (await columnsOf(rows(1))).columns()
  expect(many!.type).toBe('text')
  expect(valueText(many!, 1)).toBe('n/a 1')
})

test('keeps a column of many names as categories, and one of many more as texts', async () => {
  const rows = (names: number) =>
    Array.from({ length: 3000 }, (_, i) => ({ ...pair(i), annotator: `person ${(i * 7) % names}` }))
  const [few] = (await columnsOf(rows(300))).columns()
  expect(few).toMatchObject({ type: 'category', values: { kind: 'categories' } })
  const [many] = (await columnsOf(rows(1500))).columns()
  expect(many).toMatchObject({ type: 'text', values: { kind: 'other' } })
})

test('marks a missing category', async () => {
  const rows = Array.from({ length: 6 }, (_, i) => ({ ...pair(i), ...(i > 1 ? { topic: 'x' } : {}) }))
  const [topic] = (await columnsOf(rows)).columns()
  expect(topic).toMatchObject({ missing: 2 })
  expect(topic!.values).toMatchObject({ codes: Uint16Array.of(MISSING, MISSING, 0, 0, 0, 0) })
})
