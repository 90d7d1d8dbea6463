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
  /** Of these pairs, where they are at hand: then texts are read for names only. */
  readonly sample?: Sample
  readonly key?: Uint32Array
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly responses: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Of these columns and concepts. */
  readonly disparities: Disparities
  readonly seed: number
  /** log₂ of the number of sign flips; 8 where left out: 255 permutations beside the labels as they are. */
  readonly flipBits?: number
}

export interface PromptContextInput extends ContextInput {
  /** Features over prompt groups; feature f is feature f of `responses`, of which there may be more. */
  readonly prompts: FeatureColumns
  /**
   * Mean states of prompt groups and of response spans, where they are at hand: prompts are then clustered by
   * them.
   */
  readonly states?: { readonly prompts: States; readonly responses: States }
  /**
   * How much a prompt expresses a theme: share of its features (the paper's), or weighted by rarity (the
   * default).
   */
  readonly themeRule?: 'fraction' | 'idf'
}

/** A context and what its tests could have seen. */
export interface TestedContext extends Context {
  /** Concepts tested here. */
  readonly tests: number
  /**
   * Single features among them of which some effect would be seen with probability 0.8 at the scope's
   * family-wise level.
   */
  readonly powered: number
  /** The smallest such effect, |mean u| inside; null where there is none. */
  readonly detectable: number | null
}

export interface ContextFindings {
  /** Largest first. */
  readonly contexts: readonly TestedContext[]
  /** Concepts that were made here: clusters of features whose response shifts go together. */
  readonly concepts: readonly Concept[]
  /**
   * Confirmed ones first, then those with q ≤ 0.1, then the rest, at most 500 in all; by Δ_min within each.
   */
  readonly hypotheses: readonly Hypothesis[]
  /** (concept, context) pairs tested in all, and sign flips beside the labels as they are. */
  readonly tests: number
  readonly permutations: number
}

export const FLIP_BITS = 8

/** (done, total) of the work; may throw to cancel. */
export type ContextProgress = (done: number, total: number) => void

const PARTS = 100
/** Share of the work, in percent, that finding the contexts is. */
const FINDING = 30

/**
 * Progress over two stages as one: `found(share)` while contexts are looked for, then `tested(done, total)`.
 */
export function stages(progress: ContextProgress | undefined) {
  return {
    found: (share: number) => progress?.(Math.round(FINDING * share), PARTS),
    tested: (done: number, total: number) =>
      progress?.(FINDING + Math.floor(((PARTS - FINDING) * done) / total), PARTS),
  }
}

/**
 * Adds to contexts what their tests could have seen; effects of single features count, whose u is −1, 0 or 1.
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
