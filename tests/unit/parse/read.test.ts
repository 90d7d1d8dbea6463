import { parquetWriteBuffer } from 'hyparquet-writer'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/core/parse/read.ts'
import { fixture, jsonl, open, refusal, utf8 } from './helpers.ts'

const row = { prompt: 'Größe?', chosen: 'Ja.', rejected: 'Nein.' }
const CSV = 'prompt,chosen,rejected\nGröße?,Ja.,Nein.\n'

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xfeff, littleEndian)
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i + 2, text.charCodeAt(i), littleEndian)
  return bytes
}

describe('readRows', () => {
  it.each([
    ['JSONL', 'jsonl', jsonl(row)],
    ['JSONL under a wrong name', 'jsonl', jsonl(row), 'data.csv'],
    ['JSONL with Windows line ends and blank lines', 'jsonl', utf8(`\r\n${JSON.stringify(row)}\r\n \r\n`)],
    ['JSONL after a byte order mark', 'jsonl', utf8(`\ufeff${JSON.stringify(row)}\n`)],
    ['a JSON list', 'json', utf8(JSON.stringify([row]))],
    ['a JSON list over several lines', 'json', utf8(JSON.stringify([row], null, 2))],
    ['a JSON list with an object a line', 'json', utf8(`[\n${JSON.stringify(row)}\n]`)],
    ['an object that holds a list', 'json', utf8(JSON.stringify({ version: 1, data: [row] }))],
    ['an object over several lines', 'json', utf8(JSON.stringify({ data: [row], note: 'x' }, null, 1))],
    ['CSV', 'csv', utf8(CSV)],
    ['CSV under a wrong name', 'csv', utf8(CSV), 'data.parquet'],
    ['CSV with Windows line ends', 'csv', utf8(`\ufeff${CSV.replaceAll('\n', '\r\n')}`)],
    ['CSV with semicolons', 'csv', utf8(CSV.replaceAll(',', ';'))],
    ['TSV', 'tsv', utf8(CSV.replaceAll(',', '\t'))],
    ['UTF-16, little end first', 'csv', utf16(CSV, true)],
    ['UTF-16, big end first', 'csv', utf16(CSV, false)],
    ['gzip', 'jsonl', gzipSync(jsonl(row))],
    [
      'gzip of several members',
      'csv',
      Buffer.concat([gzipSync('prompt,chosen,rejected\n'), gzipSync('Größe?,Ja.,Nein.')]),
    ],
  ] as [string, string, Uint8Array, string?][])('reads %s', async (_, kind, bytes, name = 'data') => {
    const rows = await readRows(name, bytes)
    expect(rows).toMatchObject({
      fileKind: kind,
      columns: ['prompt', 'chosen', 'rejected'],
      records: [row],
      bad: [],
    })
  })

  it('reads Zstandard with and without the size in its header', async () => {
    const plain = await readRows('hh.jsonl', fixture('hh.jsonl'))
    expect(await readRows('hh.jsonl.zst', fixture('hh.jsonl.zst'))).toEqual(plain)
    expect(await readRows('hh.jsonl.zst', fixture('hh-streamed.jsonl.zst'))).toEqual(plain)
    const twice = Buffer.concat([fixture('hh.jsonl.zst'), fixture('hh-streamed.jsonl.zst')])
    expect((await readRows('hh.jsonl.zst', twice)).records).toEqual([...plain.records, ...plain.records])
  })

  it('reads Parquet with text, messages, dates and 64-bit integers', async () => {
    const messages = [{ role: 'user', content: 'p' }]
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'prompt', data: [messages, messages], type: 'JSON' },
        { name: 'chosen', data: ['a', 'c'], type: 'STRING' },
        { name: 'rejected', data: ['b', null], type: 'STRING', nullable: true },
        { name: 'id', data: [7n, 2n ** 60n], type: 'INT64' },
        { name: 'time', data: [new Date(0), new Date(1)], type: 'TIMESTAMP' },
      ],
    })
    const { rows, parsed } = await open(new Uint8Array(bytes), 'data.parquet')
    expect(rows.fileKind).toBe('parquet')
    expect(rows.records[0]).toEqual({
      prompt: messages,
      chosen: 'a',
      rejected: 'b',
      id: 7,
      time: '1970-01-01T00:00:00.000Z',
    })
    expect(rows.records[1]?.id).toBe(2n ** 60n)
    expect(parsed.bad).toEqual([{ row: 2, reason: 'the rejected response is missing' }])
    expect(parsed.pairs.prompt).toEqual(['p'])
  })

  it('numbers rows that are not JSON or not objects and reads the rest', async () => {
    const { rows, parsed } = await open(jsonl('{"prompt": "p", "cho', row, '[1]', '7', '', row))
    expect(rows.records.map((record) => record !== null)).toEqual([false, true, false, false, true])
    expect(parsed.bad).toEqual([
      { row: 1, reason: 'the row is JSON that is cut short' },
      { row: 3, reason: 'the row is not an object' },
      { row: 4, reason: 'the row is not an object' },
    ])
    expect([...parsed.pairs.row]).toEqual([2, 5])
    expect(parsed.record(1)).toEqual(row)
  })

  it('reads one row of JSONL that holds lists of objects as a row', async () => {
    expect((await readRows('x.jsonl', fixture('openai.jsonl'))).records.length).toBe(2)
    const [line] = Buffer.from(fixture('openai.jsonl')).toString().split('\n')
    expect((await readRows('x.jsonl', utf8(line!))).records.length).toBe(1)
  })

  it('numbers repeated and empty names in a CSV header', async () => {
    const rows = await readRows('x.csv', utf8('prompt,chosen,chosen,\n1,2,3,4'))
    expect(rows.columns).toEqual(['prompt', 'chosen', 'chosen (2)', 'column 4'])
  })

  it('reports CSV rows of another length, and quotation marks that are never closed', async () => {
    const text = 'prompt,chosen,rejected\np,a\np,a,b\np,a,b,c\np,"a\n""x"", y",b,\np,"a,b\n'
    const { records, bad } = await readRows('x.csv', utf8(text))
    expect(records.map((record) => record?.chosen)).toEqual([
      undefined,
      'a',
      undefined,
      'a\n"x", y',
      undefined,
    ])
    expect(bad).toEqual([
      { row: 1, reason: 'the row has more or fewer fields than the header' },
      { row: 3, reason: 'the row has more or fewer fields than the header' },
      { row: 5, reason: 'the row has a quotation mark that is never closed, or one that is not doubled' },
    ])
  })

  it.each([
    ['The file is empty', utf8('')],
    ['The file is empty', utf8(' \n\r\n')],
    ['The file is empty', gzipSync('')],
    ['The file has no rows', utf8('[]')],
    ['The file has a header but no rows', utf8('prompt,chosen,rejected\n')],
    ['The file is a picture (PNG)', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)],
    ['The file is a ZIP archive that is damaged', utf8('PK\x03\x04 and so on')],
    ['The file is a PDF document', utf8('%PDF-1.7')],
    ['The file is a web page or XML', utf8('<!DOCTYPE html>\n<html><body>404, not found</body></html>')],
    ['The file is not text', Uint8Array.of(1, 2, 0, 3)],
    ['The file is text without columns', utf8('Dear all\nplease find attached')],
    ['The file begins like JSON but is not', utf8('[{"prompt": "p", "chosen": "a"')],
    ['The file is named as JSON but its rows are not', utf8('prompt, chosen\na, b'), 'x.jsonl.gz'],
    [
      'several lists whose columns differ: “train” (1 rows) and “test”',
      utf8('{"train": [{"a": 1}], "test": [{"b": 1}]}'),
    ],
    ['None of the file’s 2 rows can be read: the row is not an object', utf8('[1, 2]')],
    [
      'The file has no usable preference pair: in 1 of its 1 rows the two',
      jsonl({ ...row, chosen: 'Nein.' }),
    ],
    ['no two columns of text', jsonl({ text: 'hello', n: 1 })],
  ] as [string, Uint8Array, string?][])(
    'refuses with a sentence: %s',
    async (sentence, bytes, name = 'data') => {
      const message = await refusal(bytes, name)
      expect(message).toContain(sentence)
      expect(message).toMatch(/^[A-Z].*\.$/s)
    },
  )
})
