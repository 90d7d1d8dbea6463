/** What a person decided about a concept. */
export type VerdictKind = 'suppress' | 'keep' | 'amplify'

/** How a verdict is enacted; shape/protocols.ts describes each one. */
export type Protocol =
  'offsets' | 'drop' | 'reweight' | 'relabel' | 'mask' | 'rewrite' | 'inoculate' | 'steer'

export interface Verdict {
  readonly concept: string
  /** Scope id; 'overall' for the whole dataset. */
  readonly scope: string
  readonly verdict: VerdictKind
  /** 0 leaves the data as it is. */
  readonly strength: number
  readonly protocol: Protocol
  readonly note: string
  /** Inoculation: what the policy's prompt asks for, where the person changed it. */
  readonly template?: string
  /** Relabelling: source rows that the person took off the review list. */
  readonly spared?: readonly number[]
}
