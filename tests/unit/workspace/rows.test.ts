import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { pairChanges, queryRows, type RowQuery } from '../../../src/core/workspace/row-query.ts'
import { badRecords, columnsPage, rowLines, rowPage } from '../../../src/core/workspace/row-view.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { openBytes } from '../export/world.ts'

const file = (name: string) => readFileSync(new URL(`../../../public/${name}`, import.meta.url))
const json = (name: string) => JSON.parse(file(name).toString()) as unknown
const dictionary = parseDictionary(
  file('dictionary/dictionary.safetensors'),
  json('dictionary/features.json'),
  json('dictionary/families.json'),
  'd'.repeat(64),
)

/** The first pairs of the example, with scores, a row without an answer, and a conversation. */
const PAIRS = 120
interface Row {
  prompt: string
  chosen: string
  rejected: string
}
const lines = file('example/preferences.jsonl').toString().split('\n').slice(0, PAIRS)
const rows = lines.map((line, i) => {
  const { prompt, chosen, rejected } = JSON.parse(line) as Row
  const answered = i === 7 ? '' : chosen
  return { prompt, chosen: answered, rejected, score_chosen: i % 5, score_rejected: 2, level: i % 4 }
})
const text = rows.map((row) => JSON.stringify(row)).join('\n')
const workspace = new Workspace(await openBytes(new TextEncoder().encode(text), 'rows.jsonl'), dictionary)
workspace.analyse(1)
const { pairs } = workspace

const all: RowQuery = { conditions: [], search: '', concept: null, change: null, sort: null }
const query = (change: Partial<RowQuery>, verdicts: readonly Verdict[] = []) => [
  ...queryRows(workspace, { ...all, ...change }, verdicts),
]
const verdict: Verdict = {
  ...{ concept: 's:bold', scope: 'overall', verdict: 'suppress', strength: 1, protocol: 'drop', note: '' },
}

test('lists every pair in the order of the file', () => {
  expect(query({})).toEqual(Array.from({ length: PAIRS - 1 }, (_, i) => i))
})

test('orders by columns, lengths and rows, missing values last', () => {
  const margins = workspace.dataset.margins!
  const byMargin = query({ sort: { by: 'score margin', descending: false } })
  expect(byMargin.map((pair) => margins[pair])).toEqual([...margins].sort((a, b) => a - b))
  expect(query({ sort: { by: 'row', descending: true } })[0]).toBe(PAIRS - 2)
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length
  const difference = (pair: number) => words(pairs.chosen[pair]!) - words(pairs.rejected[pair]!)
  const byLength = query({ sort: { by: 'length', descending: true } }).map(difference)
  expect(byLength).toEqual(byLength.toSorted((a, b) => b - a))
})

test('finds where a concept is', () => {
  const has = (text: string) => /\*\*\S.*?\*\*/.test(text)
  const where = (place: NonNullable<RowQuery['concept']>['place']) =>
    query({ concept: { id: 's:bold', place } })
  const of = (test: (chosen: boolean, rejected: boolean) => boolean) =>
    query({}).filter((pair) => test(has(pairs.chosen[pair]!), has(pairs.rejected[pair]!)))
  expect(where('chosen')).toEqual(of((chosen) => chosen))
  expect(where('rejected')).toEqual(of((_, rejected) => rejected))
  expect(where('both')).toEqual(of((chosen, rejected) => chosen && rejected))
  expect(where('neither')).toEqual(of((chosen, rejected) => !chosen && !rejected))
  expect(where('either').length).toBeGreaterThan(5)
  for (const pair of where('differs')) expect(where('either')).toContain(pair)
})

test('finds what decisions change', () => {
  expect(query({ change: 'any' })).toEqual([])
  const dropped = query({ change: 'dropped' }, [verdict])
  const { dropped: marks } = workspace.shape([verdict])
  expect(dropped).toEqual([...marks.keys()].filter((pair) => marks[pair] === 1))
  expect(dropped.length).toBeGreaterThan(0)
  expect(query({ change: 'none' }, [verdict])).toHaveLength(pairs.length - dropped.length)
  const rewriting: Verdict = { ...verdict, protocol: 'rewrite' }
  const rewritten = query({ change: 'rewritten' }, [rewriting])
  expect(rewritten.length).toBeGreaterThan(0)
  expect(query({ change: 'dropped' }, [rewriting])).toEqual([])
  expect(pairChanges(workspace, [rewriting])).toBe(pairChanges(workspace, [rewriting]))
  const [line] = rowLines(workspace, Uint32Array.of(rewritten[0]!), { columns: [], search: '' }, [rewriting])
  expect(line!.changes).toEqual(['rewritten'])
})

test('narrows evidence by the conditions', () => {
  const conditions = [{ column: 'level', values: ['2'] }]
  const found = new Set(query({ conditions }))
  const evidence = workspace.evidence('s:bold', 'overall', 'random', 100, 1, { conditions })
  expect(evidence.total).toBeGreaterThan(0)
  expect(evidence.total).toBeLessThan(workspace.evidence('s:bold', 'overall', 'random', 100, 1).total)
  for (const { pair } of evidence.pairs) expect(found.has(pair)).toBe(true)
})

test('cuts a line so that what was searched for is seen', () => {
  const searched = pairs.chosen[20]!.slice(-30).trim()
  expect(query({ search: searched.toUpperCase() })).toContain(20)
  const [line] = rowLines(
    workspace,
    Uint32Array.of(20),
    { columns: ['level', 'nowhere'], search: searched },
    [],
  )
  expect(line!.chosen.replace(/\s+/g, ' ')).toContain(searched.replace(/\s+/g, ' '))
  expect(line!.row).toBe(22)
  expect(line!.values).toEqual([['1'], ['']])
})

test('shows a pair whole, with its columns and the places of a concept', () => {
  const [bold] = query({ concept: { id: 's:bold', place: 'chosen' } })
  const page = rowPage(workspace, bold!, 's:bold', [])
  expect(page.prompt).toEqual([{ role: 'user', text: pairs.prompt[bold!] }])
  expect(page.chosen!.text).toBe(pairs.chosen[bold!])
  expect(page.chosen!.marks.length).toBeGreaterThan(0)
  expect(rowPage(workspace, bold!, null, []).chosen!.marks).toEqual([])
  expect(page.columns.map(({ name, of }) => [name, of])).toEqual([
    ['score margin', 'pair'],
    ['score', 'response'],
    ['level', 'pair'],
  ])
})

test('sums the columns up, and shows the rows that are left out', () => {
  const page = columnsPage(workspace)
  expect(page.columns.map(({ name }) => name)).toEqual(['score margin', 'score', 'level'])
  expect(page.contradicted).toBe(query({}).filter((pair) => workspace.dataset.margins![pair]! < 0).length)
  const [left] = workspace.dataset.info.badRows
  const [record] = badRecords(workspace, left!.reason)
  expect(record!.row).toBe(8)
  expect(record!.fields).toContainEqual(['level', '3'])
})
