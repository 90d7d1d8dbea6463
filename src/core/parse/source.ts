import { WhittleError } from '../failure.ts'

/**
 * A file that can be read in parts: a File of the page, a file on disk, bytes in memory, a member of an
 * archive.
 */
export interface DataFile {
  /** With folders, for a file of several ("data/train.jsonl"). */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Bytes from `start` to before `end`, both within the file. */
  read(start: number, end: number): Promise<Uint8Array>
}

/** What a reader reports to, and what it may use. */
export interface Reading {
  /** Called with bytes of the files read and in all; throws to give up. */
  progress(done: number, total: number): void
  /** Bytes of text that fit into memory once they are rows; MAX_FILE_BYTES where it is not known. */
  readonly room: number
}

/** Bytes in a stream, in pieces of any size. */
export type Chunks = AsyncIterable<Uint8Array>

const PIECE = 2 ** 20

export const memoryFile = (name: string, bytes: Uint8Array): DataFile => ({
  name,
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
})

/** A part of a file as a file. */
export const partOf = (file: DataFile, name: string, start: number, size: number): DataFile => ({
  name,
  size,
  read: (from, to) => file.read(start + from, start + Math.min(to, size)),
})

/** The file from its beginning, a megabyte at a time. @param advance called with the bytes of each piece */
export async function* streamed(file: DataFile, advance: (bytes: number) => void = () => undefined): Chunks {
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = await file.read(at, Math.min(at + PIECE, file.size))
    if (piece.length === 0)
      throw new WhittleError('bad-file', `${file.name} became shorter while it was read.`)
    advance(piece.length)
    yield piece
  }
}

/** A stream whose first bytes can be looked at before it is read. */
export interface Peeked {
  /** At least as many bytes as were asked for, or all there are. */
  readonly head: Uint8Array
  /** Whether `head` is all of it. */
  readonly whole: boolean
  /** All of it, `head` included; read once. */
  readonly chunks: Chunks
}

export async function peeked(chunks: Chunks, bytes: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  let length = 0
  let whole = false
  while (length < bytes && !whole) {
    const next = await iterator.next()
    if (next.done) whole = true
    else {
      pieces.push(next.value)
      length += next.value.length
    }
  }
  const head = joined(pieces)
  async function* all(): Chunks {
    if (head.length > 0) yield head
    if (whole) return
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head, whole, chunks: all() }
}

/** Reads a stream into one array. @throws what `tooLong` makes when it is longer than `limit` */
export async function collected(chunks: Chunks, limit: number, tooLong: () => Error): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of chunks) {
    length += piece.length
    if (length > limit) throw tooLong()
    pieces.push(piece)
  }
  return joined(pieces)
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** "1.2 GB", "350 MB", "12 kB". */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`
}

const EXPECTED = 'JSONL, JSON, CSV, TSV, Parquet, Arrow or .xlsx with preference pairs is expected'

/** A file that cannot be read. @param what a sentence without its full stop */
export const refuse = (what: string): WhittleError => new WhittleError('bad-file', `${what}. ${EXPECTED}.`)

/** More than fits. @param need bytes of text @param rows of the file, where they are known */
export function tooLarge(need: number, room: number, rows?: number): WhittleError {
  const share = room / need
  const fit =
    rows === undefined
      ? `about the first ${Math.floor(100 * share)}% of it`
      : `about ${Math.floor(share * rows).toLocaleString('en')} of its ${rows.toLocaleString('en')} rows`
  return new WhittleError(
    'bad-file',
    `The file holds ${size(need)} of text, and there is room for ${size(room)}: ${fit} would fit. ` +
      'Split it, or keep only the columns that matter.',
  )
}

/**
 * What went wrong in a library's reader. Its own words are for its authors where the engine threw, not the
 * library.
 */
export function unreadable(kind: string, error: unknown): WhittleError {
  if (error instanceof WhittleError) return error
  const engine = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
  const why = error instanceof Error && !engine ? error.message : ''
  const said = why === '' || /undefined|\[object|NaN/.test(why) ? 'its bytes are damaged' : why.slice(0, 200)
  return new WhittleError('bad-file', `The file is ${kind} but cannot be read (${said}).`)
}
