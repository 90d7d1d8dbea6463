import { expect, test } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { concept } from '../stats/synthetic.ts'
import { pairsOf } from '../tables.ts'
import { columnsOf, decide } from './columns.ts'

/*
 * More pairs than the features are weighed on, whose labels go by one direction of the state. States vary
 * alike in all directions, so that the leading components of some pairs are others than those of all:
 * coefficients of the ones say nothing about the others.
 */
const PAIRS = 6000
const DIM = 34
const rng = random(3)
const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
const direction = Float64Array.from({ length: DIM }, normal)
const scale = 2 / Math.hypot(...direction)
const state = new Float32Array(2 * PAIRS * DIM)
const style: number[] = []
const worth = new Float64Array(PAIRS)
for (let i = 0; i < PAIRS; i++) {
  const difference = Float64Array.from({ length: DIM }, normal)
  const by = difference.reduce((sum, x, d) => sum + scale * direction[d]! * x, 0)
  const sign = rng() < 1 / (1 + Math.exp(-by)) ? 1 : -1
  worth[i] = sign * by
  difference.forEach((x, d) => (state[2 * i * DIM + d] = sign * x))
  style.push(rng() < 0.4 ? 1 : 0, rng() < 0.3 ? 1 : 0)
}
const columns = columnsOf([style])
const length = new Float64Array(PAIRS)
const concepts = [concept('style', [0])]
const scored = (id: string) => concepts.find((one) => one.id === id)
const pairs = pairsOf(...Array.from({ length: PAIRS }, (_, i) => [`${i}`, 'a', 'b'] as const))
const controls = createControls({
  ...{ columns, concepts, length, pairs, scored, seed: 1 },
  states: { state, dim: DIM },
})

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!
    aa += a[i]! ** 2
    bb += b[i]! ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

test('what the state says of a label is read along the components that its coefficients are of', () => {
  const { normalisation, delta } = (() => {
    const { mean, sd, z } = conceptScores(columns, concepts[0]!)
    return { normalisation: { mean, sd }, delta: pairDifference(z) }
  })()
  const all = Uint32Array.from(length.keys())
  const style = { concept: 'style', features: [0], normalisation, delta }
  expect(correlation(controls.without(style, true, all), worth)).toBeGreaterThan(0.9)
})

test('a relabelling flips the pairs first that the state speaks most against', () => {
  const shaper = createShaper({ columns, length, scored, seed: 1, controls })
  const { pairs: flipped } = shaper.shape([decide('style', 'suppress', 'relabel')]).verdicts[0]!
  const mean = (some: ArrayLike<number>) =>
    Array.from(some).reduce((sum, i) => sum + worth[i]!, 0) / some.length
  expect(flipped.length).toBeGreaterThan(50)
  const candidates = Array.from(length.keys()).filter((i) => style[2 * i]! > style[2 * i + 1]!)
  expect(mean(flipped)).toBeLessThan(mean(candidates) - 1)
})
