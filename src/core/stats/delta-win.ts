import type { Effect } from './adjusted-effect.ts'
import { sigmoid } from './logistic.ts'
import { Z95 } from './normal.ts'

export interface DeltaWin {
  readonly deltaWin: number
  readonly ciLow: number
  readonly ciHigh: number
}

/**
 * Δwin: how much more probable the concept makes it to be chosen, length held fixed. Mean over discordant pairs of
 * σ(β|u| + γe) − σ(γe), where e = sign(u)·ℓ is the length advantage of the side with more of the concept. The 95%
 * interval is the delta method's with the effect's clustered covariance, clipped to [−1, 1].
 * @param pair discordant pairs @param u their disparities @param length ℓ by pair
 */
export function deltaWin(effect: Effect, pair: Uint32Array, u: Float32Array, length: Float64Array): DeltaWin {
  const { beta, gamma } = effect
  let sum = 0
  let byBeta = 0
  let byGamma = 0
  for (let k = 0; k < pair.length; k++) {
    const amount = Math.abs(u[k]!)
    const advantage = Math.sign(u[k]!) * length[pair[k]!]!
    const withConcept = sigmoid(beta * amount + gamma * advantage)
    const without = sigmoid(gamma * advantage)
    sum += withConcept - without
    byBeta += amount * withConcept * (1 - withConcept)
    byGamma += advantage * (withConcept * (1 - withConcept) - without * (1 - without))
  }
  const mean = sum / pair.length
  const { varBeta, covariance, varGamma } = effect
  const variance = byBeta ** 2 * varBeta + 2 * byBeta * byGamma * covariance + byGamma ** 2 * varGamma
  const reach = (Z95 * Math.sqrt(Math.max(0, variance))) / pair.length
  return { deltaWin: mean, ciLow: Math.max(-1, mean - reach), ciHigh: Math.min(1, mean + reach) }
}
