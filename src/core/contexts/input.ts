import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { PairTable } from '../pairs.ts'
import type { Sample } from '../stats/sample.ts'
import type { TestColumn } from './test-block.ts'
import type { Context } from './context.ts'
import type { States } from './embedding.ts'
import type { TestTable } from './test-table.ts'

export interface ContextInput {
  readonly pairs: PairTable
  /** The sample of these pairs, where already computed: then texts are read only for names. */
  readonly sample?: Sample
  readonly key?: Uint32Array
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly responses: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Of these columns and concepts. */
  readonly disparities: Disparities
  readonly seed: number
  /** log₂ of the number of sign flips; 8 when left out: 255 permutations and the observed labels. */
  readonly flipBits?: number
}

export interface PromptContextInput extends ContextInput {
  /** Features over prompt groups; feature f is feature f of `responses`, of which there may be more. */
  readonly prompts: FeatureColumns
  /**
   * Mean states of prompt groups and of response spans; when given, prompts are clustered by them.
   */
  readonly states?: { readonly prompts: States; readonly responses: States }
  /**
   * How expression of a theme is measured: share of its features (Bergen et al. 2026), or weighted by rarity
   * (the default).
   */
  readonly themeRule?: 'fraction' | 'idf'
}

/** A context and the effects that its tests could detect. */
export interface TestedContext extends Context {
  /** Concepts tested here. */
  readonly tests: number
  /**
   * Single features among them for which some effect would be detected with probability 0.8 at the scope's
   * family-wise level.
   */
  readonly powered: number
  /** The smallest such effect, |mean u| inside; null where there is none. */
  readonly detectable: number | null
}

export interface ContextFindings {
  /** Largest first. */
  readonly contexts: readonly TestedContext[]
  /** Concepts found here: clusters of features with correlated response shifts. */
  readonly concepts: readonly Concept[]
  /**
   * Confirmed ones first, then those with q ≤ 0.1, then the rest, at most 500 in all; by Δ_min within each.
   */
  readonly hypotheses: readonly Hypothesis[]
  /** (concept, context) pairs tested, and sign flips besides the observed labelling. */
  readonly tests: number
  readonly permutations: number
}

export const FLIP_BITS = 8

/** Called with (done, total); may throw to cancel. */
export type ContextProgress = (done: number, total: number) => void

const PARTS = 100
/** Share of the work, in percent, that is spent on finding the contexts. */
const FINDING = 30

/**
 * Combines the progress of two stages: `found(share)` while contexts are being found, then `tested(done,
 * total)`.
 */
export function stages(progress: ContextProgress | undefined) {
  return {
    found: (share: number) => progress?.(Math.round(FINDING * share), PARTS),
    tested: (done: number, total: number) =>
      progress?.(FINDING + Math.floor(((PARTS - FINDING) * done) / total), PARTS),
  }
}

/**
 * Adds to contexts the effects that their tests could detect; only single features count, whose u is −1, 0 or
 * 1.
 * @param own rows of `tests`, of the contexts' block
 */
export function withPower(
  contexts: readonly Context[],
  tests: TestTable,
  own: Uint32Array,
  columns: readonly TestColumn[],
): TestedContext[] {
  const single = columns.map(({ concept }) => concept.features.length === 1)
  const power = contexts.map(() => ({ tests: 0, powered: 0, detectable: Infinity }))
  for (const t of own) {
    const context = power[tests.context[t]!]!
    const limit = tests.detectable[t]!
    context.tests++
    if (!single[tests.column[t]!] || Number.isNaN(limit)) continue
    context.powered++
    context.detectable = Math.min(context.detectable, limit)
  }
  return contexts.map((context, c) => {
    const { detectable, ...counts } = power[c]!
    return { ...context, ...counts, detectable: counts.powered > 0 ? detectable : null }
  })
}
