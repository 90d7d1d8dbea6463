import { fisherTest } from '../stats/fisher.ts'
import { labelPermutations } from '../stats/label-permutations.ts'
import { responseFitter } from '../stats/response-effect.ts'
import { type Labels, positiveCount, type Sample } from '../stats/sample.ts'
import { LENGTH_CORRELATION, MINIMUM_DISCORDANT } from './limits.ts'
import type { Statistics } from './statistics.ts'

/** log₂ of the permutations behind the moments of a statistic that is looked at alone. */
const MOMENT_BITS = 8

export function responseStatistics(sample: Sample, labels: Labels): Statistics {
  const { n, length } = sample
  const { side } = labels
  const good = positiveCount(side)
  const bad = n - good
  return {
    chosen: good,
    rejected: bad,
    fitter: (base) => responseFitter(sample, labels, base !== null),
    nullStatistics: (disparities, targets, bits, seed) =>
      labelPermutations(sample, labels, disparities, targets, { bits, seed }),
    momentBits: MOMENT_BITS,
    exactTest: (wins, present) => fisherTest(wins, present, good, n),
    testable: Math.min(good, bad) >= MINIMUM_DISCORDANT,
    isAbsentEnough: (response) => severalClustersWithout(sample, response),
    lengthItself: () => lengthByMedian(sample),
    withoutLabel: <T extends Float32Array | Float64Array>(u: T) => u.map(Math.abs) as T,
    withoutConcept: (wins, present) => ({ winRateWithout: (good - wins) / (n - present) }),
    prevalence: (wins, present) => ({
      prevalenceChosen: wins / good,
      prevalenceRejected: (present - wins) / bad,
    }),
    intercept: () => [Float64Array.from(side)],
    /** Length is taken about its mean, to keep it apart from the intercept. */
    nuisances() {
      const mean = length.reduce((sum, l) => sum + Math.abs(l), 0) / n
      return [length.map((l, i) => l - mean * side[i]!), Float64Array.from(side)]
    },
  }
}

/** Whether the responses without the concept, too, are in enough clusters. @param response ascending */
function severalClustersWithout({ n, cluster }: Sample, response: Uint32Array): boolean {
  const clusters = new Set<number>()
  for (let i = 0, k = 0; i < n; i++) {
    if (response[k] === i) k++
    else if (clusters.add(cluster[i]!).size >= MINIMUM_DISCORDANT) return true
  }
  return false
}

/** By the correlation of having the concept with being longer than the median. */
function lengthByMedian({ length, n }: Sample): ReturnType<Statistics['lengthItself']> {
  const words = length.map(Math.abs)
  const median = words.slice().sort()[words.length >> 1]!
  const isLonger = words.map((l) => (l > median ? 1 : 0))
  const count = isLonger.reduce((sum, s) => sum + s, 0)
  const variance = (many: number) => many - many ** 2 / n
  return (response) => {
    let agree = 0
    for (let k = 0; k < response.length; k++) agree += isLonger[response[k]!]!
    const product = variance(count) * variance(response.length)
    return Math.abs(agree - (count * response.length) / n) > LENGTH_CORRELATION * Math.sqrt(product)
  }
}
