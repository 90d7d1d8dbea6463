import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { windowsOf } from '../src/core/extract/plan.ts'
import { type Dataset, openDataset } from '../src/core/dataset/dataset.ts'
import { Workspace } from '../src/core/workspace/workspace.ts'
import { bundledDictionary } from '../src/encoder/node.ts'
import { CachedExtractor } from './cached-extractor.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, '../shared/data')

/** Whether other people's data lies beside the checkout; it is no part of it. */
export const haveRealData = existsSync(folder)

/** A file, read. */
export async function realPairs(name: string): Promise<Dataset> {
  const bytes = readFileSync(join(folder, name))
  const opened = await openDataset(name, bytes, createHash('sha256').update(bytes).digest('hex'), null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  return opened.dataset
}

/**
 * A file on the whole path, as the page and the command line take it.
 * @param prompts extract the prompts, too: contexts need them
 */
export async function realData(name: string, { prompts = false } = {}): Promise<Workspace> {
  const workspace = new Workspace(await realPairs(name), await bundledDictionary())
  const { extraction } = workspace
  const extractor = new CachedExtractor()
  for (const [id, batch] of extraction.batches.entries()) {
    if (prompts || batch.kind === 'response')
      extraction.add(id, await extractor.extract(extraction.texts(id), windowsOf(batch)))
  }
  await extractor.dispose()
  return workspace
}
