import type { Activations } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { DETECTORS, detectorById } from './detectors.ts'
import { promptView, TextView } from './view.ts'
import type { Range } from './words.ts'

/**
 * Runs every detector on every response. A response is one unit: count is 1 where a detector fires, max is
 * log(1 + occurrences), or the value of a measure. An empty response has no entries.
 * @param texts the responses
 * @param prompts the conversation before each, parallel to `texts`
 */
export function surfaceActivations(texts: readonly string[], prompts: readonly string[]): Activations {
  if (texts.length !== prompts.length) {
    throw new RangeError(`${texts.length} responses with ${prompts.length} prompts`)
  }
  const indptr = new Uint32Array(texts.length + 1)
  const feature: number[] = []
  const max: number[] = []
  let prompt = promptView(prompts[0] ?? '')
  texts.forEach((text, span) => {
    if (span > 0 && prompts[span] !== prompts[span - 1]) prompt = promptView(prompts[span]!)
    if (text.trim() !== '') {
      const view = new TextView(text, prompt)
      DETECTORS.forEach((detector, f) => {
        const value = detector.value(view)
        if (value === 0 && !detector.measure) return
        feature.push(f)
        max.push(value)
      })
    }
    indptr[span + 1] = feature.length
  })
  return {
    spans: texts.length,
    features: DETECTORS.length,
    indptr,
    feature: Uint32Array.from(feature),
    max: Float32Array.from(max),
    count: new Uint32Array(feature.length).fill(1),
    units: new Uint32Array(texts.length).fill(1),
  }
}

/** One concept a detector. @param offset of the detectors in the joint feature space */
export function surfaceConcepts(offset: number): Concept[] {
  return DETECTORS.map(({ id, name, description, kind, measure }, f) => ({
    id,
    label: name,
    description,
    source: 'surface',
    kind,
    features: Uint32Array.of(offset + f),
    family: null,
    measure,
    fidelity: null,
    hidden: false,
  }))
}

/** Where a detector fires in a response, in order; nowhere for a measure. */
export function detectorMarks(detectorId: string, text: string, prompt: string): Range[] {
  return [...detectorById(detectorId).find(new TextView(text, promptView(prompt)))]
}

/** Masking can expose another match; repeat at most MOST_PASSES times. */
const MOST_PASSES = 8

/**
 * The ranges that masking a detector hides in a response, in order; the detector does not fire on the rest.
 */
export function detectorMasks(detectorId: string, text: string, prompt: string): Range[] {
  const { find, masked = find } = detectorById(detectorId)
  const hidden: Range[] = []
  for (let pass = 0, left = text; pass < MOST_PASSES; pass++) {
    const found = masked(new TextView(left, promptView(prompt)))
    if (found.length === 0) break
    hidden.push(...found)
    for (const [start, end] of found) left = left.slice(0, start) + ' '.repeat(end - start) + left.slice(end)
  }
  return hidden.sort((a, b) => a[0] - b[0])
}
