import type { FeatureColumns } from '../activations.ts'
import { type Concept, unmeasured } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import type { Hypothesis } from '../hypothesis.ts'

/** A latent whose label is at least this faithful may stand for a lesson before a family does. */
const FAITHFUL = 0.8
/**
 * A family's name holds where at least this share of its presence comes from members whose own labels hold.
 */
export const NAME_HOLDS = 0.7

/**
 * A member fits its family's name where its own label is at least this faithful, or is shown for other
 * reasons.
 */
const MEMBER_FITS = 0.6

/** Detectors that are unions of others: they gather a lesson, and one of their parts gives it its name. */
export const UNIONS: ReadonlySet<string> = new Set(['s:markdown'])

/** Who stands for a lesson, best first. */
export const TIERS = ['detector', 'union', 'latent', 'family', 'unsure', 'phrase', 'hidden'] as const
export type Tier = (typeof TIERS)[number]

/** A concept that was found, as lessons see it. */
export interface Candidate {
  readonly concept: Concept
  readonly hypothesis: Hypothesis
  /** +1 where the chosen responses have more of it, −1 where the rejected do. */
  readonly sign: number
  readonly tier: Tier
}

export const rankOf = ({ tier }: Candidate): number => TIERS.indexOf(tier)

/** Whether it has a name that a person reads: neither a phrase nor hidden. */
export const named = (candidate: Candidate): boolean => rankOf(candidate) <= TIERS.indexOf('unsure')

/** Whether it is something that a response does, which is never folded under something else that it does. */
export const isBehaviour = ({ concept: { kind } }: Candidate): boolean =>
  kind === 'behaviour' || kind === 'tone'

/**
 * Whether it is the language that things are said in: what is said in it is named by something else, where it
 * is.
 */
export const isGrammar = ({ concept: { kind } }: Candidate): boolean => kind === 'syntax' || kind === 'style'

/** @param hypotheses strongest first; their order is kept */
export function candidatesOf(
  hypotheses: readonly Hypothesis[],
  concepts: readonly Concept[],
  columns: FeatureColumns,
): Candidate[] {
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  return hypotheses.flatMap((hypothesis): Candidate[] => {
    const concept = byId.get(hypothesis.concept)
    if (!concept) return []
    const effect = hypothesis.local?.delta ?? hypothesis.deltaWin
    const tier = tierOf(concept, (family) => nameHolds(family, concepts, columns))
    return [{ concept, hypothesis, sign: Math.sign(effect) || 1, tier }]
  })
}

function tierOf(concept: Concept, holds: (family: Concept) => boolean): Tier {
  if (concept.hidden) return 'hidden'
  switch (concept.source) {
    case 'surface':
      return UNIONS.has(concept.id) ? 'union' : 'detector'
    case 'probe':
    case 'rule':
    case 'composed':
    case 'column':
    case 'union':
      return 'detector'
    case 'phrase':
      return 'phrase'
    case 'family':
      return holds(concept) ? 'family' : 'hidden'
    case 'dictionary':
      return !unmeasured(concept) && (concept.fidelity ?? 0) >= FAITHFUL ? 'latent' : 'unsure'
  }
}

/**
 * Whether a family's name holds on the data at hand: most of its presence comes from members whose labels
 * hold.
 */
export function nameHolds(family: Concept, concepts: readonly Concept[], columns: FeatureColumns): boolean {
  const isMember = new Set(family.features)
  const fits = new Map<number, boolean>()
  for (const { source, features, hidden, fidelity } of concepts)
    if (source === 'dictionary' && isMember.has(features[0]!))
      fits.set(features[0]!, !hidden || (fidelity ?? 0) >= MEMBER_FITS)
  let [all, holding] = [0, 0]
  for (const f of family.features) {
    const responses = responsesWith(columns, f)
    all += responses
    // A family made in contexts may have detectors among its members, which hold by construction.
    if (fits.get(f) ?? true) holding += responses
  }
  return all > 0 && holding >= NAME_HOLDS * all
}

function responsesWith({ indptr, freq }: FeatureColumns, feature: number): number {
  let count = 0
  for (let k = indptr[feature]!; k < indptr[feature + 1]!; k++) if (freq[k]! > TAU) count++
  return count
}
