import plainUrl from '../src/encoder/kernel/kernel.wasm?url'
import relaxedUrl from '../src/encoder/kernel/kernel-relaxed.wasm?url'
import type { KernelBinaries } from '../src/encoder/kernel/engine.ts'
import { type KernelThread, type Runner, threadRunner } from '../src/encoder/kernel/runner.ts'
import type { KernelWeights } from '../src/encoder/kernel/weights.ts'
import { fetchAsset } from './assets.ts'

/**
 * Threads that the kernel takes: each has a memory of its own, so no isolation is needed, but no more than
 * are useful.
 */
export const kernelThreads = (): number => Math.min(navigator.hardwareConcurrency, MOST_THREADS)
const MOST_THREADS = 16

export async function kernelBinaries(): Promise<KernelBinaries> {
  const bytes = async (url: string) =>
    new Uint8Array(await (await fetchAsset(self.location.href, url)).arrayBuffer())
  const [plain, relaxed] = await Promise.all([bytes(plainUrl), bytes(relaxedUrl)])
  return { plain, relaxed }
}

export function startThreads(module: WebAssembly.Module, weights: KernelWeights): Promise<Runner[]> {
  return Promise.all(
    Array.from({ length: kernelThreads() }, () => threadRunner(kernelThread, module, weights)),
  )
}

function kernelThread(): KernelThread {
  const worker = new Worker(new URL('./kernel.worker.ts', import.meta.url), { type: 'module' })
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onError: (listener) => worker.addEventListener('error', ({ message }) => listener(message)),
    terminate: () => worker.terminate(),
  }
}
