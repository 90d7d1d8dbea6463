import { Gunzip } from 'fflate'
import { decompress } from 'fzstd'
import { WhittleError } from '../failure.ts'
import { MAX_FILE_BYTES } from './limits.ts'

const GZIP_SLICE = 2 ** 16
/** Header, an empty block and trailer (RFC 1952). */
const GZIP_SHORTEST = 20
/** RFC 8878, 3.1.1.2.4. */
const ZSTD_BLOCK_MAX = 2 ** 17

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const magic = (view: DataView, at: number): number =>
  at + 4 <= view.byteLength ? view.getUint32(at, true) : 0
const isFrame = (number: number): boolean => number === 0xfd2fb528
const isSkippable = (number: number): boolean => number >>> 4 === 0x184d2a5

export function isZstd(bytes: Uint8Array): boolean {
  const number = magic(viewOf(bytes), 0)
  return isFrame(number) || isSkippable(number)
}

/**
 * Unpacks gzip (every member).
 * @throws WhittleError when it is damaged, cut short, or longer than `limit` bytes unpacked
 */
export function gunzip(bytes: Uint8Array, limit = MAX_FILE_BYTES): Uint8Array {
  const chunks: Uint8Array[] = []
  const view = viewOf(bytes)
  let length = 0
  let earlier = 0
  let checksum = 0
  const stream = new Gunzip((chunk) => {
    length += chunk.length
    if (length > limit) throw tooLarge(limit)
    checksum = crc32(chunk, checksum)
    chunks.push(chunk)
  })
  // fflate checks neither, and takes some cuts for an end: the trailer has the member's checksum and its length modulo 2³².
  const endMember = (end: number) => {
    if (view.getUint32(end - 8, true) !== checksum) throw new Error('damaged')
    if (view.getUint32(end - 4, true) !== length - earlier) throw new Error('cut short')
    earlier = length
    checksum = 0
  }
  stream.onmember = endMember
  return undamaged('gzip', () => {
    if (bytes.length < GZIP_SHORTEST) throw new Error('too short')
    // In slices, so that a bomb is noticed after at most one slice's worth of output (1032 times its size).
    for (let at = 0; at < bytes.length; at += GZIP_SLICE) {
      stream.push(bytes.subarray(at, at + GZIP_SLICE), at + GZIP_SLICE >= bytes.length)
    }
    endMember(bytes.length)
    const whole = new Uint8Array(length)
    let at = 0
    for (const chunk of chunks) {
      whole.set(chunk, at)
      at += chunk.length
    }
    return whole
  })
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  return remainder
})

/** The checksum of RFC 1952, section 8. @param before that of the bytes before these */
function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before
  for (let k = 0; k < bytes.length; k++) crc = CRC_TABLE[(crc ^ bytes[k]!) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/**
 * Unpacks Zstandard (every frame).
 * @throws WhittleError when it is damaged, cut short, or could be longer than `limit` bytes unpacked
 */
export function unzstd(bytes: Uint8Array, limit = MAX_FILE_BYTES): Uint8Array {
  return undamaged('Zstandard', () => {
    if (zstdBound(bytes) > limit) throw tooLarge(limit)
    return decompress(bytes)
  })
}

/**
 * What unpacking can take at most, in bytes, from the headers alone: per frame the larger of its window and of the
 * sum of its blocks (RFC 8878, 3.1.1).
 */
function zstdBound(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  let total = 0
  let at = 0
  while (at < bytes.length) {
    const number = magic(view, at)
    if (isSkippable(number)) {
      at += 8 + view.getUint32(at + 4, true)
      continue
    }
    if (!isFrame(number)) throw new Error('not a frame')
    const descriptor = view.getUint8(at + 4)
    const single = (descriptor >> 5) & 1
    const sizeBytes = [single, 2, 4, 8][descriptor >> 6]!
    const sizeAt = at + 6 - single + [0, 1, 2, 4][descriptor & 3]!
    const window = single ? declared(view, sizeAt, sizeBytes) : windowSize(view.getUint8(at + 5))
    let blocks = 0
    at = sizeAt + sizeBytes
    for (let last = 0; !last;) {
      const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
      const kind = (header >> 1) & 3
      const size = header >> 3
      last = header & 1
      blocks += kind === 2 ? ZSTD_BLOCK_MAX : size
      at += 3 + (kind === 1 ? 1 : size)
    }
    at += 4 * ((descriptor >> 2) & 1)
    total += Math.max(blocks, window)
  }
  return total
}

function declared(view: DataView, at: number, bytes: number): number {
  if (bytes === 8) return Number(view.getBigUint64(at, true))
  if (bytes === 4) return view.getUint32(at, true)
  return bytes === 2 ? view.getUint16(at, true) + 256 : view.getUint8(at)
}

/** RFC 8878, 3.1.1.1.2. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function undamaged<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof WhittleError) throw error
    throw new WhittleError(
      'bad-file',
      `The file is packed with ${what} but is damaged or cut short; download or pack it again.`,
    )
  }
}

function tooLarge(limit: number): WhittleError {
  return new WhittleError(
    'bad-file',
    `The file would unpack to more than ${Math.round(limit / 2 ** 20)} MB; split it into smaller files.`,
  )
}
