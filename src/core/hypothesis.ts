/** Where a hypothesis is tested. */
export interface Scope {
  readonly kind:
    'overall' | 'data-cluster' | 'prompt-cluster' | 'column' | 'pattern' | 'concept' | 'selection'
  readonly id: string
  readonly label: string
}

export const OVERALL: Scope = { kind: 'overall', id: 'overall', label: 'Overall' }

/**
 * How the effect was estimated: 'length-adjusted' is the plain fit; 'log-F' adds a log-F(1,1) prior on β
 * where the plain estimate does not exist (the concept is never on the losing side); 'without-length' holds γ
 * at 0, for concepts that are length itself.
 */
export type EffectModel = 'length-adjusted' | 'log-F' | 'without-length'

/** A concept's disparity inside a context compared with the rest (contexts/README.md). */
export interface LocalEffect {
  /**
   * Mean u over the pairs inside, and over those outside; of unpaired data, mean x of the good responses − of
   * the bad ones.
   */
  readonly meanIn: number
  readonly meanOut: number
  /** Δ = meanIn − meanOut, with its 95% interval from the standard error clustered by prompt group. */
  readonly delta: number
  readonly deltaLow: number
  readonly deltaHigh: number
  /** Δ over its standard error: Welch's z where every prompt group is one pair. */
  readonly z: number
  /** Cohen's d. */
  readonly d: number
  /** The smaller |Δ| of two halves: of the rows, odd and even; of unpaired data, of the prompt groups. */
  readonly deltaMin: number
  /**
   * Smallest |meanIn| seen with probability 0.8 at the scope's family-wise level; null where no difference
   * would be.
   */
  readonly detectable: number | null
}

/** A tested (concept, scope) with its effect and uncertainty. Formulas: stats/README.md. */
export interface Hypothesis {
  /** Concept id. */
  readonly concept: string
  readonly scope: Scope
  /** Pairs in the scope. */
  readonly n: number
  /** Pairs with u ≠ 0. */
  readonly discordant: number
  /** Share of discordant pairs where the chosen side has more of the concept. */
  readonly winRate: number
  /**
   * Unpaired data only, where n counts responses, discordant those with the concept, and winRate is the share
   * of good ones among them: the share of good ones among the others. pSign is Fisher's exact test then.
   */
  readonly winRateWithout?: number
  /** Exact two-sided sign test of winRate = 1/2. */
  readonly pSign: number
  /** Coefficient of u in P(chosen) = σ(β·u + γ·Δlog length), and its standard error clustered by prompt. */
  readonly beta: number
  readonly se: number
  readonly model: EffectModel
  /**
   * Effect on the probability of being chosen, length held fixed, over discordant pairs; positive leans
   * chosen.
   */
  readonly deltaWin: number
  readonly ciLow: number
  readonly ciHigh: number
  /** Two-sided p of β = 0. */
  readonly p: number
  /** Benjamini–Hochberg over the scope. */
  readonly q: number
  /**
   * Family-wise p, (b + 1)/(B + 1): max-|T| over the scope, whole prompt groups' signs flipped (unpaired:
   * labels permuted).
   */
  readonly pPermutation: number
  /**
   * Nominated by one half of the prompts and replicated on the other (same direction, family-wise 5%, the
   * halves in either order), and family-wise p ≤ 1% on the whole data. See stats/README.md.
   */
  readonly confirmed: boolean
  /**
   * It passed Benjamini–Hochberg 10% (overall on one of the halves; in contexts on all data), or is
   * confirmed.
   */
  readonly discovered: boolean
  /** Share of chosen and of rejected responses with the concept. */
  readonly prevalenceChosen: number
  readonly prevalenceRejected: number
  /**
   * Coefficient in the joint L1 model (standardised scale), 0 where other concepts carry its signal; null
   * untested.
   */
  readonly joint: number | null
  /** Concept ids folded under this one (disparities correlate above 0.7), strongest first. */
  readonly similar: readonly string[]
  /** Concept id of the representative, when this one is folded. */
  readonly foldedUnder: string | null
  /**
   * In contexts only. There p is the larger of two: that of the length-adjusted effect inside and that of Δ.
   * q, pPermutation and confirmed follow contexts/README.md; every other field describes the pairs inside.
   */
  readonly local?: LocalEffect
}
