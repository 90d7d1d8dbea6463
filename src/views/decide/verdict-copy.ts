import type { DataKind } from '../../core/data-kind.ts'
import { protocolOf, protocolWords } from '../../core/shape/protocols.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import type { VerdictImpact } from '../../protocol/data.ts'
import { count, plural } from '../shared/format.ts'
import type { SideWords } from '../shared/words.ts'

/** Above 1 a reliance passes neutral; a share cannot exceed 1. */
export const mostStrength = (protocol: Protocol): number =>
  protocolOf(protocol).strength === 'share' ? 1 : 2

/**
 * The meaning of a verdict's strength, one sentence.
 * @param reliance coefficient of the concept in the original data; undefined while it is computed
 */
export function strengthMeaning(
  { verdict, protocol, strength }: Pick<Verdict, 'verdict' | 'protocol' | 'strength'>,
  reliance: number | undefined,
): string {
  if (strength === 0) return '0 changes nothing.'
  const measured = protocolOf(protocol).strength
  if (measured === 'share') return `${Math.round(100 * strength)}% of the pairs that have it.`
  if (measured === 'length')
    return 'Length of the step along the direction; the vector in the file has length 1.'
  if (reliance === undefined) return 'Computing the effect…'
  const away = verdict === 'suppress' ? reliance > 0 : reliance < 0
  if (!away) return 'The data already lean this way; strength 1 doubles the lean.'
  if (strength > 1) return 'Strength 1 makes the data neutral about it; this goes past neutral.'
  return strength === 1
    ? 'Strength 1 makes the data neutral about it.'
    : 'Part of the way: strength 1 makes the data neutral about it.'
}

/** The effect of a verdict on pairs or single responses, in a few words. */
export const effectWords = (effect: VerdictImpact, kind: DataKind, one: SideWords['one']): string =>
  protocolWords(effect.protocol, kind).effect(count(effect.touched), plural(effect.touched, one))
