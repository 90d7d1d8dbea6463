import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Prefer } from '../../../src/protocol/extract.ts'
import { chooseDevice } from '../../../workers/device.ts'
import { dataFile, roomForText } from '../../../workers/files.ts'
import { throttled } from '../../../workers/progress.ts'
import { MAX_FILE_BYTES } from '../../../src/core/parse/limits.ts'

afterEach(() => vi.unstubAllGlobals())

type Info = Partial<GPUAdapterInfo>

/** A browser with this many cores; no `gpu` where it is left out, no adapter where it is null. */
function browser(hardwareConcurrency: number, info?: Info | null): void {
  const gpu = { requestAdapter: async () => (info ? { info } : null) }
  vi.stubGlobal('navigator', { hardwareConcurrency, ...(info === undefined ? {} : { gpu }) })
}
const chosen = async (prefer: Prefer) => {
  const { kind, name, because } = await chooseDevice(prefer)
  return `${kind}: ${name}, since ${because}`
}

const real: Info = { description: 'H100', vendor: 'v', architecture: 'a', isFallbackAdapter: false }

describe('the device', () => {
  it('is the GPU where there is one', async () => {
    browser(4, real)
    expect(await chosen('auto')).toBe('webgpu: H100, since this browser offers WebGPU')
  })

  it.each([
    [{ ...real, description: '' }, 'v a'],
    [{ ...real, description: '', vendor: '' }, 'a'],
    [{ ...real, description: '', vendor: '', architecture: '' }, 'GPU'],
  ])('is called by what the adapter says: %j', async (info, name) => {
    browser(4, info)
    expect((await chooseDevice('auto')).name).toBe(name)
  })

  it('is the CPU where the GPU is switched off, missing, or refused', async () => {
    browser(4, real)
    expect(await chosen('wasm')).toBe('wasm: 4 CPU threads, since the GPU is switched off')
    browser(1)
    expect(await chosen('auto')).toBe('wasm: 1 CPU thread, since this browser has no WebGPU')
    browser(64, null)
    expect(await chosen('webgpu')).toBe('wasm: 16 CPU threads, since this browser offers no WebGPU adapter')
  })

  it('is an emulated GPU only where it is asked for', async () => {
    browser(2, { ...real, isFallbackAdapter: true })
    expect(await chosen('auto')).toBe('wasm: 2 CPU threads, since the only WebGPU adapter here is emulated')
    expect((await chooseDevice('webgpu')).kind).toBe('webgpu')
  })
})

describe('a file of the page', () => {
  it('is read in parts', async () => {
    const file = dataFile(new File(['abcdef'], 'a.jsonl'))
    expect(file).toMatchObject({ name: 'a.jsonl', size: 6 })
    expect(new TextDecoder().decode(await file.read(2, 5))).toBe('cde')
  })

  it('has room for 1 byte of text for 2.5 bytes of heap, or the limit where the browser does not say', () => {
    vi.stubGlobal('performance', { memory: { jsHeapSizeLimit: 4e9 } })
    expect(roomForText()).toBe(1.6e9)
    vi.stubGlobal('performance', {})
    expect(roomForText()).toBe(MAX_FILE_BYTES)
  })
})

it('progress is told ten times a second, and at the end', () => {
  const told: number[] = []
  let now = 1000
  vi.stubGlobal('performance', { now: () => now })
  const tell = throttled((done) => told.push(done))
  for (const [at, done] of [
    [1000, 1],
    [1099, 2],
    [1100, 3],
    [1150, 4],
    [1160, 10],
  ] as const) {
    now = at
    tell(done, 10)
  }
  expect(told).toEqual([1, 3, 10])
})
