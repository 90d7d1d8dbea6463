import { random } from '../../../src/core/random.ts'
import { columnsOf } from './columns.ts'

/**
 * A small world with known tastes: pairs whose chosen side is decided by two concepts, `liked` (found in more
 * chosen responses) and `loathed` (in more rejected ones), beside a `neutral` one and length.
 */
export function world(pairs: number, seed: number) {
  const rng = random(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
  const taste = [0.8, -0.6, 0]
  const activation = taste.map(() => new Array<number>(2 * pairs).fill(0))
  const length = new Float64Array(pairs)
  for (let i = 0; i < pairs; i++) {
    const sides = [0, 1].map(() => ({
      values: taste.map(() => (rng() < 0.4 ? Math.fround(1 + 2 * rng()) : 0)),
      words: normal() / 2,
    }))
    const worth = sides.map((side) => taste.reduce((sum, w, f) => sum + w * side.values[f]!, side.words))
    const chosen = rng() < 1 / (1 + Math.exp(worth[1]! - worth[0]!)) ? 0 : 1
    length[i] = sides[chosen]!.words - sides[1 - chosen]!.words
    taste.forEach((_, f) => {
      activation[f]![2 * i] = sides[chosen]!.values[f]!
      activation[f]![2 * i + 1] = sides[1 - chosen]!.values[f]!
    })
  }
  const features: Record<string, number> = { liked: 0, loathed: 1, neutral: 2 }
  return {
    columns: columnsOf(activation),
    length,
    scored: (concept: string) => {
      const feature = features[concept]
      return feature === undefined ? undefined : { features: [feature] }
    },
  }
}

/**
 * A linear reward model trained by plain gradient descent on TRL's reward loss −log σ(r⁺ − r⁻ − margin):
 * written apart from the fit in src/core/shape, to check signs against a trainer rather than against
 * ourselves.
 * @param differences per pair, features of chosen − rejected @param weights of the pairs' losses
 */
export function trainReward(
  differences: readonly (readonly number[])[],
  margins: readonly number[],
  weights: readonly number[] = margins.map(() => 1),
): number[] {
  const w = differences[0]!.map(() => 0)
  for (let step = 0; step < 400; step++) {
    const gradient = w.map(() => 0)
    differences.forEach((x, i) => {
      const reward = x.reduce((sum, value, f) => sum + value * w[f]!, 0)
      const surprise = weights[i]! / (1 + Math.exp(reward - margins[i]!))
      x.forEach((value, f) => (gradient[f]! += surprise * value))
    })
    gradient.forEach((value, f) => (w[f]! += value / differences.length))
  }
  return w
}
