import { WhittleError } from '../failure.ts'
import { inflateChunks } from './inflate.ts'
import { MAX_PARTS } from './limits.ts'
import { type Chunks, type DataFile, partOf, refuse, streamed } from './source.ts'
import { decode } from './text.ts'
import { type Advance, bounded, type Content } from './unpack.ts'

const [LOCAL, CENTRAL, END, END64] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50]
/** The end record, and the longest comment after it (APPNOTE 4.3.16). */
const END_MOST = 22 + 65535

interface Entry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

/**
 * The files in a zip archive, from its directory (APPNOTE 6.3.10); read one by one, and held against their
 * checksums.
 * @throws WhittleError when the directory is damaged or cut short
 */
export async function zipped(file: DataFile, room: number): Promise<Content[]> {
  let entries: Entry[]
  try {
    entries = await directory(file)
  } catch (error) {
    if (error instanceof WhittleError) throw error
    throw refuse('The file is a ZIP archive that is damaged or cut short')
  }
  return entries.filter(({ name }) => !name.endsWith('/')).map((entry) => content(file, entry, room))
}

async function directory(file: DataFile): Promise<Entry[]> {
  const from = Math.max(0, file.size - END_MOST)
  const tail = viewOf(await file.read(from, file.size))
  let end = tail.byteLength - 22
  while (end >= 0 && tail.getUint32(end, true) !== END) end--
  let count = tail.getUint16(end + 10, true)
  let size = tail.getUint32(end + 12, true)
  let at = tail.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) {
    // The record that points to the larger one stands right before.
    const record = viewOf(await file.read(...range(tail.getBigUint64(end - 12, true), 56)))
    if (record.getUint32(0, true) !== END64) throw new Error('no end record')
    count = Number(record.getBigUint64(32, true))
    size = Number(record.getBigUint64(40, true))
    at = Number(record.getBigUint64(48, true))
  }
  if (count > MAX_PARTS)
    throw refuse(`The file is a ZIP archive of ${count} files; at most ${MAX_PARTS} are read`)
  if (at + size > file.size) throw new Error('beyond the end')
  const bytes = await file.read(at, at + size)
  const view = viewOf(bytes)
  const entries: Entry[] = []
  for (let i = 0, start = 0; i < count; i++) {
    if (view.getUint32(start, true) !== CENTRAL) throw new Error('not an entry')
    const nameLength = view.getUint16(start + 28, true)
    const extraLength = view.getUint16(start + 30, true)
    const name = decode(bytes.subarray(start + 46, start + 46 + nameLength))
    const large = extra64(view, start, start + 46 + nameLength, extraLength)
    entries.push({
      name,
      method: view.getUint16(start + 10, true),
      encrypted: (view.getUint16(start + 8, true) & 1) === 1,
      crc: view.getUint32(start + 16, true),
      ...large,
    })
    start += 46 + nameLength + extraLength + view.getUint16(start + 32, true)
  }
  return entries
}

/** Sizes and the place of an entry, from the ZIP64 field where they do not fit into 32 bits. */
function extra64(
  view: DataView,
  start: number,
  at: number,
  length: number,
): Pick<Entry, 'packed' | 'size' | 'at'> {
  const values = {
    size: view.getUint32(start + 24, true),
    packed: view.getUint32(start + 20, true),
    at: view.getUint32(start + 42, true),
  }
  for (let field = at; field + 4 <= at + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue
    let next = field + 4
    for (const key of ['size', 'packed', 'at'] as const) {
      if (values[key] !== 0xffffffff) continue
      values[key] = Number(view.getBigUint64(next, true))
      next += 8
    }
  }
  return values
}

function content(archive: DataFile, entry: Entry, room: number): Content {
  const { name, method, encrypted, size, packed } = entry
  const chunks = (advance?: Advance): Chunks => {
    if (encrypted) throw refuse(`${name} in the archive is encrypted`)
    if (method !== 0 && method !== 8)
      throw refuse(`${name} in the archive is packed in a way that is not read (${method})`)
    return bounded('ZIP', checked(entry, unpack()), room)

    async function* unpack(): Chunks {
      const header = viewOf(await archive.read(...range(entry.at, 30)))
      if (header.getUint32(0, true) !== LOCAL) throw new Error('no header')
      const at = entry.at + 30 + header.getUint16(26, true) + header.getUint16(28, true)
      const data = streamed(partOf(archive, name, at, packed), advance)
      yield* method === 8 ? inflateChunks(data) : data
    }
  }
  return { name, chunks, file: null, size }
}

/** Ends a stream that is not what the directory says of it. */
async function* checked({ crc, size }: Entry, chunks: Chunks): Chunks {
  const { createCRC32 } = await import('hash-wasm')
  const hash = await createCRC32()
  let length = 0
  for await (const piece of chunks) {
    length += piece.length
    if (length > size) throw new Error('longer than declared')
    hash.update(piece)
    yield piece
  }
  const digest = hash.digest('binary')
  if (length !== size || viewOf(digest).getUint32(0) !== crc) throw new Error('checksum')
}

const range = (start: number | bigint, length: number): [number, number] => [
  Number(start),
  Number(start) + length,
]

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
