import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Inspection, inspect } from '../../../src/core/dataset/inspect.ts'

/* Containers and types (tests/fixtures/files/make.py): every column with its type, and its role if any. */

const read = (name: string): Promise<Inspection> =>
  inspect(name, readFileSync(new URL(`../../fixtures/files/${name}`, import.meta.url)))

const columnsOf = ({ columns }: Inspection) =>
  columns.map(({ name, type, role }) => [name, role === null ? type : `${type}, ${role}`].join(': '))

const TEXTS = ['prompt: text, prompt', 'chosen: text, chosen', 'rejected: text, rejected']

const TYPES = [
  ...['prompt: text, prompt', 'chosen: messages, chosen', 'rejected: messages, rejected'],
  ...['int32: integer', 'int64: integer', 'uint64: integer', 'int8: integer', 'uint32: integer'],
  ...['float32: number', 'float16: number', 'double: number', 'bool: boolean', 'binary: binary'],
  ...['fixed: binary', 'micros: date', 'nanos_utc: date', 'oslo: date', 'seconds: date', 'date: date'],
  ...['time: text', 'decimal: number', 'map: object', 'tags: list', 'category: category'],
  ...['large: text', 'images: list', 'nested: object'],
]

describe('the types of columns', () => {
  for (const name of ['types.parquet', 'types.arrow', 'types.arrows', 'lz4.feather', 'zstd.feather']) {
    it(`are told from the values of ${name}`, async () => {
      const found = await read(name)
      expect(found).toMatchObject({ rows: 5, pairs: 5, badRows: [], ask: null })
      // pyarrow writes no 16-bit numbers into Arrow files that JavaScript's reader takes.
      const wanted = name === 'types.parquet' ? TYPES : TYPES.filter((type) => !type.startsWith('float16'))
      expect(columnsOf(found)).toEqual(wanted)
    })
  }

  it('are told from the cells of a workbook', async () => {
    const found = await read('pairs.xlsx')
    expect(columnsOf(found)).toEqual([...TEXTS, 'score: number', 'ok: boolean', 'when: date'])
    expect(found.notes.join(' ')).toContain('“notes”')
  })
})

describe('the tables of pandas', () => {
  for (const orient of ['columns', 'index', 'split', 'table', 'records']) {
    it(`open with orient="${orient}"`, async () => {
      const found = await read(`${orient}.json`)
      expect(found).toMatchObject({ rows: 6, pairs: 6, ask: null })
      expect(columnsOf(found)).toEqual(orient === 'table' ? ['index: integer', ...TEXTS] : TEXTS)
    })
  }

  it('without names are asked about, the first column being the prompt', async () => {
    const found = await read('values.json')
    expect(found.ask).not.toBeNull()
    expect(columnsOf(found)).toEqual([
      'column 1: text, prompt',
      'column 2: text, chosen',
      'column 3: text, rejected',
    ])
  })
})

describe('archives', () => {
  for (const name of ['splits.zip', 'splits.tar', 'splits.tar.gz']) {
    it(`are one table with a column of splits: ${name}`, async () => {
      const found = await read(name)
      expect(found).toMatchObject({ rows: 8, pairs: 8, ask: null })
      expect(columnsOf(found)).toEqual([...TEXTS, 'split: category'])
      // Each once.
      expect(found.notes.filter((note) => note.includes('are read together'))).toHaveLength(1)
      expect(found.notes.join(' ')).toContain('README.md')
    })
  }

  it('of different tables are refused with what each holds', async () => {
    await expect(read('different.zip')).rejects.toThrow(/different columns.*train.jsonl.*other.csv/s)
  })
})
