import type { FeatureColumns } from '../../../src/core/activations.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'
import { random } from '../../../src/core/random.ts'
import { sigmoid } from '../../../src/core/stats/logistic.ts'

/** What is known of a response before it is judged. */
export interface Unjudged {
  readonly row: number
  readonly group: number
  readonly words: number
  readonly has: (feature: number) => boolean
}

/**
 * The chosen response of each pair alone, judged good with the log-odds given.
 * @param odds of a good label
 */
export function judge<T extends PromptContextInput>(
  data: T,
  odds: (response: Unjudged) => number,
  seed: number,
): T {
  const { pairs, responses: both, concepts, states } = data
  const present = Array.from({ length: pairs.length }, () => new Set<number>())
  for (let f = 0; f < both.features; f++)
    for (let k = both.indptr[f]!; k < both.indptr[f + 1]!; k++)
      if (both.span[k]! % 2 === 0) present[both.span[k]! >> 1]!.add(f)
  const rng = random(seed)
  const good = pairs.chosen.map((text, row) => {
    const words = text.split(' ').length
    const own = { row, group: pairs.group[row]!, words, has: (f: number) => present[row]!.has(f) }
    return rng() < sigmoid(odds(own))
  })
  const table = {
    ...pairs,
    chosen: pairs.chosen.map((text, i) => (good[i] ? text : '')),
    rejected: pairs.chosen.map((text, i) => (good[i] ? '' : text)),
    paired: false,
  }
  const responses = chosenOnly(both, (i) => 2 * i + (good[i] ? 0 : 1))
  return {
    ...data,
    pairs: table,
    responses,
    disparities: disparities(responses, concepts, false),
    ...(states && {
      states: {
        ...states,
        responses: {
          dim: states.responses.dim,
          read: (span: number, into: Float64Array) => {
            const own = good[span >> 1] === (span % 2 === 0)
            if (own) states.responses.read(span & ~1, into)
            else into.fill(0, 0, states.responses.dim)
          },
        },
      },
    }),
  }
}

/** Keeps the entries of chosen responses. @param spanOf their new spans, ascending with the pair */
function chosenOnly(columns: FeatureColumns, spanOf: (pair: number) => number): FeatureColumns {
  const { features, indptr: from } = columns
  const entries: number[] = []
  const indptr = new Uint32Array(features + 1)
  for (let f = 0; f < features; f++) {
    for (let k = from[f]!; k < from[f + 1]!; k++) if (columns.span[k]! % 2 === 0) entries.push(k)
    indptr[f + 1] = entries.length
  }
  return {
    ...columns,
    indptr,
    span: Uint32Array.from(entries, (k) => spanOf(columns.span[k]! >> 1)),
    max: Float32Array.from(entries, (k) => columns.max[k]!),
    freq: Float32Array.from(entries, (k) => columns.freq[k]!),
  }
}
