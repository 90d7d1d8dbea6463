import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/core/hypothesis.ts'
import { contextsHolding, narrowRows } from '../../../src/views/rows/narrow.ts'
import { rowId, tableRows } from '../../../src/views/rows/tableRow.ts'
import { row } from './rows.ts'

const scope = (id: string): Scope => ({ kind: 'prompt-cluster', id, label: `label of ${id}` })
const inside = (concept: string, id: string) => row({ id: concept }, { scope: scope(id) })
const rows = [inside('d:1', 'prompt:1'), inside('d:2', 'prompt:1'), inside('d:1', 'prompt:2')]
const nothing = { context: null, contexts: null, concepts: null }
const ids = (left: readonly { id: string }[]) => left.map(({ id }) => id)

describe('narrowing a table', () => {
  it('leaves every row without a lasso and without a context', () => {
    expect(narrowRows(rows, nothing)).toEqual(rows)
  })

  it('to a context leaves its rows, and leaves the overall table alone', () => {
    expect(ids(narrowRows(rows, { ...nothing, context: 'prompt:2' }))).toEqual([rowId('d:1', 'prompt:2')])
    expect(narrowRows([row({})], { ...nothing, context: 'prompt:2' })).toHaveLength(1)
  })

  it('to lassoed latents and lassoed contexts leaves rows that are in both', () => {
    const left = narrowRows(rows, {
      context: null,
      contexts: new Set(['prompt:1']),
      concepts: new Set(['d:1']),
    })
    expect(ids(left)).toEqual([rowId('d:1', 'prompt:1')])
  })
})

describe('contexts that hold a lasso', () => {
  const contexts = [['a', 'b'], ['a'], ...Array.from({ length: 18 }, () => ['a']), ['c']]

  it('are those with at least a tenth of its points, those that hold most first', () => {
    expect(contextsHolding({ contexts }, [...contexts.keys()])).toEqual(['a'])
    expect(contextsHolding({ contexts }, [0, 1, 20])).toEqual(['a', 'b', 'c'])
  })

  it('are none where nothing is lassoed', () => {
    expect(contextsHolding({ contexts }, [])).toEqual([])
  })
})

describe('rows of a table', () => {
  const authored = {
    verdicts: [
      {
        concept: 'd:1',
        scope: 'prompt:2',
        verdict: 'suppress' as const,
        strength: 1,
        protocol: 'offsets' as const,
        note: '',
      },
    ],
    names: { 'prompt:1': 'My own' },
    contexts: [],
    unintended: {},
  }

  it('carry the verdict of their own scope only', () => {
    const verdicts = tableRows([...rows, row({ id: 'd:1' })], authored).map(({ verdict }) => verdict)
    expect(verdicts).toEqual([null, null, 'suppress', null])
  })

  it('call a context as the person does', () => {
    const names = tableRows(rows, authored).map(({ scopeName }) => scopeName)
    expect(names).toEqual(['My own', 'My own', 'label of prompt:2'])
  })
})
