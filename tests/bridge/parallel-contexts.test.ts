import * as Comlink from 'comlink'
import { afterEach, expect, it } from 'vitest'
import { dataClusterHypotheses } from '../../src/core/contexts/data-clusters.ts'
import { promptClusterHypotheses } from '../../src/core/contexts/prompt-clusters.ts'
import { WhittleError } from '../../src/core/failure.ts'
import { unpackContexts } from '../../src/core/workspace/contexts.ts'
import type { ContextsApi } from '../../src/protocol/contexts.ts'
import { reply } from '../../src/protocol/reply.ts'
import type { WorkerLike } from '../../src/protocol/worker-like.ts'
import { BothViews } from '../../workers/parallel-contexts.ts'
import { packed, topical } from '../unit/contexts/topical.ts'

const given = packed(topical({ pairs: 300, topics: 4, features: 60, seed: 1 }))

const open: MessagePort[] = []
afterEach(() => open.splice(0).forEach((port) => port.close()))

/** Workers behind ports of this thread: messages are copied as between threads. @param milliseconds before an answer */
function workers(milliseconds = 0) {
  const crash: (() => void)[] = []
  let terminated = 0
  const spawn = (): WorkerLike => {
    const { port1, port2 } = new MessageChannel()
    open.push(port1, port2)
    const api: ContextsApi = {
      promptClusters: (packed, progress) =>
        reply(async () => {
          await new Promise((go) => setTimeout(go, milliseconds))
          return promptClusterHypotheses(unpackContexts(packed), progress)
        }),
    }
    Comlink.expose(api, port1)
    const errors = new EventTarget()
    crash.push(() => errors.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' })))
    return {
      postMessage: (message, transfer) => port2.postMessage(message, transfer ?? []),
      addEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
        (type === 'error' ? errors : port2).addEventListener(type, listener),
      removeEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
        port2.removeEventListener(type, listener),
      start: () => port2.start(),
      terminate: () => void terminated++,
    }
  }
  return { spawn, crash, started: () => crash.length, terminated: () => terminated }
}

it('finds what either view finds alone, tells progress to the end, and lets the other worker go', async () => {
  const { spawn, terminated } = workers()
  const told: number[] = []
  const found = await new BothViews(given, spawn).find((done, total) => told.push(done / total))
  const input = unpackContexts(given)
  expect(found).toEqual({ data: dataClusterHypotheses(input), prompt: promptClusterHypotheses(input) })
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(terminated()).toBe(1)
})

it('gives up when it is told to, and goes on with what was found', async () => {
  const { spawn, started } = workers(100)
  const views = new BothViews(given, spawn)
  const giveUp = () => {
    throw new WhittleError('cancelled', 'Something more urgent was asked for.')
  }
  await expect(views.find(giveUp)).rejects.toMatchObject({ code: 'cancelled' })
  // Nothing else runs while data clusters are looked for: this one gives up when they are found.
  let urgent = false
  setTimeout(() => (urgent = true))
  const later = views.find(() => urgent && giveUp())
  await expect(later).rejects.toMatchObject({ code: 'cancelled' })
  const told: number[] = []
  const { prompt } = await views.find((done, total) => told.push(done / total))
  expect(told[0]).toBeGreaterThanOrEqual(0.5)
  expect(prompt.contexts.length).toBeGreaterThan(0)
  expect(started()).toBe(1)
})

it('says so when the other worker stops', async () => {
  const { spawn, crash, terminated } = workers(10_000)
  const views = new BothViews(given, spawn)
  setTimeout(() => crash[0]!(), 50)
  await expect(views.find(() => undefined)).rejects.toMatchObject({
    code: 'worker-crashed',
    message: 'The contexts worker stopped unexpectedly (out of memory).',
  })
  expect(terminated()).toBe(1)
})
