import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UnitTable } from '../src/core/activations.ts'
import { windowsOf } from '../src/core/extract/plan.ts'
import { readUnits, writeUnits } from '../src/core/unit-file.ts'
import { openDataset } from '../src/core/workspace/dataset.ts'
import { Workspace } from '../src/core/workspace/workspace.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import { bundledDictionary, bundledHashes, nodeExtractor } from '../src/encoder/node.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, '../shared/data')
const cache = join(root, 'node_modules/.cache/whittle/tests')

/** Whether other people's data lies beside the checkout; it is no part of it. */
export const haveRealData = existsSync(folder)

/** Extracts texts; what was extracted before is kept beside the model's cache, since it takes minutes. */
class CachedExtractor {
  #extractor: Promise<Extractor> | null = null

  async extract(texts: readonly string[], windows: number | null): Promise<UnitTable> {
    const { encoder, dictionary } = bundledHashes()
    const key = createHash('sha256')
      .update(JSON.stringify([encoder, dictionary, texts, ...(windows === null ? [] : [windows])]))
      .digest('hex')
    const path = join(cache, `${key}.safetensors`)
    if (existsSync(path)) return readUnits(readFileSync(path)).table
    // One thread: the other core belongs to the other tests.
    this.#extractor ??= nodeExtractor({ threads: 1 })
    const units = await (await this.#extractor).extract(texts, windows)
    mkdirSync(cache, { recursive: true })
    writeFileSync(path, writeUnits(units, {}))
    return units
  }

  async dispose(): Promise<void> {
    await (await this.#extractor)?.dispose()
  }
}

/**
 * A file on the whole path, as the page and the command line take it.
 * @param prompts extract the prompts, too: contexts need them
 */
export async function realData(name: string, { prompts = false } = {}): Promise<Workspace> {
  const bytes = readFileSync(join(folder, name))
  const opened = await openDataset(name, bytes, createHash('sha256').update(bytes).digest('hex'), null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  const workspace = new Workspace(opened.dataset, await bundledDictionary())
  const { extraction } = workspace
  const extractor = new CachedExtractor()
  for (const [id, batch] of extraction.batches.entries()) {
    if (prompts || batch.kind === 'response')
      extraction.add(id, await extractor.extract(extraction.texts(id), windowsOf(batch)))
  }
  await extractor.dispose()
  return workspace
}
