import { expect, test } from 'vitest'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { decide } from './columns.ts'
import { trainReward, world } from './world.ts'

const data = world(1500, 7)
const { columns, length } = data
const shaper = createShaper({ ...data, seed: 3 })
const deltas = ['liked', 'loathed', 'neutral'].map((concept) =>
  pairDifference(conceptScores(columns, data.scored(concept)!).z),
)
const unshaped = fitBradleyTerry([...deltas, length])
const rows = Array.from(length, (l, i) => [...deltas.map((delta) => delta[i]!), l])
const reward = (offsets: Float64Array) =>
  trainReward(
    rows,
    [...offsets].map((offset) => -offset),
  )
const plain = reward(new Float64Array(length.length))

test('suppress has a positive λ, amplify a negative one, keep none', () => {
  const verdicts = ['suppress', 'amplify', 'keep'] as const
  for (const concept of ['liked', 'loathed']) {
    const [suppress, amplify, keep] = verdicts.map(
      (verdict) => shaper.shape([decide(concept, verdict)]).verdicts[0]!.calibration.lambda,
    )
    expect(suppress).toBeGreaterThan(0)
    expect(amplify).toBe(-suppress!)
    expect(keep).toBe(0)
  }
})

test('a head refitted with the offsets of strength 1 no longer relies on the concept', () => {
  const { offsets } = shaper.shape([decide('liked', 'suppress')])
  const [reliance] = fitBradleyTerry([deltas[0]!, length], { offset: offsets })
  expect(Math.abs(reliance!)).toBeLessThan(0.005 * unshaped[0]!)
})

test('several concepts are explained away together, each to the share its strength says', () => {
  const decisions = [decide('liked', 'suppress', 'offsets', 0.5), decide('loathed', 'amplify')]
  const { offsets } = shaper.shape(decisions)
  const joint = fitBradleyTerry([deltas[0]!, deltas[1]!, length])
  const [liked, loathed, words] = fitBradleyTerry([deltas[0]!, deltas[1]!, length], { offset: offsets })
  expect(liked! / joint[0]!).toBeCloseTo(0.5, 2)
  expect(Math.abs(loathed! / joint[1]!)).toBeLessThan(0.01)
  expect(words! / joint[2]!).toBeCloseTo(1, 2)
})

test('a reward model trained on the margins relies less on a suppressed concept, more on an amplified one', () => {
  expect(plain[0]).toBeGreaterThan(0.3)
  const less = reward(shaper.shape([decide('liked', 'suppress')]).offsets)
  const more = reward(shaper.shape([decide('liked', 'amplify')]).offsets)
  // This model sees more than the concept and length, which λ is calibrated on, so it is not exactly 0 and
  // double.
  expect(Math.abs(less[0]!)).toBeLessThan(0.25 * plain[0]!)
  expect(more[0]).toBeGreaterThan(1.7 * plain[0]!)
  expect(less[1]).toBeCloseTo(plain[1]!, 1)
})

test('suppressing what the data leans against makes a model lean against it further; amplifying clears it', () => {
  expect(plain[1]).toBeLessThan(-0.2)
  expect(reward(shaper.shape([decide('loathed', 'suppress')]).offsets)[1]).toBeLessThan(1.7 * plain[1]!)
  const cleared = reward(shaper.shape([decide('loathed', 'amplify')]).offsets)[1]!
  expect(Math.abs(cleared)).toBeLessThan(0.25 * Math.abs(plain[1]!))
})

test('a DPO policy with the offsets in its loss learns what a reward model with the margins learns', () => {
  // −log σ(Δθ + offset) on a policy whose log-ratio is linear in the same features.
  const { offsets } = shaper.shape([decide('liked', 'suppress')])
  const w = rows[0]!.map(() => 0)
  for (let step = 0; step < 400; step++) {
    const gradient = w.map(() => 0)
    rows.forEach((x, i) => {
      const logit = x.reduce((sum, value, f) => sum + value * w[f]!, offsets[i]!)
      x.forEach((value, f) => (gradient[f]! += value / (1 + Math.exp(logit))))
    })
    gradient.forEach((value, f) => (w[f]! += value / rows.length))
  }
  expect(w).toEqual(reward(offsets).map((value) => expect.closeTo(value, 9)))
})

test('strength 0 and keep leave the data as it is', () => {
  for (const protocol of ['offsets', 'drop'] as const) {
    const shaping = shaper.shape([
      decide('liked', 'suppress', protocol, 0),
      decide('loathed', 'keep', protocol),
    ])
    expect(shaping.droppedCount).toBe(0)
    expect(shaping.offsets.every((offset) => offset === 0)).toBe(true)
    expect(shaping.verdicts.map((shaped) => shaped.touched)).toEqual([0, 0])
  }
})

