import type { DataKind } from '../data-kind.ts'
import { WhittleError } from '../failure.ts'
import { type Protocol, PROTOCOL_IDS, type VerdictKind } from '../verdict.ts'
import type { Decision } from './decision.ts'
import { drop } from './protocols/drop.ts'
import { inoculate } from './protocols/inoculate.ts'
import { mask } from './protocols/mask.ts'
import { offsets } from './protocols/offsets.ts'
import type { Formulas, ProtocolConcept, ProtocolModule, ProtocolWords } from './protocols/protocol.ts'
import { relabel } from './protocols/relabel.ts'
import { reweight } from './protocols/reweight.ts'
import { rewrite } from './protocols/rewrite.ts'
import { softLabels } from './protocols/soft-labels.ts'
import { steer } from './protocols/steer.ts'

export type { ProtocolConcept }

const BY_ID: Readonly<Record<Protocol, ProtocolModule>> = {
  ...{ offsets, drop, reweight, relabel, mask, rewrite, inoculate, steer },
  'soft-labels': softLabels,
}

/** Every protocol, in the order in which a person is offered them. */
export const PROTOCOLS: readonly ProtocolModule[] = PROTOCOL_IDS.map((id) => BY_ID[id])

/** @throws RangeError for an id that is none */
export function protocolOf(id: Protocol): ProtocolModule {
  if (!Object.hasOwn(BY_ID, id)) throw new RangeError(`no protocol ${id as string}`)
  return BY_ID[id]
}

/** What is said of a protocol where it acts on such data. @throws RangeError for an id that is none */
export function protocolWords(id: Protocol, kind: DataKind): ProtocolWords {
  const { words } = protocolOf(id)
  return words[kind] ?? words.pairs
}

/**
 * The protocols that can enact a verdict on a concept, in the order of the table. A kept concept is held by
 * the protocols of the other verdicts.
 */
export function allowedProtocols(
  concept: ProtocolConcept,
  verdict: VerdictKind,
  kind: DataKind = 'pairs',
): readonly Protocol[] {
  if (verdict === 'keep') return ['offsets']
  return PROTOCOLS.filter(({ words, allowed }) => words[kind] !== null && allowed(concept, verdict)).map(
    ({ id }) => id,
  )
}

/** The formulas of all protocols that act on such data, by name. */
export const protocolFormulas = (kind: DataKind): Formulas =>
  Object.assign({}, ...PROTOCOLS.map(({ words }) => words[kind]?.formulas ?? {})) as Formulas

/** @throws WhittleError where a decision is enacted by what cannot act on such data */
export function requirePossible(decisions: readonly Decision[], kind: DataKind): void {
  if (kind === 'pairs') return
  for (const { calibration, protocol, verdict } of decisions) {
    if (calibration?.residual) {
      throw new WhittleError(
        'bad-spec',
        'The reward spec takes kept concepts out of others, which is for pairs only.',
      )
    }
    const { words } = protocolOf(protocol)
    if (words[kind] || verdict === 'keep') continue
    throw new WhittleError(
      'internal',
      `“${words.pairs.name}” is for pairs: on single responses a decision sets offsets or drops responses.`,
    )
  }
}
