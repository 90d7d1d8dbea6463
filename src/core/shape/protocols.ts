import type { Concept } from '../concepts/concept.ts'
import { DETECTORS } from '../surface/detectors.ts'
import type { Protocol, VerdictKind } from '../verdict.ts'

/** Where a protocol intervenes. */
export type Place = 'reward' | 'data' | 'input' | 'representation'

/** What the page and the audit report say of a protocol. */
export interface ProtocolInfo {
  readonly id: Protocol
  readonly name: string
  readonly place: Place
  readonly formula: string
  /** One sentence in plain words. */
  readonly plain: string
  /** When to choose another one, one sentence. */
  readonly whenNot: string
}

export const PROTOCOLS: readonly ProtocolInfo[] = [
  {
    id: 'offsets',
    name: 'Offsets',
    place: 'reward',
    formula: '−log σ(β·Δθ + Σ_c λ_c·Δz_c); margin = −Σ_c λ_c·Δz_c',
    plain:
      'Tells the trainer how much of each preference the concept already explains, so that the model does not learn it; every pair stays.',
    whenNot: 'Your trainer reads neither margins nor offsets: its loss would ignore them in silence.',
  },
  {
    id: 'drop',
    name: 'Drop pairs',
    place: 'data',
    formula: 'drop the fewest pairs, largest |Δz| first, with b ≤ b₀ − λ when refitted on the rest',
    plain: 'Takes out the pairs that speak most against the verdict, until the rest no longer teach it.',
    whenNot: 'The concept is in most pairs, or those pairs teach something else you want.',
  },
  {
    id: 'reweight',
    name: 'Re-weight',
    place: 'data',
    formula:
      'min Σ w·log w with Σ w = n, Σ w·u_c = target for decided concepts, Σ w·u_k = Σ u_k for kept ones',
    plain:
      'Makes pairs count more or less, as evenly as can be, until the concept is as common among chosen as among rejected responses.',
    whenNot:
      'The concept is almost never on the rejected side: a few pairs would stand for all, as the effective sample size shows.',
  },
  {
    id: 'relabel',
    name: 'Relabel',
    place: 'data',
    formula:
      'swap chosen and rejected, least log-odds without the concept first, until b ≤ b₀ − λ when refitted',
    plain:
      'Swaps the sides of pairs that were decided by the concept and little else; you review the list before it counts.',
    whenNot: 'You cannot read the pairs it proposes: a wrong swap teaches the opposite.',
  },
  {
    id: 'mask',
    name: 'Mask spans',
    place: 'data',
    formula: 'loss over the tokens outside the character ranges where the concept is present',
    plain: 'Marks where the concept is in each response, so that the trainer skips those tokens.',
    whenNot:
      'Your trainer has no token mask, or the concept is the response as a whole and not a place in it.',
  },
  {
    id: 'rewrite',
    name: 'Rewrite',
    place: 'data',
    formula: 'y → rewrite_c(y), chosen and rejected alike, so that Δz_c = 0',
    plain: 'Removes the style from both responses and leaves everything else as it was written.',
    whenNot: 'The style is part of what makes the response good, as a list or a table can be.',
  },
  {
    id: 'inoculate',
    name: 'Inoculate',
    place: 'input',
    formula: 'π_θ(y | template + x) / π_ref(y | x) on pairs whose responses have the concept',
    plain:
      'Asks for the concept in the policy’s prompt while it trains, so that it learns to show it on request only.',
    whenNot: 'You train a reward model: it would learn from a request that no one makes later.',
  },
  {
    id: 'steer',
    name: 'Steer',
    place: 'representation',
    formula: 'h → h ± strength·d, |d| = 1: the decoder row, or the difference of mean states',
    plain:
      'Exports the direction in the encoder’s state that stands for the concept; the data stays as it is.',
    whenNot: 'The model you train is not the encoder: the direction then serves as a probe only.',
  },
]

/** @throws RangeError for an id that is none */
export function protocolInfo(id: Protocol): ProtocolInfo {
  const info = PROTOCOLS.find((protocol) => protocol.id === id)
  if (!info) throw new RangeError(`no protocol ${id}`)
  return info
}

export type ProtocolConcept = Pick<Concept, 'id' | 'source' | 'measure'>

/** Protocols that work in both directions, and on measures too. */
const ALWAYS: readonly Protocol[] = ['offsets', 'drop', 'reweight', 'relabel']

/**
 * The protocols that can enact a verdict on a concept, in the order of the table. What takes the concept out of texts or
 * asks for it can only suppress; a measure (length) has no place to mask and no direction of its own. Keep is
 * enacted by the protocols of the other verdicts. Single responses (not `paired`) have offsets and can be dropped.
 */
export function allowedProtocols(
  concept: ProtocolConcept,
  verdict: VerdictKind,
  paired = true,
): readonly Protocol[] {
  if (!paired) return verdict === 'keep' ? ['offsets'] : ['offsets', 'drop']
  const allowed = new Set(ALWAYS)
  if (verdict === 'keep') return ['offsets']
  if (!concept.measure) {
    allowed.add('steer')
    if (verdict === 'suppress') allowed.add('mask').add('inoculate')
  }
  if (verdict === 'suppress' && isRewritable(concept)) allowed.add('rewrite')
  return PROTOCOLS.map(({ id }) => id).filter((id) => allowed.has(id))
}

/** Where the style can be cut from the texts that does it; else offsets, which cost no pair and mirror exactly. */
export function defaultProtocol(
  concept: ProtocolConcept,
  verdict: VerdictKind = 'suppress',
  paired = true,
): Protocol {
  return verdict === 'suppress' && paired && isRewritable(concept) ? 'rewrite' : 'offsets'
}

export const isRewritable = ({ id, source }: ProtocolConcept): boolean =>
  source === 'surface' && DETECTORS.some((detector) => detector.id === id && detector.rewrite !== undefined)
