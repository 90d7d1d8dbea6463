import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnitTable } from '../../src/core/activations.ts'
import type { Dictionary } from '../../src/core/dictionary.ts'
import type { Extractor } from '../../src/encoder/extractor.ts'
import { bundledDictionary, nodeExtractor } from '../../src/encoder/node.ts'
import { disagreements, type GoldenText } from '../e2e/extractor/agreement.ts'

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

  it('agrees with the reference on every text to 1e-3', () => {
    const found = golden.flatMap((entry, j) =>
      disagreements(table, j, entry, dictionary.threshold).map((what) => `text ${j}: ${what}`),
    )
    expect(found).toEqual([])
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
