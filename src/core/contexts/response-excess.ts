import { type Labels, type Sample, subsample } from '../stats/sample.ts'
import { responseFitter } from '../stats/response-effect.ts'
import { type TestColumn, splitColumns } from './test-block.ts'
import { LEAST_DISCORDANT } from './local-decisions.ts'

/**
 * How much more the odds of a good label rise with a concept inside a context than elsewhere, standardised:
 * (β_in − β_out)/√V, β of P(good) = σ(α + βx + γ·log(words + 1)) fitted on either part. Odds ratios do not
 * grow because a concept, or good responses, are commoner here. V = V_in + V_out − 2Σ_g ψ_g,in ψ_g,out over
 * prompt groups with responses in both. Where fewer than LEAST_DISCORDANT responses elsewhere have the
 * concept, or lack it, nothing is known of it there: β_out = 0, V = V_in.
 * @param inside responses of the context, ascending
 */
export function responseExcess(sample: Sample, inside: Uint32Array, column: TestColumn): number {
  const within = new Uint8Array(sample.n)
  for (const i of inside) within[i] = 1
  const outside = Uint32Array.from({ length: sample.n }, (_, i) => i).filter((i) => within[i] === 0)
  const sets = [inside, outside]
  const [[own], [rest]] = splitColumns(sample.n, sets, [column]) as [[TestColumn], [TestColumn]]
  const here = effectOn(sample, inside, own)
  const known = Math.min(rest.pair.length, outside.length - rest.pair.length) >= LEAST_DISCORDANT
  if (!known) return here.beta / Math.sqrt(here.variance)
  const there = effectOn(sample, outside, rest)
  let covariance = 0
  here.influence.forEach((own, g) => (covariance += own * there.influence[g]!))
  return (here.beta - there.beta) / Math.sqrt(here.variance + there.variance - 2 * covariance)
}

/** β on some responses, its variance, and its influence by prompt group of the whole sample. */
function effectOn(whole: Sample, responses: Uint32Array, { pair, u, isLength }: TestColumn) {
  const part = subsample(whole, responses)
  const { beta, varBeta, influence } = responseFitter(part, part.labels as Labels, !isLength)(pair, u)
  const byGroup = new Float64Array(whole.clusters)
  const own = influence()
  responses.forEach((i, at) => (byGroup[whole.cluster[i]!] = own[part.cluster[at]!]!))
  return { beta, variance: varBeta, influence: byGroup }
}
