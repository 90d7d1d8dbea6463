import { parentPort } from 'node:worker_threads'
import { serveKernel } from './kernel/runner.ts'

/** A thread of the kernel in Node. */
serveKernel({
  postMessage: (message, transfer) => parentPort!.postMessage(message, transfer),
  onMessage: (listener) => parentPort!.on('message', listener),
})
