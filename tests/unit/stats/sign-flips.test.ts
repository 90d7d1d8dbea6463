import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { random } from '../../../src/core/random.ts'
import { lengthModel } from '../../../src/core/stats/length-model.ts'
import { sigmoid } from '../../../src/core/stats/logistic.ts'
import { sampleOf } from '../../../src/core/stats/sample.ts'
import {
  familyWise,
  ofTargets,
  type SignFlips,
  signFlips,
  stepDown,
} from '../../../src/core/stats/sign-flips.ts'
import { walshHadamard } from '../../../src/core/stats/walsh-hadamard.ts'
import { synthetic } from './synthetic.ts'

const data = synthetic({ n: 200, features: 5, seed: 4, planted: 0.2, perPrompt: 3 })
const sample = sampleOf(data.pairs)
const u = disparities(data.columns, data.concepts)
const gamma = lengthModel(sample)!.gamma
const targets = data.concepts.map((_, m) => ({ concept: m, withoutLength: false }))

/** The definition, term by term, over a dense u. */
function naive(m: number, signOf: (cluster: number) => number): number {
  const dense = new Float64Array(sample.n)
  for (let k = u.indptr[m]!; k < u.indptr[m + 1]!; k++) dense[u.pair[k]!] = u.u[k]!
  const p = sample.length.map((l) => sigmoid(gamma * l))
  let above = 0
  let below = 0
  for (let i = 0; i < sample.n; i++) {
    const w = p[i]! * (1 - p[i]!)
    above += w * sample.length[i]! * dense[i]!
    below += w * sample.length[i]! ** 2
  }
  const nu = new Float64Array(sample.clusters)
  for (let i = 0; i < sample.n; i++) {
    nu[sample.cluster[i]!]! += (1 - p[i]!) * (dense[i]! - (above / below) * sample.length[i]!)
  }
  const sum = nu.reduce((total, v, g) => total + signOf(g) * v, 0)
  return sum / Math.sqrt(nu.reduce((total, v) => total + v * v, 0))
}

const table = (rows: number[][]): SignFlips => ({
  targets: rows.length,
  flips: rows[0]!.length,
  statistic: Float32Array.from(rows.flat()),
  scale: new Float64Array(rows.length).fill(1),
})

describe('sign flips', () => {
  it('start from the observed score statistics', () => {
    const flips = signFlips(sample, u, targets, gamma, { bits: 6, seed: 1 })
    targets.forEach((_, m) =>
      expect(flips.statistic[m * flips.flips]).toBeCloseTo(
        naive(m, () => 1),
        5,
      ),
    )
  })

  it('give every concept the same signs, one a cluster', () => {
    const flips = signFlips(sample, u, targets, gamma, { bits: 3, seed: 1 })
    // The signs of a flip, read off concepts that fire in one cluster each.
    const one = {
      ...u,
      concepts: sample.clusters,
      indptr: Uint32Array.from({ length: sample.clusters + 1 }, (_, g) => g),
      pair: Uint32Array.from({ length: sample.clusters }, (_, g) => sample.member[sample.memberPtr[g]!]!),
      u: new Float32Array(sample.clusters).fill(1),
    }
    const each = Array.from({ length: sample.clusters }, (_, g) => ({ concept: g, withoutLength: true }))
    const signs = signFlips(sample, one, each, gamma, { bits: 3, seed: 1 })
    for (let f = 0; f < 8; f++) {
      const signOf = (g: number) => signs.statistic[g * 8 + f]!
      expect(Math.abs(signOf(0))).toBeCloseTo(1, 6)
      targets.forEach((_, m) =>
        expect(flips.statistic[m * 8 + f]).toBeCloseTo(
          naive(m, (g) => Math.round(signOf(g))),
          4,
        ),
      )
    }
  })

  it('have about unit variance', () => {
    const { statistic, flips } = signFlips(sample, u, targets, gamma, { bits: 10, seed: 1 })
    targets.forEach((_, m) => {
      const row = statistic.subarray(m * flips, (m + 1) * flips)
      expect(Math.abs(row.reduce((sum, t) => sum + t * t, 0) / flips - 1)).toBeLessThan(0.25)
    })
  })

  it('hold γ at 0 for a concept that is length', () => {
    const [flat] = signFlips(sample, u, [{ concept: 0, withoutLength: true }], gamma, {
      bits: 0,
      seed: 1,
    }).statistic
    const sums = new Float64Array(sample.clusters)
    for (let k = u.indptr[0]!; k < u.indptr[1]!; k++) sums[sample.cluster[u.pair[k]!]!]! += u.u[k]!
    const total = sums.reduce((a, b) => a + b, 0)
    expect(flat).toBeCloseTo(total / Math.sqrt(sums.reduce((a, b) => a + b * b, 0)), 5)
  })
})

