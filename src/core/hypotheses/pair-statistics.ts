import { effectFitter } from '../stats/adjusted-effect.ts'
import { lengthModel } from '../stats/length-model.ts'
import type { Sample } from '../stats/sample.ts'
import { signFlips } from '../stats/sign-flips.ts'
import { signTest } from '../stats/sign-test.ts'
import { LENGTH_CORRELATION } from './limits.ts'
import type { Statistics } from './statistics.ts'

export const pairStatistics = (sample: Sample): Statistics => ({
  chosen: sample.n,
  rejected: sample.n,
  fitter: (base) => effectFitter(sample, base),
  nullStatistics: (disparities, targets, bits, seed) =>
    signFlips(sample, disparities, targets, lengthModel(sample)?.gamma ?? 0, { bits, seed }),
  momentBits: 0,
  exactTest: (wins, discordant) => signTest(wins, discordant - wins),
  testable: true,
  isAbsentEnough: () => true,
  lengthItself: () => lengthBySign(sample),
  withoutLabel: (u) => u,
  withoutConcept: () => ({}),
  prevalence: () => null,
  intercept: () => [],
  nuisances: () => [sample.length],
})

/** By the correlation about 0 of sign u with sign ℓ. */
function lengthBySign({ length }: Sample): ReturnType<Statistics['lengthItself']> {
  const sign = length.map(Math.sign)
  const count = sign.reduce((sum, s) => sum + Math.abs(s), 0)
  return (pair, u) => {
    let agree = 0
    for (let k = 0; k < pair.length; k++) agree += sign[pair[k]!]! * Math.sign(u[k]!)
    return Math.abs(agree) > LENGTH_CORRELATION * Math.sqrt(count * pair.length)
  }
}
