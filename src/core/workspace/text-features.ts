import { type Activations, placeSpans } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { PairTable } from '../pairs.ts'
import { minePhrases } from '../phrases/mine.ts'
import { surfaceActivations, surfaceConcepts } from '../surface/activations.ts'

/**
 * Features computed from the text alone, without the encoder: detectors, then phrases, over all response
 * spans.
 */
export interface TextFeatures {
  readonly surface: Activations
  readonly phrases: Activations
  /** Features are numbered in the joint space: dictionary, detectors, phrases. */
  readonly concepts: readonly Concept[]
}

/** @param offset features before the detectors in the joint space: the dictionary's latents */
export function textFeatures(pairs: PairTable, offset: number): TextFeatures {
  const { texts, prompts } = responses(pairs)
  const surface = surfaceActivations(texts, prompts)
  // The empty sides of unpaired data are not responses, so phrases are mined without them.
  const spans = Uint32Array.from(texts.keys()).filter((span) => pairs.paired || texts[span] !== '')
  const mined = minePhrases(Array.from(spans, (span) => texts[span]!))
  return {
    surface,
    phrases: placeSpans(mined.activations, spans, texts.length),
    concepts: [...surfaceConcepts(offset), ...mined.concepts(offset + surface.features)],
  }
}

/** The texts of the response spans, each with its prompt. */
export function responses(pairs: PairTable): { texts: string[]; prompts: string[] } {
  const texts: string[] = []
  const prompts: string[] = []
  for (let i = 0; i < pairs.length; i++) {
    texts.push(pairs.chosen[i]!, pairs.rejected[i]!)
    prompts.push(pairs.prompt[i]!, pairs.prompt[i]!)
  }
  return { texts, prompts }
}
