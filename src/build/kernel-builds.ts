import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two roundings to a multiply-add everywhere, and one where relaxed SIMD is there. */
export const BUILDS = ['kernel', 'kernel-relaxed'] as const
export type KernelBuild = (typeof BUILDS)[number]

export const kernelFolder = join(import.meta.dirname, '../encoder/kernel')
const source = join(kernelFolder, 'source')
export const COMPILER = 'clang-19'

const sha256 = (...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const flags = (build: KernelBuild) => [
  '--target=wasm32',
  '-nostdlib',
  '-ffreestanding',
  '-O3',
  '-msimd128',
  ...(build === 'kernel-relaxed' ? ['-mrelaxed-simd'] : []),
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Wl,--no-entry,--strip-all,-z,stack-size=65536',
]

/** @throws Error where the compiler is not installed, or refuses the source */
export function compileKernel(build: KernelBuild): Uint8Array {
  const out = join(mkdtempSync(join(tmpdir(), 'whittle-kernel-')), 'kernel.wasm')
  execFileSync(COMPILER, [...flags(build), '-o', out, 'encoder.c'], { cwd: source, stdio: 'inherit' })
  return readFileSync(out)
}

/** What the committed builds were made of, and their hashes. */
export function kernelManifest() {
  const files = readdirSync(source).toSorted()
  const sources = sha256(
    ...files.flatMap((name) => [name, readFileSync(join(source, name))]),
    JSON.stringify(BUILDS.map(flags)),
  )
  const hash = (build: KernelBuild) => sha256(readFileSync(join(kernelFolder, `${build}.wasm`)))
  return { compiler: COMPILER, sources, kernel: hash('kernel'), 'kernel-relaxed': hash('kernel-relaxed') }
}
