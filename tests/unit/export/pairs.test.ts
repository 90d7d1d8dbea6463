import { expect, test } from 'vitest'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import type { Conversation, DataFormat, SourcePairs } from '../../../src/core/source.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { utf8 } from '../parse/helpers.ts'
import type { FileKind, SourceRecord } from '../../../src/core/parse/rows.ts'

const offsets = Float64Array.of(0.1 + 0.2, 0, -1 / 3)
const values = { offsets, dropped: Uint8Array.of(0, 1, 0) }

function source(
  records: readonly SourceRecord[],
  conversation: (pair: number) => Conversation,
  fileKind: FileKind = 'jsonl',
): SourcePairs {
  const pairs = records.map((_, i) => ({
    prompt: `q${i}`,
    chosen: `good ${i}`,
    rejected: `bad ${i}`,
    row: 10 + i,
  }))
  return {
    pairs: pairTable(pairs),
    fileKind,
    sides: ['chosen', 'rejected'],
    cells: () => ['chosen', 'rejected'],
    swapped: () => false,
    record: (pair) => records[pair]!,
    conversation,
  }
}
const single = (i: number): Conversation => ({
  prompt: [{ role: 'user', content: `q${i}` }],
  chosen: [{ role: 'assistant', content: `good ${i}` }],
  rejected: [{ role: 'assistant', content: `bad ${i}` }],
})
/** As a file of messages gives it. */
const spoken = (i: number): Conversation => {
  const { prompt, chosen, rejected } = single(i)
  const opened = (turns: Conversation['prompt']) => turns.map((turn) => ({ ...turn, message: { ...turn } }))
  return { prompt: opened(prompt), chosen: opened(chosen), rejected: opened(rejected) }
}
const three = <T>(make: (i: number) => T): T[] => [0, 1, 2].map(make)
const text = (data: SourcePairs, format: DataFormat) =>
  new TextDecoder().decode(exportPairs(data, values, format).bytes())
const lines = (data: SourcePairs, format: DataFormat): Record<string, unknown>[] =>
  text(data, format)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const labelled = source(
  three((i) => ({
    id: i,
    response_b: `good ${i}`,
    question: `q${i}`,
    response_a: `bad ${i}`,
    label: 1,
    meta: { k: [i] },
  })),
  single,
)

test('input format keeps columns, order and types, adds three columns and leaves dropped rows out', () => {
  const rows = lines(labelled, 'input')
  expect(rows).toEqual(
    [0, 2].map((i) => ({
      ...labelled.record(i),
      whittle_offset: offsets[i],
      whittle_margin: -offsets[i]!,
      whittle_row: 10 + i,
    })),
  )
  expect(Object.keys(rows[0]!).slice(0, 3)).toEqual(['id', 'response_b', 'question'])
  expect(exportPairs(labelled, values, 'input')).toMatchObject({ extension: 'jsonl', kept: 2, dropped: 1 })
})

test('TRL DPO has prompt, chosen and rejected as text, the offset, and every original column', () => {
  expect(lines(labelled, 'trl-dpo')[1]).toEqual({
    prompt: 'q2',
    chosen: 'good 2',
    rejected: 'bad 2',
    offset: -1 / 3,
    ...labelled.record(2),
  })
})

test('TRL reward has the margin, minus the offset', () => {
  expect(lines(labelled, 'trl-reward').map((row) => row.margin)).toEqual([-(0.1 + 0.2), 1 / 3])
  expect(lines(labelled, 'trl-reward')[0]).not.toHaveProperty('offset')
})

test('messages stay messages, and columns that say the same again are not doubled', () => {
  const messages = source(
    three((i) => ({ ...single(i), score: i })),
    spoken,
  )
  expect(lines(messages, 'trl-dpo')[0]).toEqual({ ...single(0), offset: offsets[0], score: 0 })
})

test('a transcript of several turns becomes messages rather than a text with made-up speakers', () => {
  const talk = (i: number): Conversation => ({
    ...single(i),
    prompt: [
      { role: 'user', content: 'hello' },
      { role: 'assistant', content: 'yes?' },
      { role: 'user', content: `q${i}` },
    ],
  })
  const transcript = (answer: string) =>
    `\n\nHuman: hello\n\nAssistant: yes?\n\nHuman: q\n\nAssistant: ${answer}`
  const hh = source(
    three((i) => ({ chosen: transcript(`good ${i}`), rejected: transcript(`bad ${i}`) })),
    talk,
  )
  expect(lines(hh, 'trl-dpo')[0]).toEqual({ ...talk(0), offset: offsets[0] })
})

test('an original column whose name is taken is kept as original_NAME, in every row', () => {
  const clash = source(
    three((i) => ({ prompt: 'p-17', chosen: 'a', a: `good ${i}`, margin: 0.5, original_margin: 'x' })),
    single,
  )
  expect(lines(clash, 'trl-reward')[0]).toEqual({
    prompt: 'q0',
    chosen: 'good 0',
    rejected: 'bad 0',
    margin: -(0.1 + 0.2),
    original_prompt: 'p-17',
    original_chosen: 'a',
    a: 'good 0',
    original_original_margin: 0.5,
    original_margin: 'x',
  })
})