test('a suppressed concept no longer predicts the label once its pairs are dropped, and one pair fewer would not do', () => {
  const { dropped, droppedCount } = shaper.shape([decide('liked', 'suppress', 'drop')])
  expect(droppedCount).toBeGreaterThan(10)
  expect(fitBradleyTerry([deltas[0]!, length], { dropped })[0]).toBeLessThanOrEqual(1e-9)
  const least = [...dropped.keys()]
    .filter((i) => dropped[i])
    .sort((i, j) => deltas[0]![i]! - deltas[0]![j]!)[0]!
  const fewer = dropped.slice()
  fewer[least] = 0
  expect(fitBradleyTerry([deltas[0]!, length], { dropped: fewer })[0]).toBeGreaterThan(0)
})

test('suppress drops only pairs that speak for the concept, amplify only pairs against it', () => {
  for (const [verdict, sign] of [
    ['suppress', 1],
    ['amplify', -1],
  ] as const) {
    const { dropped } = shaper.shape([decide('liked', verdict, 'drop', 0.5)])
    expect(dropped.some((flag, i) => flag === 1 && sign * deltas[0]![i]! <= 0)).toBe(false)
    const [before, after] = [
      fitBradleyTerry([deltas[0]!, length]),
      fitBradleyTerry([deltas[0]!, length], { dropped }),
    ]
    expect(after[0]! / before[0]!).toBeCloseTo(1 - 0.5 * sign, 1)
  }
})

test('a target past what dropping can do is said to be out of reach', () => {
  const [shaped] = shaper.shape([decide('liked', 'amplify', 'drop', 40)]).verdicts
  expect(shaped!.reached).toBe(false)
  expect(shaped!.dropped).toBe(deltas[0]!.filter((delta) => delta < 0).length)
})

test('ties are dropped in an order that the seed decides, not the file', () => {
  const tied = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 3 ? -1 : 1))
  const binary = createShaper({
    columns: { ...columns, spans: 800, features: 1, indptr: Uint32Array.of(0, 400), ...entries(tied) },
    length: new Float64Array(400),
    scored: () => ({ features: [0] }),
    seed: 5,
  })
  const { dropped, droppedCount } = binary.shape([decide('x', 'suppress', 'drop')])
  expect(droppedCount).toBe(200)
  const early = dropped.subarray(0, 200).reduce((sum, flag) => sum + flag, 0)
  expect(early).toBeGreaterThan(80)
  expect(early).toBeLessThan(120)
})

test('what a shaper remembers does not change its answers', () => {
  const steps = [
    [decide('liked', 'suppress', 'drop')],
    [decide('liked', 'suppress', 'drop', 0.5), decide('loathed', 'amplify')],
    [decide('loathed', 'amplify', 'drop'), decide('liked', 'suppress', 'drop', 0.5)],
    [decide('liked', 'suppress'), decide('loathed', 'amplify', 'offsets', 0.3), decide('neutral', 'keep')],
    [decide('liked', 'suppress', 'offsets', 2), decide('loathed', 'amplify', 'offsets', 0.3)],
  ]
  for (const decisions of steps) {
    expect(shaper.shape(decisions)).toEqual(createShaper({ ...data, seed: 3 }).shape(decisions))
  }
})

test('length itself is not held fixed', () => {
  const words = createShaper({
    columns: { ...columns, features: 1, indptr: Uint32Array.of(0, length.length), ...entries(length) },
    length,
    scored: () => ({ features: [0] }),
    seed: 1,
  })
  const { calibration } = words.shape([decide('s:words', 'suppress')]).verdicts[0]!
  expect(calibration.lengthAdjusted).toBe(false)
  expect(calibration.lambda).toBeGreaterThan(0.1)
})

test('a concept or a scope that is not there is an error', () => {
  expect(() => shaper.shape([decide('nowhere', 'suppress')])).toThrow('unknown concept nowhere')
  expect(() => shaper.shape([{ ...decide('liked', 'suppress'), scope: 'cluster-3' }])).toThrow(
    'unknown scope',
  )
})

/** One feature with these values on the chosen side (negative ones on the rejected side, as positive). */
function entries(values: Float64Array) {
  return {
    span: Uint32Array.from(values, (value, i) => 2 * i + (value < 0 ? 1 : 0)),
    max: Float32Array.from(values, (value) => Math.abs(value)),
    freq: Float32Array.from(values, () => 1),
  }
}
