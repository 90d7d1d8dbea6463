import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, zlibInflate, zlibInflateInit2, ZStream } from 'pako'
import type { Chunks } from './source.ts'

const OUTPUT = 2 ** 18

/** zlib's window bits: with a gzip header and trailer, or deflated data alone. */
const WINDOW = { gzip: 31, raw: -15 } as const

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * Unpacks gzip, every member, each held against its checksum and length. Zeros after the last member are
 * padding, as they are to gzip itself.
 * @throws Error when it is damaged, cut short, or something else follows
 */
export async function* gunzipChunks(chunks: Chunks): Chunks {
  let member: Member | null = null
  let members = 0
  let padding = false
  for await (const chunk of chunks) {
    let rest = chunk
    while (rest.length > 0) {
      if (!member && members > 0) {
        const used = rest.findIndex((byte) => byte !== 0)
        if (used !== 0) padding = true
        if (used < 0) break
        rest = rest.subarray(used)
        if (padding) throw new Error('more after the padding')
      }
      if (!member) members++
      member ??= new Member('gzip')
      yield* member.push(rest)
      rest = member.rest
      if (member.ended) member = null
    }
  }
  if (member || members === 0) throw new Error('cut short')
}

/** Unpacks one deflated stream (RFC 1951). @throws Error when it is damaged or cut short */
export async function* inflateChunks(chunks: Chunks): Chunks {
  const member = new Member('raw')
  for await (const chunk of chunks) {
    if (!member.ended) yield* member.push(chunk)
  }
  if (!member.ended) throw new Error('cut short')
}

/** One packed stream. */
class Member {
  readonly #stream = new ZStream()
  ended = false
  /** What was pushed and not used, since the stream had ended. */
  rest = new Uint8Array()

  constructor(kind: keyof typeof WINDOW) {
    zlibInflateInit2(this.#stream, WINDOW[kind])
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream
    stream.input = chunk
    stream.next_in = 0
    stream.avail_in = chunk.length
    do {
      stream.output = new Uint8Array(OUTPUT)
      stream.next_out = 0
      stream.avail_out = OUTPUT
      const status = zlibInflate(stream, Z_NO_FLUSH)
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out)
      this.ended = status === Z_STREAM_END
      if (!this.ended && status !== Z_OK && status !== Z_BUF_ERROR) throw new Error(stream.msg || 'damaged')
    } while (!this.ended && (stream.avail_in > 0 || stream.avail_out === 0))
    this.rest = chunk.subarray(stream.next_in) as Uint8Array<ArrayBuffer>
  }
}
