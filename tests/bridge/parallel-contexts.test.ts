import { afterEach, expect, it } from 'vitest'
import { dataClusterHypotheses } from '../../src/core/contexts/data-clusters.ts'
import { promptClusterHypotheses } from '../../src/core/contexts/prompt-clusters.ts'
import { WhittleError } from '../../src/core/failure.ts'
import { unpackContexts } from '../../src/core/workspace/contexts.ts'
import type { ContextsApi } from '../../src/protocol/contexts.ts'
import { reply } from '../../src/protocol/reply.ts'
import { BothViews } from '../../workers/parallel-contexts.ts'
import { FakeWorkers } from '../fake-worker.ts'
import { packed, topical } from '../unit/contexts/topical.ts'

const given = packed(topical({ pairs: 300, topics: 4, features: 60, seed: 1 }))

const all: FakeWorkers[] = []
afterEach(() => all.splice(0).forEach((workers) => workers.close()))

/** @param milliseconds before an answer */
function workers(milliseconds = 0): FakeWorkers {
  const api: ContextsApi = {
    promptClusters: (packed, progress) =>
      reply(async () => {
        await new Promise((go) => setTimeout(go, milliseconds))
        return promptClusterHypotheses(unpackContexts(packed), progress)
      }),
  }
  const made = new FakeWorkers(() => api)
  all.push(made)
  return made
}

it('finds what either view finds alone, tells progress to the end, and lets the other worker go', async () => {
  const fake = workers()
  const told: number[] = []
  const found = await new BothViews(given, fake.spawn).find((done, total) => told.push(done / total))
  const input = unpackContexts(given)
  expect(found).toEqual({ data: dataClusterHypotheses(input), prompt: promptClusterHypotheses(input) })
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(fake.terminated).toBe(1)
})

it('gives up when it is told to, and goes on with what was found', async () => {
  const fake = workers(100)
  const views = new BothViews(given, fake.spawn)
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
  expect(fake.started).toBe(1)
})

it('says so when the other worker stops', async () => {
  const fake = workers(10_000)
  const views = new BothViews(given, fake.spawn)
  setTimeout(() => fake.crash(), 50)
  await expect(views.find(() => undefined)).rejects.toMatchObject({
    code: 'worker-crashed',
    message: 'The contexts worker stopped unexpectedly (out of memory).',
  })
  expect(fake.terminated).toBe(1)
})
