import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { readUnits } from '../core/unit-file.ts'
import { buildModel } from '../encoder/node-model.ts'

/** Writes the generated files into public/ before a build and when the dev server starts. */
export function modelAssets(): Plugin {
  return {
    name: 'whittle-model',
    apply: () => !process.env['VITEST'],
    configResolved({ publicDir }) {
      buildModel(join(publicDir, 'model'))
      exampleManifest(join(publicDir, 'example'))
    },
  }
}

/**
 * Writes which extractor and dataset the example's activations belong to, so that the page can tell without
 * loading them.
 */
function exampleManifest(folder: string): void {
  const { meta } = readUnits(readFileSync(join(folder, 'activations.safetensors')))
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(meta, null, 2)}\n`)
}
