import type { DataKind } from '../../core/data-kind.ts'
import { protocolOf, protocolWords } from '../../core/shape/protocols.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import type { VerdictImpact } from '../../protocol/data.ts'
import { count, plural } from '../shared/format.ts'
import type { SideWords } from '../shared/words.ts'

/** Past 1 a reliance goes beyond neutral; a share cannot. */
export const mostStrength = (protocol: Protocol): number =>
  protocolOf(protocol).strength === 'share' ? 1 : 2

/**
 * What the strength of a verdict comes to, one sentence.
 * @param reliance coefficient of the concept in the data as it came; undefined while it is worked out
 */
export function strengthMeaning(
  { verdict, protocol, strength }: Pick<Verdict, 'verdict' | 'protocol' | 'strength'>,
  reliance: number | undefined,
): string {
  if (strength === 0) return '0 leaves the data as it is.'
  const measured = protocolOf(protocol).strength
  if (measured === 'share') return `${Math.round(100 * strength)}% of the pairs that have it.`
  if (measured === 'length') return 'How far to go along the direction; the file holds it with length 1.'
  if (reliance === undefined) return 'Working out what it comes to…'
  const away = verdict === 'suppress' ? reliance > 0 : reliance < 0
  if (!away) return 'It leans this way already: 1 doubles that, no more.'
  if (strength > 1) return '1 explains it away, no more; this goes past neutral.'
  return strength === 1 ? '1 explains it away, no more.' : 'Short of 1, which explains it away, no more.'
}

/** What a verdict does to pairs or single responses, in a few words. */
export const effectWords = (effect: VerdictImpact, kind: DataKind, one: SideWords['one']): string =>
  protocolWords(effect.protocol, kind).effect(count(effect.touched), plural(effect.touched, one))
