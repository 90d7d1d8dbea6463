import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { dataKind } from '../core/data-kind.ts'
import { WhittleError } from '../core/failure.ts'
import { type Dataset, openDataset } from '../core/dataset/dataset.ts'
import { readMapping } from '../core/parse/mapping-file.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import { Workspace } from '../core/workspace/workspace.ts'
import { bundledDictionary } from '../encoder/node.ts'

/** Reads a file that the person named. @throws WhittleError with a sentence when it cannot be read */
export async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new WhittleError('bad-file', `${path} ${missing ? 'does not exist' : 'cannot be read'}.`)
  }
}

/**
 * The mapping of `--mapping`; null where there is none.
 * @throws WhittleError with a sentence when it is no mapping
 */
export async function mappingAt(path: string | undefined): Promise<Mapping | null> {
  return path === undefined ? null : readMapping(new TextDecoder().decode(await read(path)))
}

/** The file that the person named, `-` for standard input. */
export async function readData(path: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  if (path !== '-') return { name: basename(path), bytes: await read(path) }
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return { name: 'stdin', bytes: Buffer.concat(chunks) }
}

export interface MappingOption {
  readonly mapping?: string
}

/** Opens a file of preferences, and writes to stderr its format and its bad rows. */
export async function openWorkspace(path: string, { mapping }: MappingOption = {}): Promise<Workspace> {
  return new Workspace(await openData(path, mapping), await bundledDictionary())
}

/** The same, before anything is computed of it. @param mapping path of a mapping file */
export async function openData(path: string, mapping?: string): Promise<Dataset> {
  const { name, bytes } = await readData(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const opened = await openDataset(name, bytes, sha256, await mappingAt(mapping))
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
