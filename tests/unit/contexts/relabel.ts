import type { FeatureColumns } from '../../../src/core/activations.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { States } from '../../../src/core/contexts/embedding.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'

/** The same data with chosen and rejected swapped in some pairs. */
export function relabelled(data: PromptContextInput, swap: (pair: number) => boolean): PromptContextInput {
  const { chosen, rejected } = data.pairs
  const pairs = {
    ...data.pairs,
    chosen: chosen.map((text, i) => (swap(i) ? rejected[i]! : text)),
    rejected: rejected.map((text, i) => (swap(i) ? chosen[i]! : text)),
  }
  const responses = swapped(data.responses, swap)
  const { states } = data
  return {
    ...data,
    pairs,
    responses,
    disparities: disparities(responses, data.concepts, pairs.paired),
    ...(states && { states: { ...states, responses: swappedStates(states.responses, swap) } }),
  }
}

const swappedStates = ({ dim, read }: States, swap: (pair: number) => boolean): States => ({
  dim,
  read: (span, into) => read(swap(span >> 1) ? span ^ 1 : span, into),
})

function swapped(columns: FeatureColumns, swap: (pair: number) => boolean): FeatureColumns {
  const span = columns.span.map((s) => (swap(s >> 1) ? s ^ 1 : s))
  const max = columns.max.slice()
  const freq = columns.freq.slice()
  for (let f = 0; f < columns.features; f++) {
    // Only the two spans of a pair can have changed places.
    for (let k = columns.indptr[f]!; k + 1 < columns.indptr[f + 1]!; k++) {
      if (span[k]! < span[k + 1]!) continue
      ;[span[k], span[k + 1]] = [span[k + 1]!, span[k]!]
      ;[max[k], max[k + 1]] = [max[k + 1]!, max[k]!]
      ;[freq[k], freq[k + 1]] = [freq[k + 1]!, freq[k]!]
    }
  }
  return { ...columns, span, max, freq }
}
