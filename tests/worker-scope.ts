import { vi } from 'vitest'
import type { WorkerLike } from '../src/protocol/worker-like.ts'

/**
 * Runs the module of a worker in this thread: what it exposes on its global scope answers on the port that
 * comes back. One at a time.
 */
export function workerOf(load: () => Promise<unknown>): WorkerLike {
  const { port1: inside, port2: outside } = new MessageChannel()
  vi.stubGlobal('addEventListener', (type: 'message', listener: (event: Event) => void) => {
    inside.addEventListener(type, listener)
    inside.start()
  })
  vi.stubGlobal('postMessage', (message: unknown, transfer: Transferable[]) =>
    inside.postMessage(message, transfer),
  )
  vi.resetModules()
  // A worker whose module does not load is an error of the test.
  void load()
  return Object.assign(outside, {
    terminate: () => {
      inside.close()
      outside.close()
    },
  }) as WorkerLike
}
