import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  BUILDS,
  COMPILER,
  compileKernel,
  kernelFolder,
  kernelManifest,
} from '../../../src/build/kernel-builds.ts'

const compiler = spawnSync(COMPILER, ['--version']).status === 0

describe('the committed kernel', () => {
  it('was made from the source beside it, and is whole', () => {
    expect(JSON.parse(readFileSync(join(kernelFolder, 'manifest.json'), 'utf8'))).toEqual(kernelManifest())
  })

  it.skipIf(!compiler)(
    'is what the compiler makes of it again, byte by byte (skipped without clang-19)',
    () => {
      for (const build of BUILDS) {
        const committed = readFileSync(join(kernelFolder, `${build}.wasm`))
        expect(Buffer.compare(committed, compileKernel(build))).toBe(0)
      }
    },
  )

  it('is valid WebAssembly with SIMD', () => {
    expect(WebAssembly.validate(readFileSync(join(kernelFolder, 'kernel.wasm')))).toBe(true)
  })
})
