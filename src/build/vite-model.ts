import { join } from 'node:path'
import type { Plugin } from 'vite'
import { buildModel } from '../encoder/node-model.ts'

/** Puts the encoder into public/model before a build and when the dev server starts. */
export function encoderModel(): Plugin {
  return {
    name: 'whittle-model',
    apply: () => !process.env['VITEST'],
    configResolved({ publicDir }) {
      buildModel(join(publicDir, 'model'))
    },
  }
}
