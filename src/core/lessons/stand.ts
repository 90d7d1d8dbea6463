import { type Candidate, NAME_HOLDS, rankOf, TIERS } from './candidate.ts'
import type { Group } from './groups.ts'
import type { SentenceTable } from './sentences.ts'

/**
 * Who stands for a group: the best tier among those that are present in most of its places, NAME_HOLDS of
 * them, so that a name is never given by a member that seldom fires; the broadest where tiers are the same. A
 * union never stands where one of its parts is there: then it is the part in most places.
 * @param places of the candidates: sentences, or responses for a union's parts
 */
export function standsFor(
  { root, roles }: Group,
  candidates: readonly Candidate[],
  sentences: SentenceTable,
  responses: SentenceTable,
): number {
  const core = [...roles].filter(([, role]) => role !== 'comes-with').map(([c]) => c)
  const size = (places: SentenceTable, c: number) => places.sentence[c]!.length
  if (candidates[root]!.tier === 'union') {
    const parts = core.filter((c) => candidates[c]!.tier === 'detector')
    return parts.sort((a, b) => size(responses, b) - size(responses, a))[0] ?? root
  }
  const covered = new Set(core.flatMap((c) => [...sentences.sentence[c]!])).size
  const fit = core.filter(
    (c) =>
      rankOf(candidates[c]!) <= TIERS.indexOf('phrase') &&
      (c === root || size(sentences, c) >= NAME_HOLDS * covered),
  )
  return (
    fit.sort(
      (a, b) => rankOf(candidates[a]!) - rankOf(candidates[b]!) || size(sentences, b) - size(sentences, a),
    )[0] ?? root
  )
}
