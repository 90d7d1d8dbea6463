import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { lengthDifference, wordCount } from '../../../src/core/stats/length.ts'
import { assignFolds, sampleOf, subset } from '../../../src/core/stats/sample.ts'
import { synthetic } from './synthetic.ts'

const numbered = (prompts: readonly string[]) =>
  pairTable(
    prompts.map((prompt, i) => ({ prompt, chosen: `yes ${i}`, rejected: `no no ${i} no`, row: i + 1 })),
  )

describe('length', () => {
  it('counts runs of anything but whitespace', () => {
    expect(wordCount('')).toBe(0)
    expect(wordCount('  one\ttwo\n\nthree ')).toBe(3)
    expect(wordCount('narrow\u00a0and\u3000wide — spaces')).toBe(5)
  })

  it('is the log ratio of words, plus one', () => {
    expect([...lengthDifference(numbered(['a']))]).toEqual([Math.log(3 / 5)])
  })
})

describe('sample', () => {
  it('takes pairs of one prompt as one cluster', () => {
    const { clusters, cluster } = sampleOf(numbered(Array.from({ length: 60 }, (_, i) => `p${i % 30}`)))
    expect(clusters).toBe(30)
    expect(cluster[0]).toBe(cluster[30])
  })

  it('takes each pair by itself where there are few prompts, or none', () => {
    expect(sampleOf(numbered(new Array<string>(25).fill('the same'))).clusters).toBe(25)
    const half = Array.from({ length: 60 }, (_, i) => (i < 30 ? '' : `p${i}`))
    expect(sampleOf(numbered(half)).clusters).toBe(60)
  })

  it('deals whole clusters, about equally many to each part', () => {
    const sample = sampleOf(numbered(Array.from({ length: 120 }, (_, i) => `p${i % 40}`)))
    const part = assignFolds(sample, 2, 7)
    expect(part.filter((p) => p === 0)).toHaveLength(60)
    sample.cluster.forEach((g, i) => expect(part[i]).toBe(part[sample.member[sample.memberPtr[g]!]!]))
  })

  it('deals by what prompts say, whatever their order, and anew for another seed', () => {
    const prompts = Array.from({ length: 50 }, (_, i) => `prompt ${i}`)
    const there = assignFolds(sampleOf(numbered(prompts)), 2, 7)
    const back = assignFolds(sampleOf(numbered(prompts.toReversed())), 2, 7)
    expect([...back].reverse()).toEqual([...there])
    expect(assignFolds(sampleOf(numbered(prompts)), 2, 8)).not.toEqual(there)
  })

  it('keeps lengths, clusters and disparities of a subset', () => {
    const { pairs, columns, concepts } = synthetic({ n: 90, features: 3, seed: 2, perPrompt: 2 })
    const whole = sampleOf(pairs)
    const all = disparities(columns, concepts)
    const kept = subset(
      whole,
      all,
      Uint32Array.from({ length: 90 }, (_, i) => i).filter((i) => i % 3 !== 0),
    )
    expect(kept.sample.n).toBe(60)
    expect(kept.sample.length[0]).toBe(whole.length[1])
    const original = (i: number) => 3 * Math.floor(i / 2) + 1 + (i % 2)
    const key = (i: number) => whole.key[whole.cluster[original(i)]!]
    kept.sample.cluster.forEach((g, i) => expect(kept.sample.key[g]).toBe(key(i)))
    const expected = [...all.pair.subarray(all.indptr[1], all.indptr[2])].filter((i) => i % 3 !== 0)
    const { indptr, pair } = kept.disparities
    expect([...pair.subarray(indptr[1], indptr[2])].map(original)).toEqual(expected)
  })
})
