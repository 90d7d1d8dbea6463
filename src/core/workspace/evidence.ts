import type { Concept } from '../concepts/concept.ts'
import type { Dictionary } from '../dictionary.ts'
import { type EvidenceKind, evidencePairs } from '../concepts/evidence.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import type { AnalysisData } from './analysis-data.ts'
import { profileOf } from './profiles.ts'
import { type MarkedText, markedResponse } from './marks.ts'

export interface EvidencePair {
  readonly pair: number
  /** Source row, from 1. */
  readonly row: number
  readonly prompt: string
  /** Null where the row has one response, labelled bad. */
  readonly chosen: MarkedText | null
  /** Null where the row has one response, labelled good. */
  readonly rejected: MarkedText | null
  /** Signed disparity of the concept in this pair. */
  readonly u: number
}

export interface Evidence {
  readonly kind: EvidenceKind
  readonly pairs: readonly EvidencePair[]
  /** Total number of pairs of this kind. */
  readonly total: number
}

export interface EvidenceRequest {
  readonly kind: EvidenceKind
  readonly limit: number
  readonly seed: number
  /** Pairs of the basis to choose from; null for all. */
  readonly within: ReadonlySet<number> | null
}

/** Example pairs for a concept, with the ranges where it fires. */
export function evidenceFor(
  basis: AnalysisData,
  concept: Concept,
  dictionary: Dictionary,
  { kind, limit, seed, within }: EvidenceRequest,
): Evidence {
  const profile = profileOf(basis, concept)
  const shown = evidencePairs(profile, kind, concept.measure, seed).filter(
    (k) => !within || within.has(profile.pair[k]!),
  )
  const pairs = Array.from(shown.subarray(0, limit), (k): EvidencePair => {
    const pair = profile.pair[k]!
    const side = (text: string, span: number, max: number) =>
      text === '' ? null : markedResponse(basis, concept, dictionary, span, max)
    const { chosen, rejected } = basis.pairs
    return {
      pair: basis.index[pair]!,
      row: basis.pairs.row[pair]!,
      prompt: basis.pairs.prompt[pair]!,
      chosen: side(chosen[pair]!, chosenSpan(pair), profile.chosenMax[k]!),
      rejected: side(rejected[pair]!, rejectedSpan(pair), profile.rejectedMax[k]!),
      u: profile.u[k]!,
    }
  })
  return { kind, pairs, total: shown.length }
}
