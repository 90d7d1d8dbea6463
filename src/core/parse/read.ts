import { strFromU8, strToU8 } from 'fflate'
import { WhittleError } from '../failure.ts'
import { readCsv } from './csv.ts'
import { gunzip, isGzip, isZstd, unzstd } from './inflate.ts'
import { readJson, readJsonLines } from './json.ts'
import { MAX_DOCUMENT_BYTES, MAX_FILE_BYTES, MAX_ROW_BYTES } from './limits.ts'
import { readParquet } from './parquet.ts'
import { isRecord, type SourceRecord, type SourceRows } from './rows.ts'

const EXPECTED = 'JSONL, JSON, CSV, TSV or Parquet with preference pairs is expected'

/** How files that are not data begin, and what to say of them. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an office document; unpack it or save it as CSV first'],
  ['BZh', 'packed with bzip2; unpack it first'],
  ['\xfd7zXZ', 'packed with xz; unpack it first'],
  ['ARROW1', 'an Arrow file; save it as Parquet first'],
  ['SQLite format 3', 'a SQLite database'],
  ['\x7fELF', 'a program'],
]

/**
 * Reads a dataset file into rows: JSONL, JSON, CSV, TSV or Parquet, plain or packed with gzip or Zstandard, told apart
 * by what is in it first and by its name second.
 * @param name the file's name; only its ending is looked at
 * @throws WhittleError 'bad-file' when nothing in it can be read, with a sentence that says what it seems to be
 */
export async function readRows(name: string, bytes: Uint8Array): Promise<SourceRows> {
  const data = unpack(bytes)
  const rows = startsWith(data, 'PAR1') ? await readParquet(data) : readText(name.toLowerCase(), utf8(data))
  if (rows.records.length === 0) throw refuse('The file has no rows')
  if (rows.records.every((record) => record === null)) {
    throw refuse(`None of the file’s ${rows.records.length} rows can be read: ${rows.bad[0]!.reason}`)
  }
  return rows
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_FILE_BYTES) throw refuse('The file is larger than 1 GB; split it')
  if (isGzip(bytes)) return gunzip(bytes)
  return isZstd(bytes) ? unzstd(bytes) : bytes
}

/** Turns UTF-16 into UTF-8 and refuses what is not text. */
function utf8(bytes: Uint8Array): Uint8Array {
  for (const [start, what] of SIGNATURES) {
    if (startsWith(bytes, start)) throw refuse(`The file is ${what}`)
  }
  if (startsWith(bytes, '\xff\xfe')) return strToU8(utf16(bytes.subarray(2), true))
  if (startsWith(bytes, '\xfe\xff')) return strToU8(utf16(bytes.subarray(2), false))
  if (bytes.subarray(0, 4096).includes(0)) throw refuse('The file is not text')
  return startsWith(bytes, '\xef\xbb\xbf') ? bytes.subarray(3) : bytes
}

function utf16(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const units = Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, littleEndian))
  const parts: string[] = []
  for (let i = 0; i < units.length; i += 4096) parts.push(String.fromCharCode(...units.subarray(i, i + 4096)))
  return parts.join('')
}

function readText(name: string, bytes: Uint8Array): SourceRows {
  const lines = firstLines(bytes, 20)
  const first = lines[0]
  if (first === undefined) throw refuse('The file is empty')
  if (/^<(!doctype|html|\?xml)/i.test(first)) throw refuse('The file is a web page or XML')
  const objects = lines.map((line) => isRecord(parsed(line)))
  const bracket = first[0] === '[' || first[0] === '{'
  // An object that spans lines, or stands alone on one, may be a whole document; a list always is.
  if (bracket && (!objects[0] || lines.length === 1)) {
    const value = parsed(document(bytes, 'JSON; save it as JSONL'))
    if (Array.isArray(value) || (isRecord(value) && !(objects[0] && isRow(value)))) return readJson(value)
  }
  if (objects.includes(true)) return readJsonLines(bytes)
  if (bracket && !/\.[ct]sv\b/.test(name))
    throw refuse('The file begins like JSON but is not: it is damaged or cut short')
  if (/\.(jsonl|ndjson|json)\b/.test(name)) throw refuse('The file is named as JSON but its rows are not')
  if (!/[,\t;|]/.test(first)) throw refuse('The file is text without columns')
  return readCsv(document(bytes, 'CSV'))
}

/** A lone object is a row, unless it is little more than a wrapper around a list of rows (and not of messages). */
function isRow(value: SourceRecord): boolean {
  const isData = (item: unknown) => isRecord(item) && !('role' in item) && !('from' in item)
  const wraps = Object.values(value).some(
    (item) => Array.isArray(item) && item.length > 0 && item.every(isData),
  )
  return !wraps || Object.keys(value).length > 3
}

function document(bytes: Uint8Array, kind: string): string {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw refuse(`The file is too large for ${kind} or split it`)
  return strFromU8(bytes)
}

/** The first lines that are not blank, trimmed; a very long one is cut, and then will not parse. */
function firstLines(bytes: Uint8Array, count: number): string[] {
  const lines: string[] = []
  for (let start = 0; start < bytes.length && lines.length < count;) {
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline
    const line = strFromU8(bytes.subarray(start, Math.min(end, start + MAX_ROW_BYTES))).trim()
    if (line) lines.push(line)
    start = end + 1
  }
  return lines
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function startsWith(bytes: Uint8Array, start: string): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start.charCodeAt(i)) return false
  return true
}

function refuse(what: string): WhittleError {
  return new WhittleError('bad-file', `${what}. ${EXPECTED}.`)
}
