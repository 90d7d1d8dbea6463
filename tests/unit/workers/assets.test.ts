import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bundledDictionary, bundledHashes } from '../../../src/encoder/node.ts'
import {
  fetchAsset,
  fetchBytes,
  loadDictionary,
  loadHashes,
  ModelFiles,
  type ModelManifest,
} from '../../../workers/assets.ts'
import { Origin } from '../../origin.ts'

afterEach(() => vi.unstubAllGlobals())

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const bytes = Uint8Array.of(1, 2, 3, 4, 5)

/** A body that comes in two parts. */
const inParts = (headers: Record<string, string> = {}) =>
  new Response(
    new ReadableStream({
      start(sink) {
        sink.enqueue(bytes.slice(0, 2))
        sink.enqueue(bytes.slice(2))
        sink.close()
      },
    }),
    { headers },
  )

/** @returns the bytes of a file, and what was told of them */
async function fetched(response: () => Response) {
  const origin = new Origin()
  origin.put('x.bin', response)
  const told: number[][] = []
  const got = await fetchBytes(origin.base, 'x.bin', (done, total) => told.push([done, total]))
  return { got, told }
}

describe('a part of the app', () => {
  it('that the server does not have is a failure that says which', async () => {
    const { base } = new Origin()
    await expect(fetchAsset(base, 'nothing.bin')).rejects.toMatchObject({
      code: 'model',
      message:
        'nothing.bin cannot be loaded (the server answered 404). Check that the app is still served, and reload.',
    })
  })

  it('that no server answers for is the same failure', async () => {
    const origin = new Origin()
    origin.put('x.bin', () => {
      throw new TypeError('Failed to fetch')
    })
    await expect(fetchAsset(origin.base, 'x.bin')).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('(TypeError: Failed to fetch)') as string,
    })
  })

  it('tells how far it is', async () => {
    const { got, told } = await fetched(() => inParts({ 'Content-Length': '5' }))
    expect(got).toEqual(bytes)
    expect(told).toEqual([
      [2, 5],
      [5, 5],
    ])
  })

  it.each([{ 'Content-Length': '3', 'Content-Encoding': 'gzip' }, {}])(
    'is read whole where its length is not known: %j',
    async (headers) => {
      const { got, told } = await fetched(() => inParts(headers as Record<string, string>))
      expect(got).toEqual(bytes)
      expect(told).toEqual([])
    },
  )
})

describe('a file of the model', () => {
  const manifest = (hash: string) =>
    ({ files: { 'encoder.bin': hash, 'config.json': hash } }) as unknown as ModelManifest
  async function load(name: string, hash: string, secure = true) {
    const origin = new Origin({ secure })
    for (const file of ['encoder.bin', 'config.json'])
      origin.put(`model/${file}`, () => inParts({ 'Content-Length': '5' }))
    const told: number[] = []
    const files = new ModelFiles(origin.base, manifest(hash), (done) => told.push(done))
    return { got: await files.bytes(name), told }
  }

  it('is told of where it is the weights', async () => {
    expect(await load('encoder.bin', sha256(bytes))).toEqual({ got: bytes, told: [2, 5] })
    expect(await load('config.json', sha256(bytes))).toEqual({ got: bytes, told: [] })
  })

  it('that is not as it was built is refused', async () => {
    await expect(load('config.json', sha256(bytes.slice(1)))).rejects.toMatchObject({
      code: 'model',
      message:
        'model/config.json is damaged: its bytes are not those that the app was built with. Reload to fetch it again.',
    })
  })

  it('is taken as it is where the browser does not hash', async () => {
    expect((await load('config.json', 'another', false)).got).toEqual(bytes)
  })
})

describe('the dictionary', () => {
  it('is that of the repository', async () => {
    const { base } = new Origin()
    const hashes = await loadHashes(base)
    const { encoder, engine, dictionary } = bundledHashes()
    expect(hashes).toEqual({ encoder, engine, dictionary })
    const [loaded, bundled] = [await loadDictionary(base, dictionary), await bundledDictionary()]
    expect(loaded.sha256).toBe(bundled.sha256)
    expect(loaded.features).toEqual(bundled.features)
    expect(loaded.encoderBias).toEqual(bundled.encoderBias)
  })

  it('of another build is refused', async () => {
    const { base } = new Origin()
    await expect(loadDictionary(base, '0'.repeat(64))).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('dictionary/dictionary.safetensors is damaged') as string,
    })
  })
})
