import { expect, test } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { stateComponents, stateDifferences } from '../../../src/core/shape/state-components.ts'

/**
 * States of `pairs` pairs whose differences vary by 3 along one direction, by 1 along another, and hardly
 * elsewhere.
 */
const DIM = 40
const PAIRS = 500
const rng = random(2)
const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
const along = Array.from({ length: PAIRS }, () => [3 * normal(), normal()] as const)
const state = new Float32Array(2 * PAIRS * DIM)
along.forEach(([x, y], i) => {
  for (let d = 0; d < DIM; d++) {
    const shared = normal()
    state[2 * i * DIM + d] = shared + x * (d % 2 ? 1 : -1) + y * (d < DIM / 2 ? 1 : -1)
    state[(2 * i + 1) * DIM + d] = shared + 0.01 * normal()
  }
})
const all = Uint32Array.from({ length: PAIRS }, (_, i) => i)
const states = { state, dim: DIM }
const components = stateComponents(states, all)
const { width } = components
const values = stateDifferences(components, states, all)
const column = (c: number) => along.map((_, i) => values[i * width + c]!)
const correlation = (a: readonly number[], b: readonly number[]) => {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

test('the components are the directions in which the sides of pairs differ most, strongest first', () => {
  expect(width).toBe(32)
  expect(
    Math.abs(
      correlation(
        column(0),
        along.map(([x]) => x),
      ),
    ),
  ).toBeGreaterThan(0.999)
  expect(
    Math.abs(
      correlation(
        column(1),
        along.map(([, y]) => y),
      ),
    ),
  ).toBeGreaterThan(0.99)
  const size = (c: number) => Math.hypot(...column(c))
  expect(size(2) / size(1)).toBeLessThan(0.02)
})

test('what both sides of a pair have in common does not matter, nor does the order of pairs', () => {
  const reverse = all.slice().reverse()
  const reversed = stateDifferences(stateComponents(states, reverse), states, reverse)
  const flipped = Array.from({ length: PAIRS }, (_, i) => reversed[(PAIRS - 1 - i) * width]!)
  expect(Math.abs(correlation(flipped, column(0)))).toBeCloseTo(1, 9)
})
