import { WhittleError } from '../failure.ts'
import { MAX_PARTS } from './limits.ts'
import { type Chunks, refuse } from './source.ts'
import { decode } from './text.ts'

const BLOCK = 512

/** Whether the first block is the header of a tar archive: its checksum fits. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && head[0] !== 0 && checksumFits(head.subarray(0, BLOCK))
}

/** A file in an archive; its bytes are read before the next one is asked for. */
export interface TarMember {
  readonly name: string
  readonly size: number
  /** Where it begins in the archive. */
  readonly at: number
  readonly chunks: Chunks
}

/**
 * The files in a tar archive, in their order (POSIX ustar and pax, GNU long names).
 * @throws WhittleError when a header is damaged or the archive is cut short
 */
export async function* untar(chunks: Chunks): AsyncGenerator<TarMember> {
  const bytes = new Puller(chunks)
  let longName: string | null = null
  let longSize: number | null = null
  for (let members = 0; ; members++) {
    const header = await bytes.pull(BLOCK)
    if (header.length === 0 || header.every((byte) => byte === 0)) return
    if (header.length < BLOCK || !checksumFits(header))
      throw refuse('The file is a tar archive that is damaged or cut short')
    if (members > MAX_PARTS) throw refuse(`The file is a tar archive of more than ${MAX_PARTS} files`)
    const declared = numberAt(header, 124, 12)
    const size: number = longSize ?? declared
    const kind = String.fromCharCode(header[156]! || 48)
    if (kind === 'L' || kind === 'x' || kind === 'g') {
      if (declared > 2 ** 20)
        throw refuse('The file is a tar archive with a header of a megabyte: it is damaged')
      const text = decode(await bytes.pull(declared))
      await bytes.skip(padding(declared))
      if (kind === 'L') longName = text.replace(/\0.*$/s, '')
      if (kind === 'x') {
        longName = /(?:^|\n)\d+ path=([^\n]*)/.exec(text)?.[1] ?? longName
        longSize = numberIn(/(?:^|\n)\d+ size=(\d+)/.exec(text)?.[1])
      }
      continue
    }
    const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : ''
    const short = textAt(header, 0, 100)
    const name: string = longName ?? (prefix ? `${prefix}/${short}` : short)
    longName = null
    longSize = null
    const before = bytes.taken
    if (kind === '0' || kind === '7') yield { name, size, at: before, chunks: bytes.take(size) }
    await bytes.skip(size - (bytes.taken - before) + padding(size))
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK
const numberIn = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
const textAt = (header: Uint8Array, at: number, length: number): string =>
  decode(header.subarray(at, at + length)).replace(/\0.*$/s, '')

/** Octal digits, or a binary number where the first bit is set (GNU). */
function numberAt(header: Uint8Array, at: number, length: number): number {
  if (header[at]! & 0x80) {
    let value = 0
    for (let i = at + 4; i < at + length; i++) value = value * 256 + header[i]!
    return value
  }
  return parseInt(textAt(header, at, length).trim() || '0', 8)
}

/** The sum of the header's bytes, with the checksum itself as spaces. */
function checksumFits(header: Uint8Array): boolean {
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!
  return sum === numberAt(header, 148, 8)
}

/** Takes a stream in pieces of given lengths. */
class Puller {
  taken = 0
  readonly #iterator: AsyncIterator<Uint8Array>
  #piece = new Uint8Array()

  constructor(chunks: Chunks) {
    this.#iterator = chunks[Symbol.asyncIterator]()
  }

  /** Fewer bytes where the stream ends. */
  async pull(length: number): Promise<Uint8Array> {
    const out = new Uint8Array(length)
    let at = 0
    for await (const piece of this.#upTo(length)) {
      out.set(piece, at)
      at += piece.length
    }
    return out.subarray(0, at)
  }

  /** @throws WhittleError when the stream ends before */
  async *take(length: number): Chunks {
    let left = length
    for await (const piece of this.#upTo(length)) {
      left -= piece.length
      yield piece
    }
    if (left > 0)
      throw new WhittleError('bad-file', 'The tar archive is cut short; download or pack it again.')
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.#upTo(length)) void _
  }

  async *#upTo(length: number): Chunks {
    for (let left = length; left > 0;) {
      if (this.#piece.length === 0) {
        const next = await this.#iterator.next()
        if (next.done) return
        this.#piece = next.value as Uint8Array<ArrayBuffer>
      }
      const part = this.#piece.subarray(0, left)
      this.#piece = this.#piece.subarray(part.length)
      left -= part.length
      this.taken += part.length
      yield part
    }
  }
}
