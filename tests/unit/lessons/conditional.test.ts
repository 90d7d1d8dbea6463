import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { conditionalScores } from '../../../src/core/lessons/conditional.ts'
import { sample } from '../../../src/core/stats/sample.ts'

interface Golden {
  readonly cluster: number[]
  readonly length: number[]
  readonly given: number[][]
  readonly asked: number[][]
  readonly scores: number[]
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../golden/conditional-score.json'), 'utf8'),
) as Golden

const column = (values: readonly number[]) => {
  const pair = Uint32Array.from(values.keys()).filter((i) => values[i] !== 0)
  return { pair, u: Float32Array.from(pair, (i) => values[i]!) }
}

describe('what a concept adds to others', () => {
  it('agrees with NumPy and SciPy', () => {
    const clusters = Math.max(...golden.cluster) + 1
    const pairs = sample(
      Float64Array.from(golden.length),
      Uint32Array.from(golden.cluster),
      Uint32Array.from({ length: clusters }, (_, g) => g),
    )
    const scores = conditionalScores(pairs, golden.given.map(column), golden.asked.map(column))
    golden.scores.forEach((score, k) => expect(scores[k]).toBeCloseTo(score, 6))
  })
})
