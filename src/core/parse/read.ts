import { asFile, isData, membersOf } from './archive.ts'
import { readCsv } from './csv.ts'
import { asUtf8, ENCODING_NAMES, type Encoding, encodingOf, isWindows1252, startsWith } from './encoding.ts'
import { looksLikeJson } from './json-head.ts'
import { readJson, readJsonLines } from './json.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import { putTogether, type Part } from './parts.ts'
import { listed, type SourceRows } from './rows.ts'
import { type Chunks, type DataFile, memoryFile, peeked, type Reading, refuse, tooLarge } from './source.ts'
import { decode, NOT_UTF8 } from './text.ts'
import { type Advance, type Content, unpacked } from './unpack.ts'

const HEAD = 2 ** 20

const QUIET: Reading = { progress: () => undefined, room: MAX_FILE_BYTES }

/** Reads one file in memory; see `readFiles`. @param name only its ending is looked at */
export const readRows = (name: string, bytes: Uint8Array): Promise<SourceRows> =>
  readFiles([memoryFile(name, bytes)])

/**
 * Reads files into rows: JSONL, JSON, CSV, TSV, Parquet, Arrow and .xlsx, plain or packed with gzip or
 * Zstandard, alone or in a zip or tar archive, told apart by what is in them first and by their names second.
 * Several with the same columns are put together in the order of their names.
 * @param only names of the parts to read, where `DifferentParts` was thrown before
 * @throws WhittleError 'bad-file' when nothing can be read, with a sentence that says what it seems to be
 * @throws DifferentParts when there are several whose columns differ
 */
export async function readFiles(
  files: readonly DataFile[],
  reading: Reading = QUIET,
  only: readonly string[] | null = null,
): Promise<SourceRows> {
  const advance = counter(files, reading)
  const parts: Part[] = []
  const beside: string[] = []
  const several = files.length > 1
  for (const file of [...files].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
    if (several && !isData(file.name) && !isPacked(file.name)) {
      beside.push(file.name)
      continue
    }
    for (const content of await contentsOf(file, reading, beside)) {
      if (only && !only.includes(content.name)) continue
      parts.push({ name: content.name, rows: await readContent(content, reading, advance) })
    }
  }
  if (parts.length === 0) throw refuse(noData(beside))
  const rows = putTogether(parts, beside)
  if (rows.records.length === 0) throw refuse('The file has no rows')
  if (rows.columns.length === 0 && rows.bad.length < rows.records.length)
    throw refuse('The rows have no fields')
  if (rows.records.every((record) => record === null)) {
    throw refuse(`None of the file’s ${rows.records.length} rows can be read: ${rows.bad[0]!.reason}`)
  }
  return rows
}

const isPacked = (name: string): boolean => /\.(zip|tar|tgz|gz|zstd?)$/i.test(name)

function noData(beside: readonly string[]): string {
  if (beside.length === 0) return 'The archive is empty'
  const shown = [...beside.slice(0, 5), ...(beside.length > 5 ? [`${beside.length - 5} more`] : [])]
  return `There are no data files among ${listed(shown)}`
}

/** Bytes of the files that were read; a file that is read again counts once. */
function counter(files: readonly DataFile[], { progress }: Reading): Advance {
  const total = files.reduce((sum, file) => sum + file.size, 0)
  let done = 0
  return (bytes) => {
    done = Math.min(total, done + bytes)
    progress(done, total)
  }
}

/**
 * What is in a file: its own content, or the data files of an archive.
 * @param beside gets the names of the others
 */
async function contentsOf(file: DataFile, reading: Reading, beside: string[]): Promise<Content[]> {
  if (file.size === 0) throw refuse('The file is empty')
  const content = await unpacked(file, reading)
  const { head } = await peeked(content.chunks(), HEAD_OF_ARCHIVE)
  const members = await membersOf(content, head, reading)
  if (!members) return [content]
  const names = members.map(({ name }) => name)
  if (names.includes('xl/workbook.xml')) return [content]
  if (names.includes('word/document.xml')) throw refuse('The file is a Word document')
  beside.push(...names.filter((name) => !isData(name)))
  const data = members.filter(({ name }) => isData(name))
  const need = data.reduce((sum, { size }) => sum + (size ?? 0), 0)
  if (need > reading.room) throw tooLarge(need, reading.room)
  return data
}

const HEAD_OF_ARCHIVE = 512

async function readContent(packed: Content, reading: Reading, advance: Advance): Promise<SourceRows> {
  const content = packed.file ? await unpacked(packed.file, reading) : packed
  const { head, whole } = await peeked(content.chunks(), HEAD)
  if (startsWith(head, 'PAR1')) {
    const { readParquet } = await import('./parquet.ts')
    return readParquet((await asFile(content, reading)).file!, reading, advance)
  }
  if (startsWith(head, 'ARROW1') || startsWith(head, '\xff\xff\xff\xff')) {
    const { readArrow } = await import('./arrow.ts')
    return readArrow((await asFile(content, reading)).file!, reading, advance)
  }
  if (startsWith(head, 'PK\x03\x04')) {
    const { readSheet } = await import('./sheet.ts')
    return readSheet((await asFile(content, reading)).file!, advance)
  }
  if ((content.size ?? 0) > reading.room) throw tooLarge(content.size!, reading.room)
  return readText(content, head, whole, advance)
}

async function readText(
  content: Content,
  head: Uint8Array,
  whole: boolean,
  advance: Advance,
): Promise<SourceRows> {
  const { encoding, mark } = encodingOf(head)
  const as = (how: Encoding) => (counted?: Advance) => asUtf8(content.chunks(counted), how, mark)
  const start = await peeked(as(encoding)(), HEAD)
  const rows = await readAs(content.name, start.head, whole, as(encoding), advance)
  if (encoding !== 'utf-8') return noted(rows, encoding)
  // Only now is it known whether any of it is not UTF-8.
  if (!rows.bad.some(({ reason }) => reason === NOT_UTF8) || !(await isWindows1252(content.chunks())))
    return rows
  const again = as('windows-1252')
  const recoded = await peeked(again(), HEAD)
  return noted(await readAs(content.name, recoded.head, whole, again, advance), 'windows-1252')
}

const noted = (rows: SourceRows, encoding: Encoding): SourceRows => ({
  ...rows,
  notes: [`The file is not UTF-8; it is read as ${ENCODING_NAMES[encoding]}.`, ...rows.notes],
})

async function readAs(
  name: string,
  head: Uint8Array,
  whole: boolean,
  chunks: (advance?: Advance) => Chunks,
  advance: Advance,
): Promise<SourceRows> {
  const text = decode(head)
  const first = text.trimStart()
  if (first === '' && whole) throw refuse('The file is empty')
  if (/^<(!doctype|html|\?xml)/i.test(first)) throw refuse('The file is a web page or XML')
  const json = looksLikeJson(text, whole, name)
  if (json === 'lines') return readJsonLines(chunks(advance))
  if (json === 'values') {
    let passes = 0
    return readJson(() => chunks(passes++ === 0 ? advance : undefined))
  }
  if (/\.(jsonl|ndjson|json)\b/i.test(name)) throw refuse('The file is named as JSON but its rows are not')
  return readCsv(chunks(advance))
}
