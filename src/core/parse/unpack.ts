import { WhittleError } from '../failure.ts'
import { gunzipChunks, isGzip } from './inflate.ts'
import { type Chunks, collected, type DataFile, peeked, type Reading, streamed, tooLarge } from './source.ts'
import { isFrame, isSkippable, unzstdChunks, zstdBound, zstdSize } from './zstd.ts'

/** Packings inside packings ("x.jsonl.gz.gz") that are undone. */
const MOST_LAYERS = 3

/** A file, and how to read what is in it from the beginning: each call reads it anew. */
export interface Content {
  readonly name: string
  chunks(advance?: Advance): Chunks
  /** Where the content is the file itself, for formats that are read from their end. */
  readonly file: DataFile | null
  /** Bytes unpacked, where they are known before reading. */
  readonly size: number | null
}

/** Called with the bytes of a file that were read. */
export type Advance = (bytes: number) => void

/**
 * Undoes gzip and Zstandard.
 * @throws WhittleError when it is damaged, or holds more than there is room for
 */
export async function unpacked(file: DataFile, reading: Reading): Promise<Content> {
  let content: Content = {
    name: file.name,
    chunks: (advance) => streamed(file, advance),
    file,
    size: file.size,
  }
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const { head } = await peeked(content.chunks(), 4)
    const next = layerOf(head, content, reading)
    if (!next) break
    content = await next
  }
  return content
}

function layerOf(head: Uint8Array, content: Content, reading: Reading): Promise<Content> | Content | null {
  if (isGzip(head)) {
    const chunks = (advance?: Advance) => bounded('gzip', gunzipChunks(content.chunks(advance)), reading.room)
    return { name: content.name.replace(/\.gz$/i, ''), chunks, file: null, size: null }
  }
  return isZstd(head) ? unpackedZstd(content, reading) : null
}

async function unpackedZstd(content: Content, { room }: Reading): Promise<Content> {
  const packed = await collected(content.chunks(), room, () => tooLarge(content.size ?? room * 2, room))
  const limits = damaged('Zstandard', () => ({ bound: zstdBound(packed), size: zstdSize(packed) }))
  if ((limits.size ?? 0) > room) throw tooLarge(limits.size!, room)
  return {
    name: content.name.replace(/\.zstd?$/i, ''),
    chunks: () => bounded('Zstandard', unzstdChunks(packed), room),
    file: null,
    size: limits.size,
  }
}

export function isZstd(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  return isFrame(magic) || isSkippable(magic)
}

/** Turns what goes wrong in a decompressor into a sentence, and ends it at the limit. */
export async function* bounded(packing: string, chunks: Chunks, limit: number): Chunks {
  let length = 0
  try {
    for await (const piece of chunks) {
      length += piece.length
      if (length > limit) throw tooLong(limit)
      yield piece
    }
  } catch (error) {
    throw error instanceof WhittleError ? error : isDamaged(packing)
  }
}

function damaged<T>(packing: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof WhittleError ? error : isDamaged(packing)
  }
}

const isDamaged = (packing: string): WhittleError =>
  new WhittleError(
    'bad-file',
    `The file is packed with ${packing} but is damaged or cut short; download or pack it again.`,
  )

const tooLong = (limit: number): WhittleError =>
  new WhittleError(
    'bad-file',
    `The file would unpack to more than ${Math.round(limit / 2 ** 20)} MB; split it into smaller files.`,
  )
