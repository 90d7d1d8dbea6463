import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import { createAnalyser, createExtractor } from '../../src/bridge/workers.ts'
import { Origin } from '../origin.ts'
import { workerOf } from '../worker-scope.ts'

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['analyse', createAnalyser],
  ['extract', createExtractor],
])(
  'the %s worker is a module that starts with the first call, and ends when it is stopped',
  async (name, create) => {
    new Origin()
    const load = () =>
      name === 'analyse'
        ? import('../../workers/analyse.worker.ts')
        : import('../../workers/extract.worker.ts')
    const started: unknown[] = []
    const terminated = vi.fn()
    vi.stubGlobal(
      'Worker',
      vi.fn(function (url: URL, options: WorkerOptions) {
        started.push([url.pathname.split('/').at(-1), options.type])
        const worker = workerOf(load)
        return Object.assign(worker, { terminate: terminated.mockImplementation(worker.terminate) })
      }),
    )
    const handle = create()
    expect(started).toEqual([])
    const missing = handle.call((api: object) => (api as { extract(): Promise<never> }).extract())
    await expect(missing).rejects.toMatchObject({ code: 'internal' })
    expect(started).toEqual([[`${name}.worker.ts`, 'module']])
    handle.stop('cancelled', 'The test has ended.')
    expect(terminated).toHaveBeenCalledOnce()
  },
)
