import { describe, expect, it } from 'vitest'
import { lengthGamma, lengthModel } from '../../../src/core/stats/length-model.ts'
import { sample } from '../../../src/core/stats/sample.ts'

const sigma = (x: number) => 1 / (1 + Math.exp(-x))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Pairs of these length differences; the first two share a prompt. */
const of = (...length: number[]) => {
  const cluster = Uint32Array.from(length, (_, i) => Math.max(0, i - 1))
  return sample(
    Float64Array.from(length),
    cluster,
    Uint32Array.from({ length: length.length - 1 }, (_, g) => g),
  )
}
/** What length alone says of one pair: score and information. */
const score = (l: number, gamma: number) => l * (1 - sigma(gamma * l))
const information = (l: number, gamma: number) => l * l * sigma(gamma * l) * (1 - sigma(gamma * l))
const GAMMAS = [-9, -2, -0.5, 0, 0.3, 1, 2.5, 12]

describe('the model of length alone', () => {
  const lengths = [0.5, -0.25, 1, 0, -1.5, 0.75, 0.75]
  const model = lengthModel(of(...lengths))!

  it.each(GAMMAS)('has its score, information and meat at γ = %f', (gamma) => {
    const scores = lengths.map((l) => score(l, gamma))
    const [first, second, ...others] = scores
    expect(model.score(gamma)).toBeCloseTo(sum(scores), 12)
    expect(model.information(gamma)).toBeCloseTo(sum(lengths.map((l) => information(l, gamma))), 12)
    expect(model.meat(gamma)).toBeCloseTo((first! + second!) ** 2 + sum(others.map((s) => s * s)), 12)
  })

  it('has its γ where the score is 0', () => {
    expect(model.prior).toBe(false)
    expect(model.score(model.gamma)).toBeCloseTo(0, 10)
    expect(sum(lengths.map((l) => score(l, model.gamma)))).toBeCloseTo(0, 10)
    expect(lengthGamma(Float64Array.from(lengths))).toBeCloseTo(model.gamma, 10)
  })

  it('has γ = log 3 where three in four are longer by 1', () => {
    expect(lengthModel(of(1, 1, 1, -1))!.gamma).toBeCloseTo(Math.log(3), 9)
    expect(lengthModel(of(-1, -1, 1, -1))!.gamma).toBeCloseTo(-Math.log(3), 9)
    expect(lengthModel(of(2, 2, -2, 2))!.gamma).toBeCloseTo(Math.log(3) / 2, 9)
  })
})

describe('where the longer one always wins', () => {
  const lengths = [1, 1, 1]
  const model = lengthModel(of(...lengths))!

  // Three successes and the prior's half a success and half a failure: σ(γ) = 3.5/4.
  it('γ has a log-F prior', () => {
    expect(model.prior).toBe(true)
    expect(model.gamma).toBeCloseTo(Math.log(7), 9)
    expect(lengthModel(of(-1, -1, -1))!.gamma).toBeCloseTo(-Math.log(7), 9)
    expect(lengthGamma(Float64Array.from(lengths))).toBeCloseTo(Math.log(7), 9)
  })

  it.each(GAMMAS)('which is part of score, information and meat at γ = %f', (gamma) => {
    const p = sigma(gamma)
    expect(model.score(gamma)).toBeCloseTo(3 * (1 - p) + 0.5 - p, 12)
    expect(model.information(gamma)).toBeCloseTo(4 * p * (1 - p), 12)
    const meat = (2 * (1 - p)) ** 2 + (1 - p) ** 2 + ((1 - p) ** 2 + p ** 2) / 4
    expect(model.meat(gamma)).toBeCloseTo(meat, 12)
  })

  it('lengths of 0 beside do not change that', () => {
    expect(lengthModel(of(1, 0, 1, 1))!.prior).toBe(true)
    expect(lengthModel(of(-1, 0, -1, -1))!.prior).toBe(true)
  })
})

it('has nothing to say of equal lengths', () => {
  expect(lengthModel(of(0, 0, 0))).toBeNull()
  expect(lengthGamma(Float64Array.of(0, 0))).toBe(0)
  expect(lengthGamma(Float64Array.of(0, 1, 1, 1))).toBeCloseTo(Math.log(7), 9)
})

it('finds γ of extreme lengths', () => {
  const lengths = [8, 8, 8, 8, 8, 8, 8, 8, 8, -0.01]
  const model = lengthModel(of(...lengths))!
  expect(sum(lengths.map((l) => score(l, model.gamma)))).toBeCloseTo(0, 9)
})
