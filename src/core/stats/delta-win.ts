import type { Effect } from './adjusted-effect.ts'
import { sigmoid } from './logistic.ts'
import { Z95 } from './normal.ts'

export interface DeltaWin {
  readonly deltaWin: number
  readonly ciLow: number
  readonly ciHigh: number
}

/**
 * Δwin: the increase in the probability of being chosen that the concept brings, with length held fixed. Mean
 * over discordant pairs of σ(β|u| + γe) − σ(γe), where e = sign(u)·ℓ is the length advantage of the side with
 * more of the concept. The 95% interval is Δwin at the ends of β's Wald interval, with γ at its conditional
 * mean given β (from the clustered covariance). It excludes 0 exactly when β's interval does, and keeps its
 * coverage near ±1, where Δwin is flat in β and the delta method's interval is too narrow. Where the model
 * has an intercept (unpaired data), α enters too and is treated like γ.
 * @param pair discordant pairs
 * @param u their disparities
 * @param length ℓ by pair
 * @example
 * const effect = { beta: Math.log(3), gamma: 0, varBeta: 0.04, covariance: 0, varGamma: 0 }
 * deltaWin(effect, Uint32Array.of(0), Float32Array.of(1), Float64Array.of(0)).deltaWin // → 3 / 4 - 1 / 2
 */
export function deltaWin(effect: Effect, pair: Uint32Array, u: Float32Array, length: Float64Array): DeltaWin {
  const reach = Z95 * Math.sqrt(effect.varBeta)
  const along = effect.covariance / effect.varBeta
  const { alpha, covariance } = effect.intercept ?? { alpha: 0, covariance: 0 }
  const at = (shift: number): number => {
    const beta = effect.beta + shift
    const gamma = effect.gamma + along * shift
    const intercept = alpha + (covariance / effect.varBeta) * shift
    let sum = 0
    for (let k = 0; k < pair.length; k++) {
      const base = intercept + gamma * Math.sign(u[k]!) * length[pair[k]!]!
      sum += sigmoid(beta * Math.abs(u[k]!) + base) - sigmoid(base)
    }
    return sum / pair.length
  }
  return { deltaWin: at(0), ciLow: at(-reach), ciHigh: at(reach) }
}
