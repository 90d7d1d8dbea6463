import type { Verdict } from '../verdict.ts'
import { allowedProtocols, type ProtocolConcept, protocolOf } from './protocols.ts'

/**
 * The decisions that a person who looks at a concept may take next: to keep it, or to suppress it by any
 * protocol.
 */
export function candidateDecisions(
  verdicts: readonly Verdict[],
  concept: ProtocolConcept,
  scope: string,
): readonly (readonly Verdict[])[] {
  const isIt = (one: Verdict) => one.concept === concept.id && one.scope === scope
  const others = verdicts.filter((one) => !isIt(one))
  const suppress: Verdict = verdicts.find(isIt) ?? {
    ...{ concept: concept.id, scope, verdict: 'suppress', strength: 1, protocol: 'offsets', note: '' },
  }
  return [
    ...allowedProtocols(concept, 'suppress')
      .filter((protocol) => !protocolOf(protocol).costly)
      .map((protocol) => [...others, { ...suppress, protocol }]),
    [...others, { ...suppress, verdict: 'keep', protocol: 'offsets' } as const],
  ]
}
