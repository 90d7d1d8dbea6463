import type { Random } from '../../random.ts'

/** A number with its 95% interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A number that is linear in how often each group is drawn: value + Σ_g (count_g − 1)·change_g. */
export interface Linear {
  readonly value: number
  readonly change: Float64Array
}

const DRAWS = 500

/** Bootstrap by group, groups with replacement: the draws of each number, all from the same groups. */
export function redraw(numbers: readonly Linear[], groups: number, rng: Random): Float64Array[] {
  const draws = numbers.map(() => new Float64Array(DRAWS))
  const more = new Int16Array(groups)
  for (let draw = 0; draw < DRAWS; draw++) {
    more.fill(-1)
    for (let g = 0; g < groups; g++) more[Math.floor(rng() * groups)]!++
    numbers.forEach(({ value, change }, m) => {
      let sum = value
      for (let g = 0; g < groups; g++) sum += more[g]! * change[g]!
      draws[m]![draw] = sum
    })
  }
  return draws
}

/** The value with the 2.5% and 97.5% quantiles of its draws. */
export function estimate(value: number, draws: Float64Array): Estimate {
  const sorted = draws.slice().sort()
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!
  return { value, low: at(0.025), high: at(0.975) }
}
