import { strFromU8 } from 'fflate'
import { invalidAt } from './encoding.ts'
import { MAX_ROW_BYTES } from './limits.ts'
import { type Chunks, joined } from './source.ts'

const NEWLINE = 10

/**
 * UTF-8 as text; a byte order mark in it is a character. Bytes that are not UTF-8 become U+FFFD: see
 * `badBytes`.
 */
export function decode(bytes: Uint8Array): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return marked ? `\ufeff${decode(bytes.subarray(3))}` : strFromU8(bytes)
}

/**
 * Where bytes stop being UTF-8; −1 where they are.
 * @param text what they decode to: cheap where nothing was replaced
 */
export const badBytes = (bytes: Uint8Array, text: string): number =>
  text.includes('\ufffd') ? invalidAt(bytes) : -1

export const NOT_UTF8 = 'the row has bytes that are not UTF-8'
export const TOO_LONG = 'the row is larger than 16 MB'

/** Where a file is not UTF-8, for a note. @param line from 1 @param offset of the first such byte, from 0 */
export const placeNote = (line: number, byte: number, offset: number): string =>
  `Line ${line} has a byte that is not UTF-8 (0x${byte.toString(16).toUpperCase()}, byte ${offset + 1} of the line).`

/** A line without its end, or null where it is longer than a row may be. */
export interface Line {
  readonly bytes: Uint8Array | null
  /** From 1. */
  readonly number: number
}

/**
 * Lines of a stream, blank ones too; a carriage return at the end stays. No more than one row is ever held.
 */
export async function* linesOf(chunks: Chunks): AsyncGenerator<Line> {
  let number = 1
  let parts: Uint8Array[] = []
  let length = 0
  const keep = (part: Uint8Array) => {
    length += part.length
    if (length > MAX_ROW_BYTES) parts = []
    else if (part.length > 0) parts.push(part)
  }
  const take = (): Line => {
    const line = { bytes: length > MAX_ROW_BYTES ? null : joined(parts), number: number++ }
    parts = []
    length = 0
    return line
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end; (end = chunk.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      if (length === 0 && end - start <= MAX_ROW_BYTES)
        yield { bytes: chunk.subarray(start, end), number: number++ }
      else {
        keep(chunk.subarray(start, end))
        yield take()
      }
    }
    // A copy, so that the rest does not hold the whole piece.
    keep(chunk.slice(start))
  }
  if (length > 0) yield take()
}

/** Space, tab and carriage return only. */
export function isBlank(line: Uint8Array): boolean {
  for (const byte of line) if (byte !== 32 && byte !== 9 && byte !== 13) return false
  return true
}

/** Text in pieces that end at the end of a line, and where lines of it are not UTF-8. */
export interface Block {
  readonly text: string
  /** Lines, counted from 1 over the whole stream, with bytes that are not UTF-8, and the place in each. */
  readonly bad: ReadonlyMap<number, string>
}

/**
 * Decodes a stream into blocks of whole lines. A line longer than `limit` bytes ends a block in the middle.
 */
export async function* blocksOf(chunks: Chunks, limit: number): AsyncGenerator<Block> {
  let line = 1
  let rest: Uint8Array[] = []
  let length = 0
  const block = (bytes: Uint8Array): Block => {
    const text = decode(bytes)
    const bad = badBytes(bytes, text) < 0 ? new Map<number, string>() : badLines(bytes, line)
    for (let at = 0; (at = text.indexOf('\n', at)) >= 0; at++) line++
    return { text, bad }
  }
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1
    length += chunk.length
    if (end === 0 && length <= limit) {
      rest.push(chunk)
      continue
    }
    yield block(joined([...rest, chunk.subarray(0, end || chunk.length)]))
    rest = end > 0 && end < chunk.length ? [chunk.slice(end)] : []
    length = rest[0]?.length ?? 0
  }
  if (rest.length > 0) yield block(joined(rest))
}

function badLines(bytes: Uint8Array, first: number): Map<number, string> {
  const bad = new Map<number, string>()
  let number = first
  for (let start = 0; start < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline < 0 ? bytes.length : newline
    const at = invalidAt(bytes.subarray(start, end))
    if (at >= 0) bad.set(number, placeNote(number, bytes[start + at]!, at))
    start = end + 1
  }
  return bad
}
