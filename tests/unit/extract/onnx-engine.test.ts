import type * as Ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import { onnxEngine, type OnnxParts } from '../../../src/encoder/onnx/engine.ts'
import type { Window } from '../../../src/encoder/windows.ts'

const dictionary = { latents: 2, dim: 1, threshold: Float32Array.of(0, 4.5) } as unknown as Dictionary

interface FakeTensor {
  readonly data: Float32Array | Int32Array
  readonly dims: readonly number[]
}

class Tensor implements FakeTensor {
  constructor(
    readonly type: string,
    readonly data: Float32Array | Int32Array,
    readonly dims: readonly number[],
  ) {}
}

/** An encoder whose unit state is the mean of its token ids, which both latents have as pre-activation. */
class FakeSession {
  running = 0
  most = 0
  undisposed = 0
  calls = 0
  /** Calls, counted from 1, that fail. */
  failing = new Set<number>()

  async run({ ids, pool, rows }: Record<string, FakeTensor>): Promise<unknown> {
    this.calls++
    this.most = Math.max(this.most, ++this.running)
    await Promise.resolve()
    this.running--
    if (this.failing.has(this.calls)) throw new Error('out of memory')
    const [, U, T] = pool!.dims as [number, number, number]
    const state = Float32Array.from(rows!.data, (row) => {
      let mean = 0
      for (let t = 0; t < T; t++) mean += pool!.data[row * T + t]! * ids!.data[Math.floor(row / U) * T + t]!
      return mean
    })
    return {
      state: this.output(state),
      pre: this.output(Float32Array.from([...state].flatMap((s) => [s, s]))),
    }
  }

  output(data: Float32Array) {
    this.undisposed++
    return { getData: () => Promise.resolve(data), dispose: () => this.undisposed-- }
  }
}

function fakeEngine(lost = new Promise<never>(() => undefined)) {
  const session = new FakeSession()
  const nothing = new Tensor('float32', new Float32Array(), [0])
  const engine = onnxEngine({
    name: 'fake',
    session: session as unknown as Ort.InferenceSession,
    tensor: Tensor as unknown as typeof Ort.Tensor,
    head: { encoder: nothing, bias: nothing } as unknown as OnnxParts['head'],
    tuning: { batchTokens: 5, rowLength: null, inFlight: 2, callsInFlight: 1 },
    specials: { cls: 2, sep: 3, pad: 0 },
    dictionary,
    lost,
  })
  return { session, engine }
}

const window = (...unitIds: number[][]): Window => ({
  firstUnit: 0,
  units: unitIds.map((ids) => ({ start: 0, end: 1, ids })),
  length: unitIds.flat().length + 2,
})

describe('the engine on onnxruntime', () => {
  it('gives states and the latents above their threshold, unit by unit', async () => {
    const { engine } = fakeEngine()
    const output = await engine.run([window([4], [5, 6]), window([7])])
    expect(Array.from(output.states)).toEqual([4, 5.5, 7])
    expect(Array.from(output.indptr)).toEqual([0, 1, 3, 5])
    expect(Array.from(output.feature)).toEqual([0, 0, 1, 0, 1])
    expect(Array.from(output.value)).toEqual([4, 5.5, 5.5, 7, 7])
  })

  it('computes one run at a time and disposes what it read', async () => {
    const { session, engine } = fakeEngine()
    await Promise.all([engine.run([window([4])]), engine.run([window([5])]), engine.run([window([6])])])
    expect(session.most).toBe(1)
    expect(session.undisposed).toBe(0)
  })

  it('goes on after a run that failed', async () => {
    const { session, engine } = fakeEngine()
    session.failing.add(1)
    const failing = engine.run([window([4])])
    const after = engine.run([window([5])])
    await expect(failing).rejects.toThrow('out of memory')
    expect(Array.from((await after).states)).toEqual([5])
    expect(session.undisposed).toBe(0)
  })

  it('says so when the device is lost, even while a run hangs', async () => {
    const lost = Promise.reject(new WhittleError('device-lost', 'The GPU was lost.')) as Promise<never>
    const { session, engine } = fakeEngine(lost)
    session.run = () => new Promise(() => undefined)
    await expect(engine.run([window([4])])).rejects.toMatchObject({ code: 'device-lost' })
    await expect(engine.run([window([5])])).rejects.toMatchObject({ code: 'device-lost' })
  })
})
