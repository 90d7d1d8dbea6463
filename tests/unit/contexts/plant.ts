import type { FeatureColumns } from '../../../src/core/activations.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'
import type { Random } from '../../../src/core/random.ts'
import { concept } from './topical.ts'

/**
 * Adds a feature that only one side of some pairs has: concept `d:planted`.
 * @param pairs ascending
 * @param lean probability that it is the chosen side
 */
export function planted(
  data: PromptContextInput,
  pairs: readonly number[],
  lean: number,
  rng: Random,
): PromptContextInput {
  const span = Uint32Array.from(pairs, (i) => 2 * i + (rng() < lean ? 0 : 1))
  const feature = data.responses.features
  const responses: FeatureColumns = {
    ...data.responses,
    features: feature + 1,
    indptr: Uint32Array.from([...data.responses.indptr, data.responses.span.length + span.length]),
    span: joined(Uint32Array, data.responses.span, span),
    max: joined(
      Float32Array,
      data.responses.max,
      span.map(() => 1),
    ),
    freq: joined(
      Float32Array,
      data.responses.freq,
      span.map(() => 1),
    ),
  }
  const concepts = [
    ...data.concepts,
    { ...concept(feature), id: 'd:planted', label: 'Planted', source: 'surface' as const },
  ]
  return { ...data, responses, concepts, disparities: disparities(responses, concepts) }
}

function joined<T extends Uint32Array | Float32Array>(
  kind: new (length: number) => T,
  head: ArrayLike<number>,
  tail: ArrayLike<number>,
): T {
  const both = new kind(head.length + tail.length)
  both.set(head)
  both.set(tail, head.length)
  return both
}
