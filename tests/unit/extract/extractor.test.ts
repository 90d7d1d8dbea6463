import type * as Ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import { createExtractor } from '../../../src/encoder/extractor.ts'

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'one', 'two', 'three', '.']

const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
}

const dictionary = {
  sha256: 'd',
  latents: 2,
  dim: 1,
  threshold: Float32Array.of(0, 4.5),
} as unknown as Dictionary

interface FakeTensor {
  readonly data: Float32Array | Int32Array
  readonly dims: readonly number[]
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

class Tensor implements FakeTensor {
  constructor(
    readonly type: string,
    readonly data: Float32Array | Int32Array,
    readonly dims: readonly number[],
  ) {}
}

function fakeExtractor(lost = new Promise<never>(() => undefined), batchTokens = 5) {
  const session = new FakeSession()
  const nothing = new Tensor('float32', new Float32Array(), [0])
  const extractor = createExtractor({
    session: session as unknown as Ort.InferenceSession,
    tensor: Tensor as unknown as typeof Ort.Tensor,
    head: { encoder: nothing, bias: nothing } as unknown as Parameters<typeof createExtractor>[0]['head'],
    tuning: { batchTokens, lengthStep: 1, inFlight: 2 },
    tokenizer,
    dictionary,
    encoderHash: 'e',
    lost,
  })
  return { session, extractor }
}

describe('the extractor', () => {
  it('gives every text its own units though windows are run longest first, in batches', async () => {
    const { session, extractor } = fakeExtractor()
    const table = await extractor.extract(['one', 'one two three.', '', 'two three'])
    expect(session.calls).toBeGreaterThan(1)
    expect(Array.from(table.unitPtr)).toEqual([0, 1, 2, 2, 3])
    expect(Array.from(table.state)).toEqual([4, (4 + 5 + 6 + 7) / 4, 0, 5.5])
    expect(Array.from(table.indptr)).toEqual([0, 1, 3, 5])
    expect(Array.from(table.feature)).toEqual([0, 0, 1, 0, 1])
  })

  it('runs one batch at a time and disposes what it read', async () => {
    const { session, extractor } = fakeExtractor()
    await Promise.all([extractor.extract(['one', 'two', 'three']), extractor.extract(['three', 'two two'])])
    expect(session.most).toBe(1)
    expect(session.undisposed).toBe(0)
  })

  it('goes on after a run that failed, and only that call fails', async () => {
    const { session, extractor } = fakeExtractor()
    session.failing.add(1)
    const failing = extractor.extract(['one'])
    const after = extractor.extract(['two'])
    await expect(failing).rejects.toThrow('The encoder failed: out of memory')
    await expect(failing).rejects.toMatchObject({ code: 'model' })
    expect(Array.from((await after).state)).toEqual([5])
    expect(session.undisposed).toBe(0)
  })

  it('says so when the device is lost, even while a run hangs', async () => {
    const lost = Promise.reject(new WhittleError('device-lost', 'The GPU was lost.')) as Promise<never>
    const { session, extractor } = fakeExtractor(lost)
    session.run = () => new Promise(() => undefined)
    await expect(extractor.extract(['one'])).rejects.toMatchObject({ code: 'device-lost' })
    await expect(extractor.extract(['two'])).rejects.toMatchObject({ code: 'device-lost' })
  })

  it('keeps the last windows of a text when asked to', async () => {
    const { extractor } = fakeExtractor(undefined, 1024)
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
