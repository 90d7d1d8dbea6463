import type { Hypothesis } from '../../hypothesis.ts'
import type { Protocol, VerdictKind } from '../../verdict.ts'
import type { Method } from '../effects.ts'
import type { Estimate } from './bootstrap.ts'

/** Where a concept stands in a table; null where too few pairs differ in it to be tested. */
export type ConceptStanding = Pick<Hypothesis, 'deltaWin' | 'ciLow' | 'ciHigh' | 'q' | 'confirmed'> | null

/** What became of one decided concept. */
export interface ConceptProof {
  readonly concept: string
  readonly verdict: VerdictKind
  readonly protocol: Protocol
  readonly method: Method
  /** Reliance, in log-odds, of a head fitted on the data as it came and as it goes. */
  readonly before: Estimate
  readonly after: Estimate
  /** 1 − after / before. */
  readonly reduction: Estimate
  readonly place: {
    readonly before: ConceptStanding
    readonly after: ConceptStanding
    /** It was in the table (q ≤ 0.1) and no longer is. */
    readonly left: boolean
  }
  readonly sentence: string
}

/** What a reward head learns from the data before and after, on pairs it has not seen. */
export interface Proof {
  readonly accuracy: { readonly before: Estimate; readonly after: Estimate; readonly change: Estimate }
  readonly concepts: readonly ConceptProof[]
  /** Decided concepts that no held-out pair tells apart. */
  readonly unmeasured: readonly string[]
  /**
   * Changed texts whose latents and states are still those of the texts before: the encoder has not read
   * them.
   */
  readonly unread: number
  readonly sentence: string
}
