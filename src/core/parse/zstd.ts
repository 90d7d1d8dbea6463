import { Decompress, decompress } from 'fzstd'
import type { Chunks } from './source.ts'

/** RFC 8878, 3.1.1.2.4. */
const BLOCK_MAX = 2 ** 17
/** What a frame may move about in its window, beyond what its output accounts for (see `decoded`). */
const MOVES = 2 ** 32
const MOVES_PER_BYTE = 80

interface Frame {
  readonly start: number
  readonly end: number
  /** Bytes that it needs to look back, and bytes in all where the frame says. */
  readonly window: number
  readonly declared: number | null
  readonly blocks: number
  /** At most this much comes out. */
  readonly bound: number
  readonly checksum: number | null
}

/**
 * Reads where frames begin and end, from their headers alone (RFC 8878, 3.1.1).
 * @throws where one is cut short
 */
export function* zstdFrames(bytes: Uint8Array): Generator<Frame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.length) {
    const magic = view.getUint32(at, true)
    if (isSkippable(magic)) {
      at += 8 + view.getUint32(at + 4, true)
      if (at > bytes.length) throw new Error('cut short')
      continue
    }
    if (!isFrame(magic)) throw new Error('not a frame')
    const start = at
    const descriptor = view.getUint8(at + 4)
    const single = (descriptor >> 5) & 1
    const sizeBytes = [single, 2, 4, 8][descriptor >> 6]!
    const sizeAt = at + 6 - single + [0, 1, 2, 4][descriptor & 3]!
    const declared = sizeBytes > 0 ? sizeOf(view, sizeAt, sizeBytes) : null
    const window = single ? declared! : windowSize(view.getUint8(at + 5))
    let blocks = 0
    let bound = 0
    at = sizeAt + sizeBytes
    for (let last = 0; !last; blocks++) {
      const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
      const kind = (header >> 1) & 3
      const size = header >> 3
      last = header & 1
      bound += kind === 2 ? BLOCK_MAX : size
      at += 3 + (kind === 1 ? 1 : size)
    }
    const summed = ((descriptor >> 2) & 1) === 1
    const checksum = summed ? view.getUint32(at, true) : null
    at += summed ? 4 : 0
    if (at > bytes.length) throw new Error('cut short')
    yield { start, end: at, window, declared, blocks, bound, checksum }
  }
}

/**
 * What unpacking can take at most, in bytes: per frame the larger of its window and of the sum of its blocks.
 */
export function zstdBound(bytes: Uint8Array): number {
  let total = 0
  for (const { bound, window, declared } of zstdFrames(bytes)) {
    total +=
      declared === null
        ? Math.max(bound, window)
        : Math.min(Math.max(declared, bound), Math.max(bound, window))
  }
  return total
}

/** What the frames say they hold; null where one does not say. */
export function zstdSize(bytes: Uint8Array): number | null {
  let total = 0
  for (const { declared } of zstdFrames(bytes)) {
    if (declared === null) return null
    total += declared
  }
  return total
}

/**
 * Unpacks Zstandard frame by frame, a block at a time where that is cheap, and holds each against its
 * declared size and its checksum (XXH64, RFC 8878, 3.1.1).
 * @param bytes every frame, packed
 * @throws Error when a frame is damaged
 */
export async function* unzstdChunks(bytes: Uint8Array): Chunks {
  const { createXXHash64 } = await import('hash-wasm')
  const hash = await createXXHash64()
  for (const frame of zstdFrames(bytes)) {
    hash.init()
    let length = 0
    for (const piece of decoded(bytes, frame)) {
      length += piece.length
      if (length > Math.max(frame.bound, frame.declared ?? 0)) throw new Error('longer than its blocks')
      if (frame.checksum !== null) hash.update(piece)
      yield piece
    }
    if (frame.declared !== null && frame.declared !== length) throw new Error('not of its declared size')
    if (frame.checksum === null) continue
    const digest = hash.digest('binary')
    const low = new DataView(digest.buffer, digest.byteOffset).getUint32(4)
    if (low !== frame.checksum) throw new Error('checksum')
  }
}

/**
 * fzstd slides its window by every block, which costs blocks × window: nothing for files as they are packed,
 * and for ever for a window of gigabytes or blocks of a byte. Such a frame is unpacked in one piece, where it
 * says its size.
 */
function* decoded(
  bytes: Uint8Array,
  { start, end, window, declared, blocks, bound }: Frame,
): Generator<Uint8Array> {
  const frame = bytes.subarray(start, end)
  const moves = (blocks + 1) * window
  if (moves > MOVES + MOVES_PER_BYTE * bound) {
    if (declared === null || declared > bound) throw new Error('blocks that are too small')
    yield decompress(frame, new Uint8Array(declared))
    return
  }
  const pieces: Uint8Array[] = []
  const decompressor = new Decompress((piece) => pieces.push(piece))
  for (let at = 0; at < frame.length; at += BLOCK_MAX) {
    decompressor.push(frame.subarray(at, at + BLOCK_MAX), at + BLOCK_MAX >= frame.length)
    yield* pieces.splice(0)
  }
}

export const isFrame = (magic: number): boolean => magic === 0xfd2fb528
export const isSkippable = (magic: number): boolean => magic >>> 4 === 0x184d2a5

function sizeOf(view: DataView, at: number, bytes: number): number {
  if (bytes === 8) return Number(view.getBigUint64(at, true))
  if (bytes === 4) return view.getUint32(at, true)
  return bytes === 2 ? view.getUint16(at, true) + 256 : view.getUint8(at)
}

/** RFC 8878, 3.1.1.1.2. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}
