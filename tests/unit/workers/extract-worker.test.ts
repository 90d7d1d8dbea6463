import * as Comlink from 'comlink'
import type * as Ort from 'onnxruntime-web'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BatchProgress, BatchSource } from '../../../src/protocol/batches.ts'
import type { ExtractApi, ExtractorInfo } from '../../../src/protocol/extract.ts'
import { reply } from '../../../src/protocol/reply.ts'
import { WorkerHandle } from '../../../src/bridge/worker-handle.ts'
import { bundledHashes, nodeExtractor } from '../../../src/encoder/node.ts'
import { Origin } from '../../origin.ts'
import { workerOf } from '../../worker-scope.ts'

/** The runtime for WebGPU, which no test machine has: what it fails with. */
const runtime = vi.hoisted(() => ({ fails: 'no shaders' }))
vi.mock('../../../workers/runtime.ts', () => ({
  webgpuRuntime: (): Promise<typeof Ort> => Promise.reject(new Error(runtime.fails)),
}))

const TEXTS = ['It is **four**. Are you sure?', 'Yes!', '']

let origin: Origin
let worker: WorkerHandle<ExtractApi>
const threads: MessagePort[] = []

/** A thread of the kernel: its module runs here, on the `self` of this process. */
function kernelThread() {
  const { port1: inside, port2: outside } = new MessageChannel()
  threads.push(inside, outside)
  Object.assign(self, {
    addEventListener: (type: 'message', listener: (event: Event) => void) => {
      inside.addEventListener(type, listener)
      inside.start()
    },
    postMessage: (message: unknown, { transfer }: { transfer: ArrayBuffer[] }) =>
      inside.postMessage(message, transfer),
  })
  void import('../../../workers/kernel.worker.ts')
  outside.start()
  return Object.assign(outside, { terminate: () => outside.close() })
}

beforeEach(() => {
  origin = new Origin()
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 })
  vi.stubGlobal('Worker', vi.fn(kernelThread))
  worker = new WorkerHandle(
    () => workerOf(() => import('../../../workers/extract.worker.ts')),
    'extraction worker',
  )
})
afterEach(() => {
  worker.stop('cancelled', 'The test has ended.')
  threads.splice(0).forEach((port) => port.close())
  vi.unstubAllGlobals()
})

/** A browser with a GPU that is announced but does not work. */
const brokenGpu = () =>
  vi.stubGlobal('navigator', {
    hardwareConcurrency: 1,
    gpu: { requestAdapter: async () => ({ info: { description: 'Old card', isFallbackAdapter: false } }) },
  })

it('says what would compute, and loads nothing for that', async () => {
  expect(await worker.call((api) => api.probe('auto'))).toEqual({
    ...{ kind: 'wasm', name: '1 CPU thread', because: 'this browser has no WebGPU' },
  })
  expect(origin.asked).toEqual([])
})

it('extracts as on the command line, loads the encoder once, and works through batches', async () => {
  await expect(worker.call((api) => api.extract(TEXTS, null))).rejects.toMatchObject({
    code: 'internal',
    message: 'Extraction was asked for before the encoder was loaded.',
  })
  const told: number[] = []
  const progress = Comlink.proxy((done: number, total: number) => void told.push(done / total))
  const info = await worker.call((api) => api.start('wasm', origin.base, progress))
  const { encoder, engine, dictionary } = bundledHashes()
  expect(info).toMatchObject({ encoder, engine, dictionary, device: { because: 'the GPU is switched off' } })
  expect(told.at(-1)).toBe(1)

  const node = await nodeExtractor({ threads: 1 })
  const units = await worker.call((api) => api.extract(TEXTS, null))
  expect(units).toEqual(await node.extract(TEXTS))
  expect(units.spans).toBe(TEXTS.length)
  await node.dispose()

  expect(await worker.call((api) => api.start('wasm', origin.base, null))).toEqual(info)
  expect(origin.count('model/encoder.safetensors')).toBe(1)

  const left = TEXTS.map((text, id) => ({ id, kind: 'response' as const, texts: [text] }))
  const taken: number[] = []
  const source: BatchSource = {
    next: () => reply(() => left.shift() ?? null),
    add: (id, { spans }) =>
      reply(() => {
        taken.push(id)
        return { done: taken.length, total: TEXTS.length, pairsDone: spans, notice: null }
      }),
  }
  const { port1, port2 } = new MessageChannel()
  Comlink.expose(source, port1)
  const heard: BatchProgress[] = []
  const tell = Comlink.proxy((one: BatchProgress) => void heard.push(one))
  await worker.callBeside((api) => api.run(7, Comlink.transfer(port2, [port2]), tell))
  port1.close()
  expect(taken.toSorted()).toEqual([0, 1, 2])
  await vi.waitFor(() => expect(heard.map(({ done }) => done)).toEqual([1, 2, 3]))
  await worker.callBeside((api) => api.cancel(7))
})

it('goes on with the CPU where the GPU does not work, unless the GPU was asked for', async () => {
  brokenGpu()
  await expect(worker.call((api) => api.start('webgpu', origin.base, null))).rejects.toMatchObject({
    code: 'model',
    message: 'The encoder cannot be loaded: no shaders.',
  })
  const info: ExtractorInfo = await worker.call((api) => api.start('auto', origin.base, null))
  expect(info.device).toEqual({
    ...{ kind: 'wasm', name: '1 CPU thread', because: 'WebGPU failed on Old card: no shaders' },
  })
})

it('does not blame the GPU for a file that is missing', async () => {
  brokenGpu()
  origin.put('model/encoder.onnx', () => new Response('', { status: 404 }))
  await expect(worker.call((api) => api.start('auto', origin.base, null))).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining('model/encoder.onnx') as string,
  })
  expect(origin.count('model/encoder.safetensors')).toBe(0)
})
