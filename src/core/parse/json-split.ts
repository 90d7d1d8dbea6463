import { MAX_ROW_BYTES } from './limits.ts'
import { type Chunks, joined } from './source.ts'

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [34, 92, 44, 123, 125, 91, 93]

/** What stands around the values of a stream; a list may be open at its end. */
export type Around = 'nothing' | 'list' | 'open list'

/** Bytes of the first row, at most, by which others are found again after a broken one. */
const MARKER = 64

/**
 * Cuts a stream of JSON into its values: the rows of a list, or objects that follow each other, over any
 * number of lines. A row that is broken (a quotation mark or a bracket too few) ends where the next one
 * begins: rows begin alike, with a bracket and the name of the first field, and inside of text quotation
 * marks are escaped.
 */
class JsonSplitter {
  /** Lists that are open around the values: one, or none. */
  #lists = 0
  #wasList = false
  #buffer: Uint8Array = new Uint8Array()
  /** Where in the buffer scanning goes on, and where the value begins; −1 between values. */
  #at = 0
  #start = -1
  #depth = 0
  #inText = false
  #ended = false
  #marker: Uint8Array | null = null
  /** After a row whose brackets did not match, others are not trusted to match either. */
  #distrust = false

  #breakAt(next: number): void {
    this.#at = next
    this.#start = -1
    this.#distrust = true
  }

  *push(chunk: Uint8Array): Generator<Uint8Array | null> {
    const kept = this.#start >= 0 ? this.#start : Math.min(this.#at, this.#buffer.length)
    this.#buffer = joined([this.#buffer.subarray(kept), chunk])
    this.#at -= kept
    if (this.#start >= 0) this.#start = 0
    yield* this.#scan()
    if (this.#start < 0 || this.#at - this.#start <= MAX_ROW_BYTES) return
    yield null
    this.#breakAt(this.#nextMarker(this.#start + 1))
  }

  *end(): Generator<Uint8Array | null, Around> {
    this.#ended = true
    yield* this.#scan()
    while (this.#start >= 0) {
      const start = this.#start
      const next = this.#nextMarker(start + 1)
      yield this.#buffer.subarray(start, next)
      this.#breakAt(next)
      yield* this.#scan()
    }
    return this.#lists > 0 ? 'open list' : this.#wasList ? 'list' : 'nothing'
  }

  *#scan(): Generator<Uint8Array> {
    while (this.#at < this.#buffer.length) {
      const byte = this.#buffer[this.#at]!
      const ends =
        this.#start < 0 ? this.#between(byte) : this.#inText ? this.#text(byte) : this.#structure(byte)
      if (ends === WAIT) return
      if (ends === GO) {
        this.#at++
        continue
      }
      yield this.#buffer.subarray(this.#start, ends)
      this.#at = ends
      this.#start = -1
    }
  }

  /** Space, commas and the brackets of the list stand between rows. */
  #between(byte: number): number {
    if (byte === OPEN_LIST && this.#lists === 0) {
      this.#lists = 1
      this.#wasList = true
    } else if (byte === CLOSE_LIST) this.#lists = 0
    else if (byte !== COMMA && !isSpace(byte)) {
      this.#start = this.#at
      this.#inText = byte === QUOTE
      this.#depth = byte === OPEN || byte === OPEN_LIST ? 1 : 0
    }
    return GO
  }

  #text(byte: number): number {
    if (byte === BACKSLASH) this.#at++
    else if (byte === QUOTE) {
      this.#inText = false
      if (this.#depth === 0) return this.#at + 1
    } else if (byte === OPEN) return this.#marked()
    return GO
  }

  #structure(byte: number): number {
    if (byte === QUOTE) this.#inText = true
    else if (byte === OPEN || byte === OPEN_LIST) {
      const marked = this.#distrust && byte === OPEN ? this.#marked() : GO
      if (marked !== GO) return marked
      this.#depth++
    } else if (this.#depth === 0) {
      if (byte === COMMA || byte === CLOSE_LIST || isSpace(byte)) return this.#at
    } else if ((byte === CLOSE || byte === CLOSE_LIST) && --this.#depth === 0) return this.#at + 1
    return GO
  }

  /** Where the next row begins here, its place: then the one that is read is broken. */
  #marked(): number {
    if (this.#at + MARKER > this.#buffer.length && !this.#ended) return WAIT
    return this.#isMarker(this.#at) ? this.#at : GO
  }

  #isMarker(at: number): boolean {
    const marker = (this.#marker ??= markerOf(this.#buffer.subarray(this.#start, this.#start + MARKER)))
    for (let k = 0; k < marker.length; k++) if (this.#buffer[at + k] !== marker[k]) return false
    return marker.length > 0
  }

  /** The next place where a row begins, or the end of the buffer. */
  #nextMarker(from: number): number {
    for (let at = from; (at = this.#buffer.indexOf(OPEN, at)) >= 0; at++) if (this.#isMarker(at)) return at
    return this.#buffer.length
  }
}

const [GO, WAIT] = [-1, -2]

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

/** `{`, space, and the first name with its quotation marks; nothing where the value does not begin so. */
function markerOf(bytes: Uint8Array): Uint8Array {
  const open = bytes.indexOf(QUOTE)
  const close = open < 0 ? -1 : bytes.indexOf(QUOTE, open + 1)
  return bytes[0] === OPEN && close > 0 ? bytes.slice(0, close + 1) : new Uint8Array()
}

/**
 * Cuts a stream of JSON, in UTF-8, into the texts of its values; null for one that is longer than a row may
 * be.
 * @returns what stands around them
 */
export async function* splitJson(chunks: Chunks): AsyncGenerator<Uint8Array | null, Around> {
  const splitter = new JsonSplitter()
  for await (const chunk of chunks) yield* splitter.push(chunk)
  return yield* splitter.end()
}
