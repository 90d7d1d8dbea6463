import type { Activations } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { phraseActivations } from '../phrases/activations.ts'
import { surfaceActivations } from '../surface/activations.ts'
import { DETECTORS } from '../surface/detectors.ts'

/**
 * The features that can be read off a text without the encoder: detectors and phrases, in the joint space.
 */
export interface TextReader {
  /** The features that it reads. */
  readonly readable: ReadonlySet<number>
  /** Activations of texts, feature by feature of the joint space. */
  read(texts: readonly string[], prompts: readonly string[]): TextActivations
}

/** Entries by span: features of the joint space and their activations. */
export type TextActivations = readonly (readonly (readonly [feature: number, max: number])[])[]

export function textReader(concepts: readonly Concept[]): TextReader {
  const featureOf = new Map(concepts.map(({ id, features }) => [id, features[0]!]))
  const surface = Int32Array.from(DETECTORS, ({ id }) => featureOf.get(id) ?? -1)
  const mined = concepts.filter(({ source }) => source === 'phrase')
  const phrases = mined.map(({ id }) => id.slice(2))
  const phrase = Int32Array.from(mined, ({ features }) => features[0]!)
  return {
    readable: new Set([...surface, ...phrase]),
    read(texts, prompts) {
      const found = [
        { activations: surfaceActivations(texts, prompts), names: surface },
        { activations: phraseActivations(phrases, texts), names: phrase },
      ]
      return texts.map((_, span) =>
        found.flatMap(({ activations, names }) => entriesOf(activations, names, span)),
      )
    },
  }
}

function entriesOf({ indptr, feature, max }: Activations, names: Int32Array, span: number) {
  const entries: (readonly [number, number])[] = []
  for (let k = indptr[span]!; k < indptr[span + 1]!; k++) {
    const name = names[feature[k]!]!
    if (name >= 0) entries.push([name, max[k]!])
  }
  return entries
}
