import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Inspection, inspect } from '../../../src/core/dataset/inspect.ts'
import { readMapping } from '../../../src/core/parse/mapping-file.ts'

/* Exports of annotation tools (tests/fixtures/annotations/make.py), each with its trap. */

const folder = new URL('../../fixtures/annotations/', import.meta.url)
const read = (name: string): Promise<Inspection> =>
  inspect(name, readFileSync(new URL(name, folder)), null, 9)

const GOOD = [
  'Lift it in early spring and loosen the roots.',
  'Salt slows the yeast and tightens the gluten.',
  'It is sorted by colour, crushed and melted.',
  'It comes from nursing and calms them.',
]
const BAD = [
  'Just pull it out whenever you like.',
  'Bread does not really need salt at all.',
  'Somebody takes the glass away, I think.',
  'Nobody can say why cats do that.',
]

const sides = ({ first }: Inspection) =>
  first.map((row) => ('chosen' in row ? [row.row, row.chosen, row.rejected] : []))
const pairsOf = (...rows: number[]) => rows.map((row) => [row, GOOD[row - 1], BAD[row - 1]])

describe('Argilla', () => {
  it('reads records of version 1, without answers that were discarded', async () => {
    const found = await read('argilla-1-records.jsonl')
    expect(found.ask).toBeNull()
    expect(found.format.id).toBe('argilla')
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
    expect(found.first[0]!.prompt).toBe('How do I repot a fig tree?')
  })

  it('reads columns of version 1; answers that share a rank are a tie', async () => {
    const found = await read('argilla-1-columns.jsonl')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 4))
    expect(found.notes).toContain('1 row is a tie and makes no pair; the data as it came keeps it.')
  })

  it('reads records of version 2 by the mean of several people’s ranks', async () => {
    const found = await read('argilla-2-records.json')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })

  it('reads flat records of version 2, whose status is a list beside the answers', async () => {
    const found = await read('argilla-2-flat.jsonl')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })

  it('asks before it takes what a model suggested and nobody answered', async () => {
    const found = await read('argilla-2-suggestions.jsonl')
    expect(found.ask!.because).toContain('Nobody answered “preference”')
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })

  it('compares two ratings by their means', async () => {
    const found = await read('argilla-2-ratings.jsonl')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })
})

describe('Label Studio', () => {
  it('asks which of two questions is meant, and does not count skipped annotations', async () => {
    const found = await read('label-studio-pairwise.json')
    expect(found.ask!.because).toContain('The answers to 2 questions could say which response is better')
    expect(found.ask!.suggestion).toMatchObject({
      label: 'annotations.*.result.*[from_name=better].value.selected',
    })
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })

  it('reads choices by the one control that names a side', async () => {
    const found = await read('label-studio-choices.json')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })

  it('reads an order of the items of a list', async () => {
    const found = await read('label-studio-ranker.json')
    expect(found.ask).toBeNull()
    expect(sides(found)).toEqual(pairsOf(1, 2, 3, 4))
  })
})

describe('PRISM conversations', () => {
  it('give a pair a turn: the chosen answer against the worst other, after the conversation as it went', async () => {
    const found = await read('prism-conversations.jsonl')
    expect(found.ask).toBeNull()
    expect(found).toMatchObject({ rows: 4, pairs: 6 })
    expect(found.badRows).toEqual([
      { reason: 'there is no other answer than the chosen one', count: 1, rows: [4] },
    ])
    // Its chosen answer has not the highest score: the person's choice counts.
    expect(sides(found)[4]).toEqual([5, GOOD[2], BAD[2]])
    expect(found.first[1]).toEqual({
      row: 2,
      prompt: `User: How do I repot a fig tree?\n\nAssistant: ${GOOD[0]!}\n\nUser: Please say more.`,
      chosen: 'Gladly: Wait for spring, then use a larger pot.',
      rejected: 'I cannot say more.',
    })
  })
})

describe('lists of answers in two columns', () => {
  const bytes = (...rows: unknown[]) =>
    new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const equal = { prompt: 'p', chosen: ['good 1', 'good 2'], rejected: ['bad 1', 'bad 2'] }

  it('are paired by place where they are as long as each other, and that is said', async () => {
    const found = await inspect('x.jsonl', bytes(equal))
    expect(found).toMatchObject({ rows: 1, pairs: 2, ask: null })
    expect(found.first.map((row) => 'chosen' in row && [row.chosen, row.rejected])).toEqual([
      ['good 1', 'bad 1'],
      ['good 2', 'bad 2'],
    ])
    expect(found.notes).toContain(
      'The responses are lists: a pair is each chosen answer and the rejected one at the same place. A row may give several pairs, so the 2 pairs have numbers of their own.',
    )
  })

  it('are paired each with each where they are not', async () => {
    const found = await inspect('x.jsonl', bytes(equal, { ...equal, rejected: ['bad 1'] }))
    expect(found.pairs).toBe(6)
  })

  it('are read by the rule of the mapping', async () => {
    const mapping = readMapping(
      '{"kind": "columns", "prompt": "prompt", "chosen": "chosen", "rejected": "rejected", "lists": "first"}',
    )
    expect((await inspect('x.jsonl', bytes(equal), mapping)).pairs).toBe(1)
  })

  it('say why a row gives no pair', async () => {
    const found = await inspect('x.jsonl', bytes(equal, equal, { ...equal, rejected: [] }))
    expect(found.badRows).toEqual([
      { reason: 'the list of rejected responses is empty', count: 1, rows: [3] },
    ])
  })
})
