import { describe, expect, it } from 'vitest'
import { conceptDesign } from '../../../src/core/hypotheses/concept-design.ts'
import { explainedSignal } from '../../../src/core/hypotheses/explained-signal.ts'
import { random } from '../../../src/core/random.ts'
import { columnsOf, concept, synthetic } from '../stats/synthetic.ts'

describe('concept design', () => {
  it('holds the differences of the roots of activations, and ℓ', () => {
    const columns = {
      ...columnsOf(6, [
        [0, 1, 4],
        [3, 4, 5],
      ]),
      max: Float32Array.of(4, 1, 9, 16, 25, 25),
    }
    const { design, block } = conceptDesign(
      columns,
      [concept('a', [1])],
      Int32Array.of(0, -1, 1),
      Float64Array.of(0.5, -2),
    )
    const entry = (row: number, column: number) => {
      const unit = new Float64Array(3)
      unit[column] = 1
      return design.dot(row, unit)
    }
    // Pair 1 is left out; in pair 2 feature 1 is as strong on both sides.
    expect([0, 1, 2].map((j) => entry(0, j))).toEqual([1, 0, 0.5])
    expect([0, 1, 2].map((j) => entry(1, j))).toEqual([3, 0, -2])
    expect([...block]).toEqual([1, 2, 0])
  })
})

describe('explained signal', () => {
  const data = synthetic({ n: 400, features: 20, seed: 3, planted: 0.5 })

  it('is more with concepts than with length where a habit is planted', () => {
    const { length, concepts, hidden } = explainedSignal({ ...data, state: null, seed: 1 })
    expect(Math.abs(length! - 0.5)).toBeLessThan(0.1)
    expect(concepts!).toBeGreaterThan(0.65)
    expect(hidden).toBeNull()
  })

  it('sees what the states know', () => {
    const rng = random(5)
    const state = Float32Array.from({ length: 800 * 6 }, () => rng() - 0.5)
    for (let i = 0; i < 400; i++) state[12 * i + 2]! += 0.6
    expect(explainedSignal({ ...data, state: { state, dim: 6 }, seed: 1 }).hidden!).toBeGreaterThan(0.9)
  })

  it('is the same for the same seed, and unknown for a handful of pairs', () => {
    const once = explainedSignal({ ...data, state: null, seed: 2 })
    expect(explainedSignal({ ...data, state: null, seed: 2 })).toEqual(once)
    const few = synthetic({ n: 8, features: 2, seed: 1 })
    expect(explainedSignal({ ...few, state: null, seed: 1 })).toEqual({
      length: null,
      concepts: null,
      hidden: null,
      ceiling: null,
    })
  })
})
