import { serveKernel } from '../src/encoder/kernel/runner.ts'

/** A thread of the kernel in the page; workers/extract.worker.ts starts them and feeds them. */
serveKernel({
  postMessage: (message, transfer) => self.postMessage(message, { transfer }),
  onMessage: (listener) =>
    self.addEventListener('message', (event) => listener((event as MessageEvent<unknown>).data)),
})
