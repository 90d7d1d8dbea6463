import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { dataKind } from '../core/data-kind.ts'
import { WhittleError } from '../core/failure.ts'
import { openDataset } from '../core/dataset/dataset.ts'
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

/** Opens a file of preferences, and writes to stderr its format and its bad rows. */
export async function openWorkspace(path: string): Promise<Workspace> {
  const bytes = await read(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const opened = await openDataset(basename(path), bytes, sha256, null)
  if (opened.kind === 'mapping') {
    const { because, columns, suggestion } = opened.request
    const names =
      suggestion.kind === 'judged' ? 'prompt, completion and label' : 'prompt, chosen and rejected'
    throw new WhittleError(
      'needs-mapping',
      `${because} Rename them to ${names} (they are ${columns.slice(0, 12).join(', ')}), or open the file in the page, which asks.`,
    )
  }
  const { info } = opened.dataset
  console.error(`${info.name}: ${info.pairs} ${dataKind(info)} of ${info.rows} rows, ${info.format}`)
  for (const { reason, count, rows } of info.badRows) {
    const more = count > rows.length ? ', …' : ''
    console.error(`  ${count} bad: ${reason} (rows ${rows.join(', ')}${more})`)
  }
  return new Workspace(opened.dataset, await bundledDictionary())
}
