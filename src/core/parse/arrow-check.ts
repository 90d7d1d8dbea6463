import { MAX_ROWS } from './limits.ts'
import { type Chunks, joined } from './source.ts'

/** Bytes of one message's description: a schema of a thousand columns has a fraction of it. */
const MAX_METADATA = 2 ** 24
const MOST_DEEP = 32
/** Parts of one message: places may be shared, and a few bytes could stand for any number of fields. */
const MOST_PARTS = 200_000
/** Items of a fixed-size list, bytes of a fixed-size value. */
const MAX_WIDTH = 2 ** 24

const [SCHEMA, DICTIONARY_BATCH, RECORD_BATCH] = [1, 2, 3]
/** How Message.fbs numbers types whose tables hold more than a flag. */
const [FIXED_BINARY, FIXED_LIST] = [15, 16]

/**
 * Passes a stream of Arrow messages on, each held against its own bytes first: the library reads places and
 * counts as they are declared.
 * @param size bytes of the stream
 * @throws Error at the first that does not fit
 */
export async function* checkedMessages(chunks: Chunks, size: number): Chunks {
  const iterator = chunks[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  const fill = async (length: number): Promise<boolean> => {
    const pieces = [held]
    let sum = held.length
    while (sum < length) {
      const next = await iterator.next()
      if (next.done) break
      pieces.push(next.value)
      sum += next.value.length
    }
    held = joined(pieces)
    return sum >= length
  }
  for (let left = size; await fill(8);) {
    const view = new DataView(held.buffer, held.byteOffset, held.byteLength)
    // Before 0.15 there was no mark before the length.
    const head = view.getUint32(0, true) === 0xffffffff ? 8 : 4
    const length = view.getInt32(head - 4, true)
    if (length === 0) {
      yield held.slice(0, head)
      return
    }
    if (length < 0 || length > MAX_METADATA || !(await fill(head + length)))
      throw new Error('a message that is cut short')
    const metadata = held.subarray(head, head + length)
    left -= head + length
    const body = new MessageCheck(metadata).message(left)
    left -= body
    yield held.slice(0, head + length)
    held = held.subarray(head + length)
    for (let missing = body; missing > 0;) {
      if (held.length === 0 && !(await fill(1))) throw new Error('a batch that is cut short')
      const piece = held.subarray(0, missing)
      missing -= piece.length
      held = held.subarray(piece.length)
      yield piece
    }
  }
  throw new Error('no end: it is cut short')
}

/** A place in a message at which a table begins, and where its fields are. */
interface Table {
  readonly at: number
  readonly fields: readonly number[]
}

/**
 * Walks a message (FlatBuffers, Arrow's Message.fbs and Schema.fbs), every place and count within its bytes.
 */
class MessageCheck {
  readonly #view: DataView
  #parts = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** @param left bytes of the stream after it @returns bytes of its body */
  message(left: number): number {
    const message = this.#table(this.#view.getUint32(0, true))
    const kind = this.#scalar(message, 1, 'Uint8')
    const body = Number(this.#long(message, 3))
    if (body < 0 || body > left) throw new Error('a body beyond the end')
    const header = this.#inner(message, 2)
    if (!header) throw new Error('a message without content')
    this.#keyValues(message, 4)
    if (kind === SCHEMA) {
      this.#each(header, 1, (field) => this.#field(field, 0))
      this.#keyValues(header, 2)
    } else if (kind === RECORD_BATCH) this.#batch(header, body)
    else if (kind === DICTIONARY_BATCH) {
      const data = this.#inner(header, 1)
      if (!data) throw new Error('a dictionary without values')
      this.#batch(data, body)
    } else throw new Error(`a message of a kind that is not read (${kind})`)
    return body
  }

  #field(field: Table, depth: number): void {
    if (depth > MOST_DEEP) throw new Error('columns nested too deep')
    this.#text(field, 0)
    const kind = this.#scalar(field, 2, 'Uint8')
    const type = this.#inner(field, 3)
    if (type && (kind === FIXED_BINARY || kind === FIXED_LIST)) {
      const width = this.#scalar(type, 0, 'Int32')
      if (width < 0 || width > MAX_WIDTH) throw new Error('values that are too wide')
    }
    if (!type && kind > 1) throw new Error('a column without a type')
    const dictionary = this.#inner(field, 4)
    if (dictionary) this.#inner(dictionary, 1)
    this.#each(field, 5, (child) => this.#field(child, depth + 1))
    this.#keyValues(field, 6)
  }

  #batch(batch: Table, body: number): void {
    const rows = this.#long(batch, 0)
    if (rows < 0n || rows > BigInt(MAX_ROWS)) throw new Error('more rows than are read')
    this.#structs(batch, 1, (length, nulls) => {
      if (length < 0n || nulls < 0n || length > BigInt(2 ** 31)) throw new Error('a column that is too long')
      // A value takes a bit at least, but where there is nothing in a column.
      if (length > BigInt(8 * body) + 8n && length > rows) throw new Error('more values than its bytes hold')
    })
    this.#structs(batch, 2, (offset, length) => {
      if (offset < 0n || length < 0n || offset + length > BigInt(body))
        throw new Error('a buffer beyond its batch')
    })
    this.#inner(batch, 3)
    const counts = this.#vector(batch, 4, 8)
    for (let i = 0; i < counts.length; i++) {
      const count = this.#view.getBigInt64(counts.at + 8 * i, true)
      if (count < 0n || count > BigInt(this.#view.byteLength)) throw new Error('more buffers than there are')
    }
  }

  #keyValues(table: Table, id: number): void {
    this.#each(table, id, (pair) => {
      this.#text(pair, 0)
      this.#text(pair, 1)
    })
  }

  #each(table: Table, id: number, visit: (table: Table) => void): void {
    const { at, length } = this.#vector(table, id, 4)
    for (let i = 0; i < length; i++) visit(this.#table(at + 4 * i + this.#view.getUint32(at + 4 * i, true)))
  }

  #structs(table: Table, id: number, visit: (a: bigint, b: bigint) => void): void {
    const { at, length } = this.#vector(table, id, 16)
    for (let i = 0; i < length; i++) {
      visit(this.#view.getBigInt64(at + 16 * i, true), this.#view.getBigInt64(at + 16 * i + 8, true))
    }
  }

  #text(table: Table, id: number): void {
    this.#vector(table, id, 1)
  }

  /** A vector within the bytes; an empty one where the field is absent. */
  #vector(
    { at, fields }: Table,
    id: number,
    width: number,
  ): { readonly at: number; readonly length: number } {
    const field = fields[id]
    if (!field) return { at: 0, length: 0 }
    const start = at + field + this.#view.getUint32(at + field, true)
    const length = this.#view.getUint32(start, true)
    if (start + 4 + length * width > this.#view.byteLength)
      throw new Error('a list beyond the end of its message')
    return { at: start + 4, length }
  }

  #inner({ at, fields }: Table, id: number): Table | null {
    const field = fields[id]
    return field ? this.#table(at + field + this.#view.getUint32(at + field, true)) : null
  }

  #table(at: number): Table {
    if (++this.#parts > MOST_PARTS) throw new Error('a message of too many parts')
    const places = at - this.#view.getInt32(at, true)
    const size = this.#view.getUint16(places, true)
    const inline = this.#view.getUint16(places + 2, true)
    if (size < 4 || places + size > this.#view.byteLength || at + inline > this.#view.byteLength) {
      throw new Error('a table beyond the end of its message')
    }
    const fields = Array.from({ length: (size >> 1) - 2 }, (_, i) =>
      this.#view.getUint16(places + 4 + 2 * i, true),
    )
    if (fields.some((field) => field !== 0 && (field < 4 || field >= inline)))
      throw new Error('a damaged table')
    return { at, fields }
  }

  #scalar({ at, fields }: Table, id: number, type: 'Uint8' | 'Int32'): number {
    const field = fields[id]
    return field ? this.#view[`get${type}`](at + field, true) : 0
  }

  #long({ at, fields }: Table, id: number): bigint {
    const field = fields[id]
    return field ? this.#view.getBigInt64(at + field, true) : 0n
  }
}
