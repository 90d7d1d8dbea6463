import { parentPort } from 'node:worker_threads'
import * as Comlink from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'

let calls = 0
const value = (result) => ({ ok: true, value: result })

Comlink.expose(
  {
    add: (a, b) => value(a + b),
    fail: () => ({ ok: false, failure: { code: 'bad-file', message: 'This file is empty.' } }),
    throwOutside: () => {
      setTimeout(() => {
        throw new Error('out of memory')
      })
      return new Promise(() => undefined)
    },
    throwLater: () => {
      setTimeout(() => {
        throw new Error('late')
      }, 20)
      return value(0)
    },
    longWork: (interrupt, milliseconds) => {
      for (const end = Date.now() + milliseconds; Date.now() < end;) {
        if (Atomics.load(interrupt, 0) === 1)
          return { ok: false, failure: { code: 'cancelled', message: 'Interrupted.' } }
      }
      return value('done')
    },
    hang: () => new Promise(() => undefined),
    count: () => value(++calls),
  },
  nodeEndpoint(parentPort),
)
