import { MAX_PARTS } from './limits.ts'
import { collected, memoryFile, partOf, type Reading, refuse, streamed, tooLarge } from './source.ts'
import { isTar, untar } from './tar.ts'
import type { Advance, Content } from './unpack.ts'
import { zipped } from './zip.ts'

/**
 * Bytes of small members that are kept while a packed archive is looked through, so that it is not unpacked
 * for each.
 */
const KEPT = 64 * 2 ** 20
const KEPT_MEMBER = 2 ** 20

const DATA = /\.(jsonl|ndjson|json|csv|tsv|txt|parquet|pq|arrow|feather|xlsx)(\.gz|\.zstd?)?$/i
/**
 * Files that come with data and are none: their names as `datasets`, the Hub and package managers give them.
 */
const BESIDE =
  /(^|\/)(__MACOSX\/|\.|readme|licen[cs]e|(dataset_infos?|dataset_dict|state|config|package|metadata|croissant)\.json$|requirements\.txt$)/i

/** Whether a file of this name in an archive or a folder could be data. */
export const isData = (name: string): boolean => DATA.test(name) && !BESIDE.test(name)

/** The files in an archive; null where the content is none. @param head its first bytes */
export async function membersOf(
  content: Content,
  head: Uint8Array,
  reading: Reading,
): Promise<Content[] | null> {
  if (isZipHead(head)) return zipped((await asFile(content, reading)).file!, reading.room)
  return isTar(head) ? tarred(content, reading) : null
}

export const isZipHead = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))

/** The content as a file that can be read from its end; one that is packed is unpacked into memory. */
export async function asFile(content: Content, { room }: Reading): Promise<Content> {
  if (content.file) return content
  const bytes = await collected(content.chunks(), room, () => tooLarge(content.size ?? 2 * room, room))
  const file = memoryFile(content.name, bytes)
  return { ...content, file, chunks: (advance) => streamed(file, advance), size: bytes.length }
}

async function tarred(content: Content, { room }: Reading): Promise<Content[]> {
  const { file } = content
  const members: Content[] = []
  let kept = 0
  for await (const { name, size, at, chunks } of untar(content.chunks())) {
    if (members.length >= MAX_PARTS) throw refuse(`The file is a tar archive of more than ${MAX_PARTS} files`)
    const index = members.length
    if (file) {
      const part = partOf(file, name, at, size)
      members.push({ name, chunks: (advance) => streamed(part, advance), file: part, size })
    } else if (size <= KEPT_MEMBER && kept + size <= KEPT && isData(name)) {
      const part = memoryFile(name, await collected(chunks, size, () => tooLarge(size, room)))
      kept += size
      members.push({ name, chunks: (advance) => streamed(part, advance), file: part, size })
    } else members.push({ name, chunks: (advance) => again(content, index, advance), file: null, size })
  }
  return members
}

/** Unpacks the archive up to a member, and that. */
async function* again(content: Content, index: number, advance?: Advance) {
  let at = 0
  for await (const { chunks } of untar(content.chunks(advance))) {
    if (at++ !== index) continue
    yield* chunks
    return
  }
}
