import type * as Ort from 'onnxruntime-web'
import { afterEach, expect, it, vi } from 'vitest'
import { webgpuRuntime } from '../../../workers/runtime.ts'

const made = vi.hoisted(() => (name: string) => ({ name, env: { wasm: {} } }))
vi.mock('onnxruntime-web/jspi', () => made('jspi'))
vi.mock('onnxruntime-web/webgpu', () => made('webgpu'))

afterEach(() => vi.unstubAllGlobals())

/** Which build is taken, and from which files. */
async function taken(suspends: boolean) {
  const { Suspending: _, ...others } = WebAssembly as typeof WebAssembly & { Suspending?: unknown }
  vi.stubGlobal('WebAssembly', suspends ? { ...others, Suspending: Object } : others)
  const ort = (await webgpuRuntime()) as typeof Ort & { name: string }
  return { name: ort.name, ...ort.env.wasm }
}

it('the runtime for WebGPU suspends natively where the browser can', async () => {
  const jspi = await taken(true)
  expect(jspi.name).toBe('jspi')
  expect(JSON.stringify(jspi.wasmPaths)).toMatch(/jspi\.mjs.*jspi\.wasm/)
  const asyncify = await taken(false)
  expect(asyncify.name).toBe('webgpu')
  expect(JSON.stringify(asyncify.wasmPaths)).toMatch(/asyncify\.mjs.*asyncify\.wasm/)
  expect([jspi.numThreads, asyncify.numThreads]).toEqual([1, 1])
})
