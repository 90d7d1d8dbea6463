import { describe, expect, it } from 'vitest'
import { openDataset, type Dataset } from '../../../src/core/dataset/dataset.ts'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import { unchanged } from '../../../src/core/export/unchanged.ts'
import type { FileKind } from '../../../src/core/parse/rows.ts'
import { inspect } from '../../../src/core/dataset/inspect.ts'
import type { Turn } from '../../../src/core/parse/turns.ts'
import { type LayoutWriter, type Made, makeRows, WRITERS } from './random-layouts.ts'

/* Any layout survives being written, read and written again: `npm run unit -- tests/unit/cases/round-trip` */

const ROWS = 12
const SEEDS = [1, 2, 3]

const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

async function opened(name: string, bytes: Uint8Array): Promise<Dataset> {
  const found = await openDataset(name, bytes, '', null)
  if (found.kind === 'mapping') throw new Error(`asks: ${found.request.because}`)
  return found.dataset
}

const turns = (list: readonly Turn[]) => list.map(({ role, content }) => [role, content.trim()])

/** What a row should be read as. */
function wanted({ single }: LayoutWriter, { prompt, good, bad, side }: Made) {
  const said = (content: string) => [['assistant', content.trim()]]
  return {
    prompt: prompt.map(({ role, content }) => [role, content.trim()]),
    chosen: single && side === 1 ? [] : said(good),
    rejected: single && side === 0 ? [] : said(bad),
  }
}

const readBack = ({ pairs, conversation }: Dataset) =>
  Array.from({ length: pairs.length }, (_, pair) => {
    const { prompt, chosen, rejected } = conversation(pair)
    return { prompt: turns(prompt), chosen: turns(chosen), rejected: turns(rejected) }
  })

const written = (dataset: Dataset, kind: FileKind) =>
  exportPairs(dataset, { ...unchanged(dataset.pairs), undecided: true }, 'input', kind).bytes()

const title = ({ id }: LayoutWriter, i: number) =>
  `${id}${WRITERS.findIndex((one) => one.id === id) < i ? ', another way' : ''}`

describe('a layout that is written, read and written again', () => {
  WRITERS.forEach((writer, i) => {
    it(`is the same: ${title(writer, i)}`, async () => {
      for (const seed of SEEDS) {
        const made = makeRows(writer, 1000 * i + seed, ROWS)
        const text = jsonl(made.map((one) => writer.row(one)))
        const bytes = new TextEncoder().encode(text)
        expect((await inspect('x.jsonl', bytes)).format.id).toBe(writer.id)
        const dataset = await opened('x.jsonl', bytes)
        const read = readBack(dataset)
        const kept = made.filter(({ tie }) => !tie)
        const mine = writer.id === 'trl-lists' ? read.filter((_, pair) => pair % 2 === 0) : read
        expect(mine).toEqual(kept.map((one) => wanted(writer, one)))
        expect(dataset.ties).toHaveLength(made.length - kept.length)
        // Byte by byte: order of keys, numbers, escapes, ties in their places.
        if (!writer.own) expect(new TextDecoder().decode(written(dataset, 'jsonl'))).toBe(text)
        const kinds: readonly FileKind[] = ['jsonl', 'json', 'csv', 'parquet']
        for (const kind of kinds) {
          const again = await opened(`x.${kind}`, written(dataset, kind))
          expect([kind, readBack(again)]).toEqual([kind, read])
        }
      }
    })
  })
})