describe('family-wise p', () => {
  const rows = [
    [3, 1, -1, 2],
    [-2, 0, 2.5, 1],
    [0.5, -3.5, 0, 0],
  ]

  it('counts the flips whose largest |T| over all concepts reaches the observed one', () => {
    // Largest by flip: 3, 3.5, 2.5, 2.
    expect([...familyWise(table(rows))]).toEqual([2 / 4, 4 / 4, 4 / 4])
  })

  it('compares, stepping down, with the concepts no stronger, in the direction asked', () => {
    // With signs +, −, +: observed 3, 2, 0.5. Largest by flip from the weakest up:
    // (0.5, −3.5, 0, 0), (2, 0, 0, 0), (3, 1, 0, 2).
    expect([...stepDown(table(rows), [1, -1, 1])]).toEqual([1 / 4, 1 / 4, 1 / 4])
    // With −, +, +: observed −3, −2, 0.5. Largest by flip of all three: (0.5, 0, 2.5, 1).
    expect([...stepDown(table(rows), [-1, 1, 1])]).toEqual([1, 1, 3 / 4])
  })

  it('steps down from the strongest, whatever the order of the concepts', () => {
    const unsorted = [
      [1, 2.5, 0, 0],
      [3, 0, 0, 3.5],
      [2, 0, 2.5, 0],
    ]
    // Largest by flip from the weakest up: (1, 2.5, 0, 0), (2, 2.5, 2.5, 0), (3, 2.5, 2.5, 3.5).
    expect([...stepDown(table(unsorted), [1, 1, 1])]).toEqual([3 / 4, 2 / 4, 3 / 4])
  })

  it('of some concepts are their rows, in the order asked', () => {
    const all = { ...table(rows), scale: Float64Array.of(7, 8, 9) }
    const some = ofTargets(all, [2, 0])
    expect(some).toMatchObject({ targets: 2, flips: 4, scale: Float64Array.of(9, 7) })
    expect([...some.statistic]).toEqual([0.5, -3.5, 0, 0, 3, 1, -1, 2])
  })

  it('never gives a weaker concept a smaller p', () => {
    const rng = random(8)
    const random12 = Array.from({ length: 12 }, () => Array.from({ length: 64 }, () => rng() * 4 - 2))
    const p = stepDown(table(random12), new Array<number>(12).fill(1))
    const strongestFirst = [...random12.keys()].sort((a, b) => random12[b]![0]! - random12[a]![0]!)
    for (let k = 1; k < 12; k++)
      expect(p[strongestFirst[k]!]!).toBeGreaterThanOrEqual(p[strongestFirst[k - 1]!]!)
  })
})

describe('Walsh–Hadamard transform', () => {
  it('sums with the sign of the parity of h & b', () => {
    const values = Float64Array.of(1, 2, 4, 8)
    walshHadamard(values)
    expect([...values]).toEqual([15, -5, -9, 3])
  })

  it('gives the values back, times their number, when done twice', () => {
    const values = Float64Array.from({ length: 32 }, (_, k) => k * k - 7)
    const twice = values.slice()
    walshHadamard(twice)
    walshHadamard(twice)
    twice.forEach((v, k) => expect(v / 32).toBeCloseTo(values[k]!, 10))
  })
})
