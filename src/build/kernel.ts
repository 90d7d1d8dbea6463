/**
 * Compiles src/encoder/kernel/source with Debian's clang and lld (apt-get install clang-19 lld-19) into the
 * two builds that are committed beside it, and writes what they were made of: npx tsx src/build/kernel.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILDS, compileKernel, kernelFolder, kernelManifest } from './kernel-builds.ts'

for (const build of BUILDS) writeFileSync(join(kernelFolder, `${build}.wasm`), compileKernel(build))
writeFileSync(join(kernelFolder, 'manifest.json'), `${JSON.stringify(kernelManifest(), null, 2)}\n`)
