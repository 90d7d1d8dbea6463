import { labelAuc } from '../../stats/auc.ts'
import type { QualityInterval } from '../../concepts/concept.ts'
import type { ProbeQuality } from './probe.ts'

/** Two-sided 95%. */
const Z = 1.959963984540054

/** Held-out scores of labelled texts, and the fold and group of each. */
export interface HeldOut {
  readonly score: Float64Array
  readonly label: Uint8Array
  /** Texts of one group are not independent. */
  readonly group: Uint32Array
  readonly folds: number
}

/** What held-out scores say at a threshold. */
export function qualityOf({ score, label, group, folds }: HeldOut, threshold: number): ProbeQuality {
  const count = { truePositive: 0, falsePositive: 0, missed: 0 }
  score.forEach((one, t) => {
    if (one >= threshold) count[label[t] ? 'truePositive' : 'falsePositive']++
    else if (label[t]) count.missed++
  })
  const groups = (wanted: number) => new Set([...group].filter((_, t) => label[t] === wanted)).size
  const positives = label.reduce((sum, one) => sum + one, 0)
  const negatives = label.length - positives
  // Proportions of texts have the uncertainty of as many groups.
  const share = Math.min(groups(1) / positives, groups(0) / negatives)
  const { truePositive, falsePositive, missed } = count
  const jaccard = wilson(truePositive, truePositive + falsePositive + missed, share)
  const f1 = (j: number) => (2 * j) / (1 + j)
  return {
    auroc: aurocInterval(aurocOf(score, label), groups(1), groups(0)),
    f1: { estimate: f1(jaccard.estimate), low: f1(jaccard.low), high: f1(jaccard.high) },
    precision: wilson(truePositive, truePositive + falsePositive, share),
    recall: wilson(truePositive, positives, share),
    positives,
    negatives,
    folds,
  }
}

export const aurocOf = (score: Float64Array, label: Uint8Array): number =>
  labelAuc(
    score,
    Int8Array.from(label, (one) => (one ? 1 : -1)),
  )

/**
 * Wilson's score interval of a proportion (1927).
 * @param share of the trials that are independent
 */
export function wilson(successes: number, trials: number, share = 1): QualityInterval {
  if (trials === 0) return { estimate: 0, low: 0, high: 1 }
  const p = successes / trials
  const n = trials * share
  const middle = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n)
  const half = (Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n)
  // Rounding must not leave the interval beside its estimate.
  return {
    estimate: p,
    low: Math.min(p, Math.max(0, middle - half)),
    high: Math.max(p, Math.min(1, middle + half)),
  }
}

/**
 * Newcombe's interval of an AUROC (2006, method 5): the values whose Hanley–McNeil variance, with the mean of
 * the group sizes for both, does not rule the estimate out. It is not degenerate at 1.
 */
export function aurocInterval(estimate: number, positives: number, negatives: number): QualityInterval {
  const mean = (positives + negatives) / 2 - 1
  const variance = (t: number) =>
    (t * (1 - t) * (1 + mean * ((1 - t) / (2 - t) + t / (1 + t)))) / (positives * negatives)
  const excluded = (t: number) => Math.abs(t - estimate) > Z * Math.sqrt(variance(t))
  const bound = (end: number) => {
    let [inside, outside] = [estimate, end]
    if (!excluded(end)) return end
    for (let step = 0; step < 60; step++) {
      const middle = (inside + outside) / 2
      if (excluded(middle)) outside = middle
      else inside = middle
    }
    return inside
  }
  return { estimate, low: bound(0), high: bound(1) }
}

/** Shares of responses below this are as good as none: so rare a concept could not be tested. */
const NEGLIGIBLE = 0.02

/**
 * The threshold at the best F1, estimated among held-out scores of positive texts.
 * @param background scores of unlabelled responses: their share above the threshold takes the place of the
 * false positives, since F1² is proportional to recall² / P(score ≥ t) (Lee & Liu 2003)
 * @returns the threshold, and what it was the best of
 */
export function bestThreshold(
  { score, label }: Pick<HeldOut, 'score' | 'label'>,
  background: Float64Array,
): { readonly threshold: number; readonly merit: number } {
  const positives = score.filter((_, t) => label[t] === 1).sort()
  const others = background.slice().sort()
  let [best, threshold] = [-1, positives[0]!]
  positives.forEach((t, k) => {
    const recall = (positives.length - k) / positives.length
    const above = others.length - firstAtLeast(others, t)
    const merit = recall ** 2 / (above / others.length + NEGLIGIBLE)
    if (merit > best) [best, threshold] = [merit, t]
  })
  return { threshold, merit: best }
}

/** How many of the sorted values are below x. */
function firstAtLeast(sorted: Float64Array, x: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}
