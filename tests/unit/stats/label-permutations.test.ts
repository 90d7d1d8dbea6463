import { describe, expect, it, test } from 'vitest'
import type { Disparities } from '../../../src/core/concepts/disparity.ts'
import { random } from '../../../src/core/random.ts'
import { labelPermutations } from '../../../src/core/stats/label-permutations.ts'
import { lengthAlone } from '../../../src/core/stats/response-effect.ts'
import { type Labels, type Sample, sample } from '../../../src/core/stats/sample.ts'

interface Judged {
  readonly data: Sample
  readonly labels: Labels
}

/** Judged responses. @param prompt of each, from 0 @param words log(words + 1) of each */
function judged(side: readonly number[], prompt: readonly number[], words: readonly number[]): Judged {
  const key = (i: number) => Math.imul(i + 1, 0x9e3779b1) >>> 0
  const labels = { side: Int8Array.from(side), key: Uint32Array.from(side, (_, i) => key(i)) }
  const prompts = Uint32Array.from({ length: Math.max(...prompt) + 1 }, (_, g) => key(g))
  const length = Float64Array.from(words, (l, i) => l * side[i]!)
  return { data: sample(length, Uint32Array.from(prompt), prompts, labels), labels }
}

/** A concept: the responses that have it, and how much of it. */
type Has = ReadonlyMap<number, number>

function permuted({ data, labels }: Judged, concepts: readonly Has[], withoutLength: boolean, bits = 6) {
  const entries = concepts.map((has) => [...has].sort(([a], [b]) => a - b))
  const indptr = new Uint32Array(concepts.length + 1)
  entries.forEach((list, m) => (indptr[m + 1] = indptr[m]! + list.length))
  const disparities: Disparities = {
    pairs: data.n,
    concepts: concepts.length,
    indptr,
    pair: Uint32Array.from(entries.flat(), ([i]) => i),
    u: Float32Array.from(entries.flat(), ([i, x]) => labels.side[i]! * x),
    inChosen: new Uint32Array(concepts.length),
    inRejected: new Uint32Array(concepts.length),
  }
  const targets = concepts.map((_, concept) => ({ concept, withoutLength }))
  return labelPermutations(data, labels, disparities, targets, { bits, seed: 1 })
}

/** By permutation, whether each response is good: read off concepts that one response has. */
function labelsOf(world: Judged, bits = 6): boolean[][] {
  const each = Array.from({ length: world.data.n }, (_, i): Has => new Map([[i, 1]]))
  const { flips, statistic } = permuted(world, each, true, bits)
  return Array.from({ length: flips }, (_, f) => each.map((_, i) => statistic[i * flips + f]! > 0))
}

const rng = random(9)
const sides = (n: number) => Array.from({ length: n }, () => (rng() < 0.6 ? 1 : -1))
const even = (n: number) => new Array<number>(n).fill(1)
const own = (n: number) => Array.from({ length: n }, (_, i) => i)
const goods = (labels: readonly boolean[], some: readonly number[] = own(labels.length)) =>
  some.filter((i) => labels[i]).length
const distinct = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size

/** (S − mean)/sd over the permutations, S = Σ over good responses of what the concept has. */
function standardised(labels: readonly (readonly boolean[])[], amount: (response: number) => number) {
  const sums = labels.map((one) => one.reduce((sum, good, i) => sum + (good ? amount(i) : 0), 0))
  const mean = sums.reduce((a, b) => a + b, 0) / sums.length
  const sd = Math.sqrt(sums.reduce((sum, s) => sum + (s - mean) ** 2, 0) / sums.length)
  return sums.map((s) => (s - mean) / sd)
}

