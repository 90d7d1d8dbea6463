import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { dataKind } from '../core/data-kind.ts'
import { WhittleError } from '../core/failure.ts'
import type { Dataset } from '../core/dataset/dataset.ts'
import { openFiles } from '../core/dataset/open-files.ts'
import { readMapping } from '../core/parse/mapping-file.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import { type DataFile, memoryFile, type Reading } from '../core/parse/source.ts'
import { Workspace } from '../core/workspace/workspace.ts'
import { bundledDictionary } from '../encoder/node.ts'

/** Reads a file that the person named. @throws WhittleError with a sentence when it cannot be read */
export async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): WhittleError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
  return new WhittleError('bad-file', `${path} ${missing ? 'does not exist' : 'cannot be read'}.`)
}

/**
 * The mapping of `--mapping`; null where there is none.
 * @throws WhittleError with a sentence when it is no mapping
 */
export async function mappingAt(path: string | undefined): Promise<Mapping | null> {
  return path === undefined ? null : readMapping(new TextDecoder().decode(await read(path)))
}

/**
 * The files that the person named: files, folders with all that is in them, `-` for standard input.
 * @throws WhittleError with a sentence when one is not there
 */
export async function dataFiles(paths: readonly string[]): Promise<DataFile[]> {
  const files = await Promise.all(paths.map((path) => filesAt(path, basename(resolve(path)))))
  const all = files.flat()
  if (all.length === 0) throw new WhittleError('bad-file', `${paths.join(', ')} holds no files.`)
  return all
}

async function filesAt(path: string, name: string): Promise<DataFile[]> {
  if (path === '-') return [memoryFile('stdin', await standardInput())]
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (!found.isDirectory()) return [await diskFile(path, name)]
  const names = (await readdir(path)).filter((inside) => !inside.startsWith('.')).sort()
  const inside = await Promise.all(names.map((one) => filesAt(join(path, one), `${name}/${one}`)))
  return inside.flat()
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** A file that is read in parts; what is no plain file, as a pipe, is read at once. */
async function diskFile(path: string, name: string): Promise<DataFile> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  const { size, isFile } = await file.stat().then((found) => ({ size: found.size, isFile: found.isFile() }))
  await file.close()
  if (!isFile) return memoryFile(name, await read(path))
  let held: FileHandle | null = null
  return {
    name,
    size,
    read: async (start, end) => {
      held ??= await open(path)
      const bytes = new Uint8Array(end - start)
      let at = 0
      while (at < bytes.length) {
        const { bytesRead } = await held.read(bytes, at, bytes.length - at, start + at)
        if (bytesRead === 0) break
        at += bytesRead
      }
      return bytes.subarray(0, at)
    },
  }
}

/** Text that becomes rows takes up to 2.5 times its size. */
const HEAP_PER_TEXT = 2.5

/** How the command line reads: in silence, and no more than its heap holds. */
export const reading = (): Reading => ({
  progress: () => undefined,
  room: getHeapStatistics().heap_size_limit / HEAP_PER_TEXT,
})

export interface MappingOption {
  readonly mapping?: string
}

/** Opens files of preferences, and writes to stderr their format and their bad rows. */
export async function openWorkspace(
  paths: readonly string[],
  { mapping }: MappingOption = {},
): Promise<Workspace> {
  return new Workspace(await openData(paths, mapping), await bundledDictionary())
}

/** The same, before anything is computed of them. @param mapping path of a mapping file */
export async function openData(paths: readonly string[], mapping?: string): Promise<Dataset> {
  const files = await dataFiles(paths)
  const opened = await openFiles(files, { mapping: await mappingAt(mapping), only: null, reading: reading() })
  if (opened.kind === 'mapping') {
    const { because, suggestion } = opened.request
    throw new WhittleError(
      'needs-mapping',
      `${because} To read it so, or otherwise, put this into a file, change it where it is wrong, and pass it with --mapping: ${JSON.stringify(suggestion)}`,
    )
  }
  const { info } = opened.dataset
  console.error(`${info.name}: ${info.pairs} ${dataKind(info)} of ${info.rows} rows, ${info.format}`)
  for (const note of info.notes) console.error(`  ${note}`)
  for (const { reason, count, rows } of info.badRows) {
    const more = count > rows.length ? ', …' : ''
    console.error(`  ${count} bad: ${reason} (rows ${rows.join(', ')}${more})`)
  }
  return opened.dataset
}
