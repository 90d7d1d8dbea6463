import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { afterEach, describe, expect, it } from 'vitest'
import { WorkerHandle } from '../../src/bridge/worker-handle.ts'
import type { Reply } from '../../src/protocol/reply.ts'
import type { WorkerLike } from '../../src/protocol/worker-like.ts'

/** The contract of tests/bridge/worker.mjs. */
interface TestApi {
  add(a: number, b: number): Promise<Reply<number>>
  fail(): Promise<Reply<never>>
  throwOutside(): Promise<Reply<never>>
  throwLater(): Promise<Reply<number>>
  longWork(interrupt: Int32Array | null, milliseconds: number): Promise<Reply<string>>
  hang(): Promise<Reply<never>>
  count(): Promise<Reply<number>>
}

const started: Worker[] = []

/**
 * A real thread behind the interface of a browser's Worker: an uncaught error there is an 'error' event here.
 */
function spawn(): WorkerLike {
  const thread = new Worker(new URL('./worker.mjs', import.meta.url))
  started.push(thread)
  const endpoint = nodeEndpoint(thread) as unknown as WorkerLike
  return {
    postMessage: (message, transfer) => endpoint.postMessage(message, transfer),
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      if (type === 'message') endpoint.addEventListener(type, listener)
      if (type === 'error') {
        thread.on('error', (error) => {
          ;(listener as EventListener)(Object.assign(new Event('error'), { message: error.message }))
        })
      }
    },
    removeEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
      endpoint.removeEventListener(type, listener),
    terminate: () => thread.terminate(),
  }
}

const handle = () => new WorkerHandle<TestApi>(spawn, 'test worker')

afterEach(async () => {
  await Promise.all(started.splice(0).map((thread) => thread.terminate()))
})

describe('a worker behind the bridge', () => {
  it('answers calls', async () => {
    expect(await handle().call((api) => api.add(2, 3))).toBe(5)
  })

  it('starts no worker before the first call', () => {
    handle()
    expect(started).toHaveLength(0)
  })

  it('throws a failure with its code and sentence', async () => {
    await expect(handle().call((api) => api.fail())).rejects.toMatchObject({
      code: 'bad-file',
      message: 'This file is empty.',
    })
  })

  it('goes on after a failed call', async () => {
    const worker = handle()
    const failed = worker.call((api) => api.fail())
    const next = worker.call((api) => api.add(1, 1))
    await expect(failed).rejects.toThrow()
    expect(await next).toBe(2)
  })

  it('runs calls one after another', async () => {
    const worker = handle()
    const first = worker.call((api) => api.count())
    const second = worker.call((api) => api.count())
    expect(await Promise.all([first, second])).toEqual([1, 2])
  })

  it('rejects a pending call when the worker crashes', async () => {
    await expect(handle().call((api) => api.throwOutside())).rejects.toMatchObject({
      code: 'worker-crashed',
      message: expect.stringContaining('test worker') as string,
    })
  })

  it('starts a new worker after a crash', async () => {
    const worker = handle()
    await worker.call((api) => api.throwOutside()).catch(() => undefined)
    expect(await worker.call((api) => api.count())).toBe(1)
    expect(worker.generation).toBe(2)
  })

  it('says that state was lost, also when no call was waiting', async () => {
    const worker = handle()
    const crashed = new Promise<string>((resolve) => (worker.onCrash = resolve))
    await worker.call((api) => api.count())
    void worker.call((api) => api.throwLater())
    expect(await crashed).toContain('test worker')
  })

  it('cancels a call that never ends, and what waits behind it', async () => {
    const worker = handle()
    const hanging = worker.call((api) => api.hang())
    const behind = worker.call((api) => api.add(4, 4))
    await new Promise((resolve) => setTimeout(resolve, 50))
    worker.stop('cancelled', 'Stopped by the person.')
    const after = worker.call((api) => api.count())
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' })
    await expect(behind).rejects.toMatchObject({ code: 'cancelled', message: 'Stopped by the person.' })
    expect(await after).toBe(1)
    expect(worker.generation).toBe(2)
  })

  it('runs a call beside one that never ends', async () => {
    const worker = handle()
    const hanging = worker.call((api) => api.hang())
    expect(await worker.callBeside((api) => api.add(4, 4))).toBe(8)
    worker.stop('cancelled', 'Stopped by the person.')
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('makes a background call give way to another, and makes it again', async () => {
    const worker = handle()
    const flags: (Int32Array | null)[] = []
    const background = worker.callInBackground((api, interrupt) => {
      flags.push(interrupt)
      return api.longWork(interrupt, flags.length === 1 ? 60_000 : 1)
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await worker.call((api) => api.add(1, 2))).toBe(3)
    expect(await background).toBe('done')
    expect(flags).toHaveLength(2)
  })

  it('makes a background call give way that waits behind another', async () => {
    const worker = handle()
    const asked: string[] = []
    const long = (name: string) =>
      worker.callInBackground((api, interrupt) => {
        asked.push(name)
        return api.longWork(interrupt, asked.length === 1 ? 60_000 : 1)
      })
    const both = [long('first'), long('second')]
    await new Promise((resolve) => setTimeout(resolve, 100))
    await worker.call((api) => api.add(1, 2))
    expect(asked).toEqual(['first'])
    expect(await Promise.all(both)).toEqual(['done', 'done'])
  })

  it('does not make a background call again that fails by itself', async () => {
    await expect(handle().callInBackground((api) => api.fail())).rejects.toMatchObject({ code: 'bad-file' })
  })

  it('ends the thread that it stops', async () => {
    const worker = handle()
    await worker.call((api) => api.add(0, 0))
    const exit = once(started[0]!, 'exit')
    worker.stop('cancelled', 'Stopped by the person.')
    await exit
  })
})
