/** What a person decided about a concept. */
export type VerdictKind = 'suppress' | 'keep' | 'amplify'

/**
 * How a verdict can be enacted, in the order in which a person is offered them; one module each in
 * shape/protocols.
 */
export const PROTOCOL_IDS = [
  'offsets',
  'drop',
  'reweight',
  'soft-labels',
  'relabel',
  'mask',
  'rewrite',
  'inoculate',
  'steer',
] as const

export type Protocol = (typeof PROTOCOL_IDS)[number]

export interface Verdict {
  readonly concept: string
  /** Scope id; 'overall' for the whole dataset. */
  readonly scope: string
  readonly verdict: VerdictKind
  /** 0 leaves the data as it is. */
  readonly strength: number
  /**
   * λ itself, where the person gave it instead of a strength: above 0 it takes the concept away. Also
   * where the data have no lean, so that no strength comes to anything.
   */
  readonly lambda?: number
  readonly protocol: Protocol
  readonly note: string
  /** Inoculation: what the policy's prompt asks for, where the person changed it. */
  readonly template?: string
  /** Relabelling: source rows that the person took off the review list. */
  readonly spared?: readonly number[]
}
