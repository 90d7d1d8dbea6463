/** What a person decided about a concept (DESIGN 1). */
export type VerdictKind = 'suppress' | 'keep' | 'amplify'

/** How a verdict is enacted (DESIGN 6). */
export type Protocol = 'offsets' | 'drop'

export interface Verdict {
  readonly concept: string
  /** Scope id; 'overall' for the whole dataset. */
  readonly scope: string
  readonly verdict: VerdictKind
  /** 0 leaves the data as it is. */
  readonly strength: number
  readonly protocol: Protocol
  readonly note: string
}
