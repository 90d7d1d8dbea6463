import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleScorer } from '../build/scorer.ts'
import type { ScorerPart } from '../core/export/files.ts'
import { SCORER_FILES } from '../core/scoring/scorer-files.ts'
import { modelFolder } from '../encoder/node.ts'
import { kernelFolder } from '../encoder/node-model.ts'

const root = join(import.meta.dirname, '../..')

/** The files of the scorer, from this checkout. */
export async function scorerPackage(): Promise<ScorerPart[]> {
  const script = new TextEncoder().encode(await bundleScorer(root))
  return Promise.all(
    Object.entries(SCORER_FILES).map(async ([name, path]) => {
      if (name === 'whittle-scorer.mjs') return { name, bytes: script }
      const folder = name.endsWith('.wasm') ? kernelFolder : path.startsWith('model/') ? modelFolder() : null
      const bytes = await readFile(folder === null ? join(root, 'public', path) : join(folder, name))
      return { name, bytes: Uint8Array.from(bytes) }
    }),
  )
}
