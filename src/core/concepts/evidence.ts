import type { ConceptProfile } from './profile.ts'
import { permutation, random } from '../random.ts'

/** Strongest for, strongest against, typical, random; never only the extremes. */
export type EvidenceKind = 'for' | 'against' | 'typical' | 'random'

/**
 * Positions in the profile of the pairs that show a concept, best first.
 * - for, against: the concept is on the chosen (rejected) side only; strongest activation first, then source
 *   order. Pairs that have it on both sides, but more features of it on that side, follow.
 * - typical: discordant pairs, those of median strength first;
 * - random: discordant pairs in random order, the same for the same seed.
 */
export function evidencePairs(
  profile: ConceptProfile,
  kind: EvidenceKind,
  measure: boolean,
  seed: number,
): Uint32Array {
  const { u, chosenMax, rejectedMax } = profile
  const all = Uint32Array.from(u, (_, k) => k)
  const strength = (k: number) =>
    measure ? Math.abs(chosenMax[k]! - rejectedMax[k]!) : Math.max(chosenMax[k]!, rejectedMax[k]!)
  if (kind === 'for' || kind === 'against') {
    const sign = kind === 'for' ? 1 : -1
    const alone = onOneSide(profile, kind, measure)
    return all
      .filter((k) => sign * u[k]! > 0)
      .sort((a, b) => Number(alone(b)) - Number(alone(a)) || strength(b) - strength(a) || a - b)
  }
  const discordant = all.filter((k) => u[k] !== 0)
  if (kind === 'random') {
    const order = permutation(discordant.length, random(seed))
    return order.map((k) => discordant[k]!)
  }
  const sorted = Float64Array.from(discordant, strength).sort()
  const median = sorted[sorted.length >> 1] ?? 0
  const distance = (k: number) => Math.abs(strength(k) - median)
  return discordant.sort((a, b) => distance(a) - distance(b) || a - b)
}

/**
 * Whether the concept is on the chosen (rejected) side only. A measure has a value on both sides, so the sign
 * of its disparity decides.
 */
function onOneSide(profile: ConceptProfile, kind: 'for' | 'against', measure: boolean) {
  const sign = kind === 'for' ? 1 : -1
  const other = kind === 'for' ? profile.rejectedFreq : profile.chosenFreq
  return (k: number) => sign * profile.u[k]! > 0 && (measure || other[k] === 0)
}

/** How many of evidencePairs(…, 'for' | 'against') have the concept on that side only; these come first. */
export function oneSided(profile: ConceptProfile, kind: 'for' | 'against', measure: boolean): number {
  const alone = onOneSide(profile, kind, measure)
  return profile.u.reduce((count, _, k) => count + Number(alone(k)), 0)
}
