import type { Protocol, Verdict } from '../../core/verdict.ts'
import type { VerdictImpact } from '../../protocol/data.ts'
import { count, plural } from '../shared/format.ts'
import type { SideWords } from '../shared/words.ts'

/** Protocols whose strength is a share of the pairs that have the concept. */
const SHARES: readonly Protocol[] = ['rewrite', 'mask', 'inoculate']

/** Above 1 a reliance passes neutral; a share cannot exceed 1. */
export const mostStrength = (protocol: Protocol): number => (SHARES.includes(protocol) ? 1 : 2)

/**
 * The meaning of a verdict's strength, one sentence.
 * @param reliance coefficient of the concept in the original data; undefined while it is computed
 */
export function strengthMeaning(
  { verdict, protocol, strength }: Pick<Verdict, 'verdict' | 'protocol' | 'strength'>,
  reliance: number | undefined,
): string {
  if (strength === 0) return '0 changes nothing.'
  if (SHARES.includes(protocol)) return `${Math.round(100 * strength)}% of the pairs that have it.`
  if (protocol === 'steer')
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
export function effectWords(effect: VerdictImpact, one: SideWords['one']): string {
  const pairs = plural(effect.touched, one)
  switch (effect.protocol) {
    case 'offsets':
      return pairs
    case 'drop':
      return `${count(effect.dropped)} dropped`
    case 'reweight':
      return `${pairs} re-weighted`
    case 'relabel':
      return `${pairs} swapped`
    case 'mask':
      return `${pairs} masked`
    case 'rewrite':
      return `${pairs} rewritten`
    case 'inoculate':
      return `${pairs} with an instruction`
    case 'steer':
      return '1 direction'
  }
}
