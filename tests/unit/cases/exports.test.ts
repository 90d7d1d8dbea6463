import { describe, expect, it } from 'vitest'
import { jsonText } from '../../../src/core/parse/json-write.ts'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import { formatsOf } from '../../../src/core/export/formats/formats.ts'
import { unchanged } from '../../../src/core/export/unchanged.ts'
import { detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import type { SourceRows } from '../../../src/core/parse/rows.ts'
import { type Parsed, toPairs } from '../../../src/core/parse/to-pairs.ts'
import type { Turn } from '../../../src/core/parse/turns.ts'
import { CASES, caseBytes, EXPECTED, readCase, wrong } from './expected.ts'

const FORMATS = formatsOf('pairs')

interface Opened {
  readonly rows: SourceRows
  readonly parsed: Parsed
  readonly further: readonly string[]
}

async function open(name: string, bytes: Uint8Array): Promise<Opened> {
  const rows = await readRows(name, bytes)
  const { mapping } = detect(rows)
  const named = JSON.stringify(mapping)
  // A further column is none that the mapping names, and none that a layout of its own could mistake for its
  // own.
  const further = rows.columns.filter((column) => !named.includes(JSON.stringify(column).slice(1, -1)))
  return { rows, parsed: toPairs(rows, mapping), further }
}

const keysOf = (turns: readonly Turn[]): string[] =>
  turns.flatMap(({ message }) =>
    Object.entries(message ?? {}).flatMap(([key, value]) =>
      /^(role|from|content|value|type)$/.test(key) || value === null ? [] : [JSON.stringify(value)],
    ),
  )

const UNPAIRED: readonly string[] = ['kto', 'axolotl-kto', 'llamafactory-kto']
const TRIMMED: readonly string[] = ['axolotl', 'axolotl-reward', 'conversations']
/**
 * Layouts whose rows carry further columns of the file by which it is recognised as what it came from: they
 * are read back by their own columns alone.
 */
const OWN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'axolotl-reward': ['system', 'input', 'chosen', 'rejected'],
  'axolotl-kto': ['completion', 'label', 'tools'],
  'llamafactory-kto': ['conversations', 'label', 'system', 'tools'],
}
/**
 * One conversation is split after its last user turn, so that a tool's answer or the beginning of a response
 * that stands in the prompt is read as a part of the response.
 */
const endsInAnswer = ({ conversation, pairs }: Parsed): boolean =>
  Array.from(pairs.row.keys()).some((pair) => conversation(pair).prompt.at(-1)?.role !== 'user')
const HOLD_MESSAGES = ['input', 'trl-dpo', 'trl-reward', 'openrlhf', 'axolotl', 'openai']

async function check(source: Opened, name: string, format: (typeof FORMATS)[number]['id']): Promise<void> {
  const { parsed, rows } = source
  const { pairs } = parsed
  const made = exportPairs({ ...parsed, fileKind: rows.fileKind }, unchanged(pairs), format)
  expect(made.kept + made.refused.length).toBe(pairs.length)
  if (made.kept === 0) return
  const refused = new Set(made.refused.map(({ row }) => row))
  const kept = Array.from({ length: pairs.length }, (_, i) => i).filter((i) => !refused.has(pairs.row[i]!))
  const written = made.bytes()
  const own = OWN_COLUMNS[format]
  const lines = own ? new TextDecoder().decode(written).split('\n') : []
  const back = await open(`${name}.${made.extension}`, own ? withColumns(written, own) : written)
  const texts = ({ pairs: read }: Parsed, at: readonly number[]) =>
    at.map((i) => [read.prompt[i], read.chosen[i], read.rejected[i]])
  const all = Array.from({ length: back.parsed.pairs.length }, (_, i) => i)
  const split = UNPAIRED.includes(format) && pairs.paired
  const trimmed = TRIMMED.includes(format)
  const said = texts(parsed, kept).map((row) => (trimmed ? row.map((text) => text!.trim()) : row))
  const wanted = split
    ? said.flatMap(([prompt, chosen, rejected]) => [
        [prompt, chosen, ''],
        [prompt, '', rejected],
      ])
    : said
  // Rows of KTO have an order of their own.
  const inOrder = (list: typeof wanted) =>
    UNPAIRED.includes(format) ? list.toSorted((x, y) => (jsonText(x)! < jsonText(y)! ? -1 : 1)) : list
  expect(inOrder(texts(back.parsed, all))).toEqual(inOrder(wanted))
  if (UNPAIRED.includes(format)) return
  kept.forEach((pair, i) => {
    const out = own ? lines[i]! : jsonText(back.parsed.record(i))
    const { prompt, chosen, rejected } = parsed.conversation(pair)
    if (HOLD_MESSAGES.includes(format)) {
      for (const value of keysOf([...prompt, ...chosen, ...rejected])) expect(out).toContain(value)
    }
    const record = parsed.record(pair)
    for (const column of format === 'openai' ? [] : source.further) {
      if (column in record)
        expect([column, out.includes(jsonText(record[column]) ?? '')]).toEqual([column, true])
    }
  })
}

/** JSONL with some of its columns. */
function withColumns(bytes: Uint8Array, columns: readonly string[]): Uint8Array {
  const lines = new TextDecoder().decode(bytes).trim().split('\n')
  const some = lines.map((line) => {
    const row = Object.entries(JSON.parse(line) as Record<string, unknown>)
    return JSON.stringify(Object.fromEntries(row.filter(([name]) => columns.includes(name))))
  })
  return new TextEncoder().encode(`${some.join('\n')}\n`)
}

describe('every case that opens reads back from', () => {
  for (const { id } of FORMATS) {
    it(
      id,
      async () => {
        const failed: string[] = []
        for (const name of CASES) {
          const read = await readCase(name)
          if (typeof read === 'string' || wrong(name, read) !== null) continue
          const source = await open(name, caseBytes(name))
          if (id !== 'kto' && UNPAIRED.includes(id) && endsInAnswer(source.parsed)) continue
          if (!source.parsed.pairs.paired && id !== 'input' && !UNPAIRED.includes(id)) continue
          try {
            await check(source, name, id)
          } catch (error) {
            failed.push(`${name}: ${String(error).slice(0, 400)}`)
          }
        }
        expect(failed).toEqual([])
      },
      60_000,
    )
  }

  it('keeps what a case says that its export must keep', async () => {
    for (const [name, { export_must_contain: wanted }] of Object.entries(EXPECTED)) {
      if (wanted === undefined) continue
      const { parsed, rows } = await open(name, caseBytes(name))
      for (const format of ['input', 'trl-dpo'] as const) {
        const made = exportPairs({ ...parsed, fileKind: rows.fileKind }, unchanged(parsed.pairs), format)
        expect(new TextDecoder().decode(made.bytes())).toContain(wanted)
      }
    }
  })
})
