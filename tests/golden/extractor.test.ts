import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as ort from 'onnxruntime-web'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnitTable } from '../../src/core/activations.ts'
import type { Dictionary } from '../../src/core/dictionary.ts'
import type { Extractor } from '../../src/encoder/extractor.ts'
import { bundledDictionary, modelFile, nodeExtractor, nodeSources } from '../../src/encoder/node.ts'
import { ROW_LENGTH } from '../../src/encoder/onnx/batches.ts'
import { onnxExtractor } from '../../src/encoder/onnx/extractor.ts'
import { disagreements, type GoldenText, largestDifference } from '../e2e/extractor/agreement.ts'

/** Computed in fp32 with onnxruntime on a CPU, from a graph that was built independently of Whittle's. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'extractor.json'), 'utf8'),
) as (GoldenText & {
  readonly unitVectors?: readonly (readonly number[])[]
})[]

describe('the extractor in Node', () => {
  let extractor: Extractor
  let dictionary: Dictionary
  let table: UnitTable

  beforeAll(async () => {
    extractor = await nodeExtractor({ threads: 1 })
    dictionary = await bundledDictionary()
    table = await extractor.extract(golden.map((entry) => entry.text))
  }, 120_000)
  afterAll(() => extractor.dispose())

  it('agrees with the reference on every text to 1e-4, and no latent fires on one side alone', () => {
    const found = golden.flatMap((entry, j) =>
      disagreements(table, j, entry, dictionary.threshold).map((what) => `text ${j}: ${what}`),
    )
    expect(found).toEqual([])
    const { difference, flips } = largestDifference(table, golden)
    expect(difference).toBeLessThan(1e-4)
    expect(flips).toBe(0)
  })

  it('truncates nothing: its units hold every token of the text', () => {
    golden.forEach((entry, j) => {
      const tokens = table.tokens.subarray(table.unitPtr[j], table.unitPtr[j + 1])
      expect(tokens.reduce((sum, n) => sum + n, 0)).toBe(entry.tokens)
    })
  })

  it('gives a text without tokens no units and a zero state', async () => {
    const empty = await extractor.extract(['', ' \n\n '])
    expect(Array.from(empty.unitPtr)).toEqual([0, 0, 0])
    expect(empty.state.every((value) => value === 0)).toBe(true)
  })

  it('reads the reference’s own unit states as the reference does', () => {
    const { encoder, encoderBias, dim } = dictionary
    for (const { unitVectors, units } of golden) {
      unitVectors?.forEach((state, k) => {
        units[k]!.features.forEach((feature, i) => {
          const pre = state.reduce(
            (sum, h, d) => sum + h * encoder[feature * dim + d]!,
            encoderBias[feature]!,
          )
          expect(Math.abs(pre - units[k]!.activations[i]!)).toBeLessThan(1e-3)
        })
      })
    }
  })

  it('keeps of a long text only the last windows when asked to', async () => {
    const j = golden.findIndex((entry) => entry.tokens > 1500)
    const whole = Array.from(table.end.subarray(table.unitPtr[j], table.unitPtr[j + 1]))
    const last = await extractor.extract([golden[j]!.text], 2)
    const kept = Array.from(last.end)
    expect(kept.length).toBeLessThan(whole.length)
    expect(kept).toEqual(whole.slice(-kept.length))
    expect(last.tokens.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(2 * 254)
  })
})

describe('threads of the kernel', () => {
  it('give what one thread gives, whatever runs beside', async () => {
    const texts = golden.slice(0, 12).map(({ text }) => text)
    const [one, two] = await Promise.all([nodeExtractor({ threads: 1 }), nodeExtractor({ threads: 2 })])
    const [alone, first, second] = await Promise.all([
      one.extract(texts),
      two.extract(texts),
      two.extract(texts.slice(3)),
    ])
    expect(two.engine).toContain('2 threads')
    expect(largestDifference(first, golden.slice(0, 12)).difference).toBeLessThan(1e-4)
    expect(Array.from(first.feature)).toEqual(Array.from(alone.feature))
    expect(Array.from(first.value)).toEqual(Array.from(alone.value))
    expect(Array.from(second.value)).toEqual(
      Array.from(alone.value.subarray(alone.indptr[alone.unitPtr[3]!])),
    )
    await Promise.all([one.dispose(), two.dispose()])
  })
})

describe('the graph', () => {
  it('gives every window what it gives alone, also where windows share rows', async () => {
    const some = golden.filter((_, j) => j % 8 === 0)
    ort.env.wasm.numThreads = 1
    const extractor = await onnxExtractor(
      ort,
      { ...(await nodeSources()), model: await modelFile('encoder.onnx') },
      {
        name: 'onnxruntime-web',
        providers: ['wasm'],
        tuning: { batchTokens: 1024, rowLength: ROW_LENGTH, inFlight: 1, callsInFlight: 1 },
      },
    )
    const table = await extractor.extract(some.map(({ text }) => text))
    const { difference, flips } = largestDifference(table, some)
    expect(difference).toBeLessThan(1e-4)
    expect(flips).toBe(0)
    await extractor.dispose()
  })
})
