import { describe, expect, it } from 'vitest'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import type { Engine, RunOutput } from '../../../src/encoder/engine.ts'
import { createExtractor } from '../../../src/encoder/extractor.ts'
import { wordTokenizer } from '../../../src/encoder/tokenizer.ts'
import type { Window } from '../../../src/encoder/windows.ts'
import { tokenizerJson } from './tokenizer-json.ts'

const dictionary = { sha256: 'd', latents: 2, dim: 1 } as unknown as Dictionary

/**
 * A unit's state is the mean of its token ids; latent 0 always fires on it, latent 1 above 4.5. One window a
 * run.
 */
class FakeEngine implements Engine {
  readonly name = 'fake'
  readonly inFlight = 2
  readonly callsInFlight = 2
  running = 0
  most = 0
  calls = 0
  /** Calls, counted from 1, that fail. */
  readonly failing = new Map<number, Error>()

  /** The longest window first, as engines do. */
  plan(windows: readonly Window[]): Window[][] {
    return windows.toSorted((a, b) => b.length - a.length).map((window) => [window])
  }

  async run(windows: readonly Window[]): Promise<RunOutput> {
    const failure = this.failing.get(++this.calls)
    this.most = Math.max(this.most, ++this.running)
    await new Promise((resolve) => setTimeout(resolve))
    this.running--
    if (failure) throw failure
    const units = windows.flatMap((window) => window.units)
    const states = units.map(({ ids }) => ids.reduce((sum, id) => sum + id, 0) / ids.length)
    const indptr = [0]
    const firings = states.map((state) => (state > 4.5 ? [0, 1] : [0]))
    for (const fired of firings) indptr.push(indptr.at(-1)! + fired.length)
    return {
      states: Float32Array.from(states),
      indptr: Uint32Array.from(indptr),
      feature: Uint16Array.from(firings.flat()),
      value: Float32Array.from(firings.flatMap((fired, k) => fired.map(() => states[k]!))),
    }
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }
}

function fakeExtractor() {
  const engine = new FakeEngine()
  const { tokenize } = wordTokenizer(tokenizerJson)
  const hashes = { encoder: 'e', engine: 'n' }
  return { engine, extractor: createExtractor({ engine, tokenize, dictionary, hashes }) }
}

describe('the extractor', () => {
  it('gives every text its own units though windows are run longest first', async () => {
    const { engine, extractor } = fakeExtractor()
    const table = await extractor.extract(['one', 'one two three.', '', 'two three'])
    expect(engine.calls).toBe(3)
    expect(Array.from(table.unitPtr)).toEqual([0, 1, 2, 2, 3])
    expect(Array.from(table.state)).toEqual([4, (4 + 5 + 6 + 7) / 4, 0, 5.5])
    expect(Array.from(table.indptr)).toEqual([0, 1, 3, 5])
    expect(Array.from(table.feature)).toEqual([0, 0, 1, 0, 1])
    expect(Array.from(table.value)).toEqual([4, 5.5, 5.5, 5.5, 5.5])
  })

  it('keeps the engine as busy as it wants to be, over calls that overlap', async () => {
    const { engine, extractor } = fakeExtractor()
    const [first, second] = await Promise.all([
      extractor.extract(['one', 'two', 'three']),
      extractor.extract(['three', 'two two']),
    ])
    expect(engine.most).toBe(2)
    expect(Array.from(first.state)).toEqual([4, 5, 6])
    expect(Array.from(second.state)).toEqual([6, 5])
  })

  it('goes on after a run that failed, and only that call fails', async () => {
    const { engine, extractor } = fakeExtractor()
    engine.failing.set(1, new Error('out of memory'))
    const failing = extractor.extract(['one', 'two', 'three'])
    const after = extractor.extract(['two'])
    await expect(failing).rejects.toThrow('The encoder failed: out of memory')
    await expect(failing).rejects.toMatchObject({ code: 'model' })
    expect(Array.from((await after).state)).toEqual([5])
    // The third run of the first call was not begun any more.
    expect(engine.calls).toBe(3)
  })

  it('passes on that the device is lost', async () => {
    const { engine, extractor } = fakeExtractor()
    engine.failing.set(1, new WhittleError('device-lost', 'The GPU was lost.'))
    await expect(extractor.extract(['one'])).rejects.toMatchObject({ code: 'device-lost' })
  })

  it('says what its activations depend on', () => {
    const { extractor } = fakeExtractor()
    expect(extractor.hashes).toEqual({ encoder: 'e', engine: 'n', dictionary: 'd' })
  })

  it('keeps the last windows of a text when asked to', async () => {
    const { extractor } = fakeExtractor()
    const text = Array.from({ length: 100 }, (_, i) =>
      i < 90 ? 'one one one one one.' : 'two two two two two.',
    ).join(' ')
    const all = await extractor.extract([text])
    const last = await extractor.extract([text], 1)
    expect(all.start.length).toBe(100)
    expect(last.start.length).toBe(100 - 2 * 42)
    expect(Array.from(last.start)).toEqual(Array.from(all.start.subarray(84)))
  })
})
