import { Worker } from 'node:worker_threads'
import type { Extractor } from './extractor.ts'
import { kernelExtractor, type KernelSources } from './kernel/extractor.ts'
import { type KernelThread, localRunner, threadRunner } from './kernel/runner.ts'

/**
 * The extractor on Node's threads. One thread is the caller's own.
 * @param script what each of the other threads runs: it serves a kernel (`serveKernel`)
 */
export const nodeKernelExtractor = (
  sources: KernelSources,
  threads: number,
  script: string | URL,
): Promise<Extractor> =>
  kernelExtractor(sources, (module, weights) =>
    threads === 1
      ? Promise.resolve([localRunner(module, weights)])
      : Promise.all(
          Array.from({ length: threads }, () => threadRunner(() => thread(script), module, weights)),
        ),
  )

/** A Node worker with the kernel. */
function thread(script: string | URL): KernelThread {
  const worker = new Worker(script, { execArgv: [] })
  // An idle thread keeps no process alive.
  worker.unref()
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.on('message', listener),
    onError: (listener) => worker.on('error', (error) => listener(String(error))),
    terminate: () => void worker.terminate(),
  }
}