test('messages keep what they hold besides, and a column with more to it than messages stays beside them', () => {
  const message = (text: string) => ({ role: 'assistant', content: text, reasoning_content: 'r', score: 4 })
  const rich = source(
    three((i) => ({
      chosen: { messages: [message(`good ${i}`)], rating: 1 },
      rejected: [message(`bad ${i}`)],
    })),
    (i) => ({
      ...spoken(i),
      chosen: [{ role: 'assistant', content: `good ${i}`, message: message(`good ${i}`) }],
      rejected: [{ role: 'assistant', content: `bad ${i}`, message: message(`bad ${i}`) }],
    }),
  )
  const [row] = lines(rich, 'trl-dpo')
  expect(row).toMatchObject({
    chosen: [message('good 0')],
    rejected: [message('bad 0')],
    original_chosen: { messages: [message('good 0')], rating: 1 },
  })
  expect(row).not.toHaveProperty('original_rejected')
})

test('hostile columns and values come out as they went in, half characters as U+FFFD', () => {
  const hostile = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": "x", "n": "\\ud800\\u2028</script>"}',
  ) as SourceRecord
  const files = source([hostile, hostile, hostile], single)
  const [row] = lines(files, 'input')
  expect(Object.keys(row!)).toContain('__proto__')
  expect(row!.n).toBe('\ufffd\u2028</script>')
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('64-bit integers and bytes of Parquet become JSON', () => {
  const parquet = source(
    three(() => ({ id: 12n, big: 2n ** 60n, raw: Uint8Array.of(1, 2) })),
    single,
  )
  expect(lines(parquet, 'input')[0]).toMatchObject({ id: 12, raw: 'AQI=' })
  expect(text(parquet, 'input')).toContain('"big":1152921504606846976,')
})

test('a JSON document stays one array, also when every pair is dropped', () => {
  const document = { ...labelled, fileKind: 'json' as const }
  expect(JSON.parse(text(document, 'input'))).toHaveLength(2)
  const none = exportPairs(document, { offsets, dropped: Uint8Array.of(1, 1, 1) }, 'input')
  expect(JSON.parse(new TextDecoder().decode(none.bytes()))).toEqual([])
})

test('CSV stays CSV and reads back as it was; on demand it runs no formula', async () => {
  const cells = three((i) => ({
    id: `-${i + 1}`,
    chosen: `=HYPERLINK("x")`,
    rejected: `bad,\n"${i}"`,
    note: '@SUM(A1)',
  }))
  const table = source(cells, single, 'csv')
  const out = text(table, 'input')
  expect(exportPairs(table, values, 'input')).toMatchObject({ extension: 'csv', mime: 'text/csv' })
  const { columns, records } = await readRows('data.csv', utf8(out))
  expect(columns).toEqual([
    'id',
    'chosen',
    'rejected',
    'note',
    'whittle_offset',
    'whittle_margin',
    'whittle_row',
  ])
  expect(records).toEqual(
    [0, 2].map((i) => ({
      id: `-${i + 1}`,
      chosen: `=HYPERLINK("x")`,
      rejected: `bad,\n"${i}"`,
      note: '@SUM(A1)',
      whittle_offset: String(offsets[i]),
      whittle_margin: String(-offsets[i]!),
      whittle_row: String(10 + i),
    })),
  )
  const safe = exportPairs(table, values, 'input', 'csv', { spreadsheet: true })
  expect(safe.notes.join(' ')).toContain('has an apostrophe before it')
  const [first] = (await readRows('data.csv', safe.bytes())).records
  expect(first).toMatchObject({ id: '-1', chosen: `'=HYPERLINK("x")`, note: `'@SUM(A1)` })
})

test('TSV stays TSV', async () => {
  const table = source(
    three((i) => ({ id: String(i), chosen: `good\t${i}` })),
    single,
    'tsv',
  )
  expect(exportPairs(table, values, 'input').extension).toBe('tsv')
  const { fileKind, records } = await readRows('data.tsv', utf8(text(table, 'input')))
  expect(fileKind).toBe('tsv')
  expect(records[1]).toMatchObject({ id: '2', chosen: 'good\t2', whittle_row: '12' })
})

test('files of many rows are whole, in every kind', async () => {
  const many = (fileKind: FileKind): SourcePairs =>
    source(
      Array.from({ length: 1234 }, (_, i) => ({ i: String(i) })),
      single,
      fileKind,
    )
  const all = { offsets: new Float64Array(1234), dropped: new Uint8Array(1234) }
  const written = (kind: FileKind) => new TextDecoder().decode(exportPairs(many(kind), all, 'input').bytes())
  expect(written('jsonl').trimEnd().split('\n')).toHaveLength(1234)
  expect(JSON.parse(written('json'))).toHaveLength(1234)
  const { records } = await readRows('data.csv', utf8(written('csv')))
  expect(records.map((record) => Number(record!.i))).toEqual(Array.from({ length: 1234 }, (_, i) => i))
})
