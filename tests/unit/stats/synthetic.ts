import type { FeatureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { type PairTable, pairTable } from '../../../src/core/pairs.ts'
import { type Random, random } from '../../../src/core/random.ts'

/** A concept of the given features with nothing else to it. */
export function concept(id: string, features: readonly number[], measure = false): Concept {
  return {
    id,
    label: id,
    description: '',
    source: 'surface',
    kind: 'style',
    features: Uint32Array.from(features),
    family: null,
    measure,
    fidelity: null,
    hidden: false,
  }
}

/** Columns from the spans in which each feature is present, with freq 1 and max 1. */
export function columnsOf(spans: number, present: readonly (readonly number[])[]): FeatureColumns {
  const indptr = new Uint32Array(present.length + 1)
  present.forEach((list, f) => (indptr[f + 1] = indptr[f]! + list.length))
  const span = Uint32Array.from(present.flat())
  return {
    spans,
    features: present.length,
    indptr,
    span,
    max: new Float32Array(span.length).fill(1),
    freq: new Float32Array(span.length).fill(1),
  }
}

/** Pairs whose responses have random lengths of 5 to 60 words; `perPrompt` of them share each prompt. */
export function randomPairs(n: number, perPrompt: number, rng: Random): PairTable {
  const text = () => 'word '.repeat(5 + Math.floor(rng() * 56))
  return pairTable(
    Array.from({ length: n }, (_, i) => ({
      prompt: `prompt ${Math.floor(i / perPrompt)}`,
      chosen: text(),
      rejected: text(),
      row: i + 1,
    })),
  )
}

export interface Synthetic {
  readonly pairs: PairTable
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
}

/**
 * Features that fire at random in both responses, feature f in a share `rate(f)` of them; feature 0 is added
 * to a share `planted` of the chosen responses.
 */
export function synthetic(options: {
  n: number
  features: number
  seed: number
  rate?: (feature: number) => number
  planted?: number
  perPrompt?: number
}): Synthetic {
  const { n, features, seed, rate = () => 0.1, planted = 0, perPrompt = 1 } = options
  const rng = random(seed)
  const pairs = randomPairs(n, perPrompt, rng)
  const present = Array.from({ length: features }, (_, f) => {
    const spans: number[] = []
    for (let span = 0; span < 2 * n; span++) {
      if (rng() < rate(f) || (f === 0 && span % 2 === 0 && rng() < planted)) spans.push(span)
    }
    return spans
  })
  return {
    pairs,
    columns: columnsOf(2 * n, present),
    concepts: present.map((_, f) => concept(`c:${f}`, [f])),
  }
}
