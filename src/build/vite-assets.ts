import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { readUnits } from '../core/unit-file.ts'
import { buildModel, kernelFolder } from '../encoder/node-model.ts'
import { bundleScorer } from './scorer.ts'

/** Writes the generated files into public/ before a build and when the dev server starts. */
export function modelAssets(): Plugin {
  return {
    name: 'whittle-model',
    apply: () => !process.env['VITEST'],
    async configResolved({ publicDir, root }) {
      buildModel(join(publicDir, 'model'))
      exampleManifest(join(publicDir, 'example'))
      await scorer(root, join(publicDir, 'model/scorer'))
    },
  }
}

/** Writes the script of the scorer and its kernels, for exports to take along. */
async function scorer(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'whittle-scorer.mjs'), await bundleScorer(root))
  for (const name of ['kernel.wasm', 'kernel-relaxed.wasm'])
    copyFileSync(join(kernelFolder, name), join(folder, name))
}

/**
 * Writes which extractor and dataset the example's activations belong to, so that the page can tell without
 * loading them.
 */
function exampleManifest(folder: string): void {
  const { meta } = readUnits(readFileSync(join(folder, 'activations.safetensors')))
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(meta, null, 2)}\n`)
}