describe('permutations of labels', () => {
  const singles = judged(sides(40), own(40), even(40))

  it('begin with the labels as they are, and have as many good ones each', () => {
    const labels = labelsOf(singles)
    expect(labels[0]).toEqual([...singles.labels.side].map((side) => side > 0))
    expect(distinct(labels.map((one) => goods(one)))).toBe(1)
    expect(distinct(labels)).toBeGreaterThan(60)
  })

  it('are the same for the same seed', () => expect(labelsOf(singles)).toEqual(labelsOf(singles)))

  it('move whole prompts’ labels between prompts of as many responses', () => {
    // Twelve prompts of one response, twelve of two and twelve of three.
    const prompt = Array.from({ length: 36 }, (_, g) =>
      new Array<number>(1 + Math.floor(g / 12)).fill(g),
    ).flat()
    const world = judged(sides(prompt.length), prompt, even(prompt.length))
    const members = own(36).map((g) => own(prompt.length).filter((i) => prompt[i] === g))
    const labels = labelsOf(world)
    for (const size of [1, 2, 3]) {
      const patterns = labels.map((one) =>
        members
          .filter((list) => list.length === size)
          .map((list) => goods(one, list))
          .sort(),
      )
      expect(distinct(patterns)).toBe(1)
    }
    expect(distinct(labels.map((one) => goods(one, members[30])))).toBeGreaterThan(1)
  })

  it('stay within a prompt that has fewer than ten of its size, but for single responses', () => {
    // Nine prompts of four responses, three of one.
    const prompt = [...own(9).flatMap((g) => [g, g, g, g]), 9, 10, 11]
    const side = prompt.map((g, i) => (g < 9 ? (i % 4 < 2 ? 1 : -1) : g === 9 ? 1 : -1))
    const labels = labelsOf(judged(side, prompt, even(prompt.length)))
    for (let g = 0; g < 9; g++) {
      const members = [0, 1, 2, 3].map((k) => 4 * g + k)
      expect(distinct(labels.map((one) => goods(one, members)))).toBe(1)
      expect(distinct(labels.map((one) => members.map((i) => one[i])))).toBe(6)
    }
    expect(distinct(labels.map((one) => [36, 37, 38].map((i) => one[i])))).toBe(3)
  })

  it('move between prompts where ten are of one size', () => {
    const prompt = own(20).map((i) => i >> 1)
    const side = own(20).map((i) => (i < 10 ? 1 : -1))
    const labels = labelsOf(judged(side, prompt, even(20)))
    expect(distinct(labels.map((one) => goods(one, [0, 1])))).toBe(2)
  })

  it('stay among responses of about equal length: of fifty, the shorter and the longer half', () => {
    const words = own(50).map((i) => (i * 7) % 50)
    const labels = labelsOf(judged(sides(50), own(50), words))
    const shorter = own(50).filter((i) => words[i]! < 25)
    expect(distinct(labels.map((one) => goods(one, shorter)))).toBe(1)
    const shortest = own(50).filter((i) => words[i]! < 12)
    expect(distinct(labels.map((one) => goods(one, shortest)))).toBeGreaterThan(1)
    const fewer = labelsOf(judged(sides(49), own(49), words.slice(0, 49)))
    expect(distinct(fewer.map((one) => goods(one, shorter)))).toBeGreaterThan(1)
  })

  it('give a prompt’s shortest response the label of the other’s shortest', () => {
    // Of two responses the shorter one is good, in every prompt.
    const prompt = own(24).map((i) => i >> 1)
    const words = own(24).map((i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 2))
    const side = words.map((l) => (l === 1 ? 1 : -1))
    const labels = labelsOf(judged(side, prompt, words))
    expect(distinct(labels)).toBe(1)
  })
})

describe('the statistic', () => {
  const world = judged(sides(60), own(60), even(60))
  const labels = labelsOf(world, 7)

  it.each([1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 33, 59])('counts the good ones of %i responses', (count) => {
    const has = new Map(own(count).map((i) => [i, 1]))
    const { statistic } = permuted(world, [has], true, 7)
    standardised(labels, (i) => has.get(i) ?? 0).forEach((t, f) => expect(statistic[f]).toBeCloseTo(t, 4))
  })

  it('counts shares of a family as shares', () => {
    const has = new Map(own(30).map((i) => [2 * i, i % 3 === 0 ? 0.25 : i % 3 === 1 ? 0.5 : 1]))
    const { statistic, scale } = permuted(world, [has], true, 7)
    standardised(labels, (i) => has.get(i) ?? 0).forEach((t, f) => expect(statistic[f]).toBeCloseTo(t, 4))
    expect(scale[0]).toBeGreaterThan(0)
  })

  it('is 0 where no permutation changes anything', () => {
    const { statistic, scale } = permuted(world, [new Map(own(60).map((i) => [i, 1]))], true)
    expect(scale[0]).toBe(0)
    expect(Math.max(...statistic.map(Math.abs))).toBe(0)
  })

  test('of several concepts is that of each alone', () => {
    const [a, b] = [new Map(own(10).map((i) => [i, 1])), new Map(own(20).map((i) => [3 * i, 1]))] as const
    const both = permuted(world, [a, b], true)
    const alone = [a, b].flatMap((has) => [...permuted(world, [has], true).statistic])
    expect([...both.statistic]).toEqual(alone)
  })
})

describe('the statistic beside length', () => {
  const words = own(60).map((i) => Math.log(2 + ((i * 13) % 60)))
  const world = judged(sides(60), own(60), words)
  const labels = labelsOf(world)
  const has = new Map(
    own(60).flatMap((i) => (words[i]! > 2.5 || i % 5 === 0 ? [[i, i % 3 ? 1 : 0.5] as const] : [])),
  )

  it('is of what is left of the concept after its weighted regression on length', () => {
    const { statistic } = permuted(world, [has], false)
    const [alpha, , gamma] = lengthAlone(world.data, world.labels, true).point
    const weight = words.map((l) => {
      const p = 1 / (1 + Math.exp(-(alpha + gamma * l)))
      return p * (1 - p)
    })
    const sum = (at: (i: number) => number) => own(60).reduce((total, i) => total + weight[i]! * at(i), 0)
    const x = (i: number) => has.get(i) ?? 0
    const l = (i: number) => words[i]!
    const [w, wl, wx] = [sum(() => 1), sum(l), sum(x)]
    const slope = (sum((i) => l(i) * x(i)) - (wl * wx) / w) / (sum((i) => l(i) ** 2) - wl ** 2 / w)
    const left = (i: number) => x(i) - (wx - slope * wl) / w - slope * l(i)
    standardised(labels, left).forEach((t, f) => expect(statistic[f]).toBeCloseTo(t, 4))
  })

  it('is another without it', () => {
    const { statistic } = permuted(world, [has], true)
    standardised(labels, (i) => has.get(i) ?? 0).forEach((t, f) => expect(statistic[f]).toBeCloseTo(t, 4))
    expect(statistic[0]).not.toBeCloseTo(permuted(world, [has], false).statistic[0]!, 3)
  })
})
