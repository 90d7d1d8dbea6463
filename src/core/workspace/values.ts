import type { PairValues } from '../export/source.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import type { Shaping } from '../shape/decision.ts'
import { pairValues } from '../shape/values.ts'
import { markedResponse } from './marks.ts'
import type { Workspace } from './workspace.ts'

/** What a shaping of the pairs of the last analysis says of each of them, texts and masks included. */
export function valuesOf(workspace: Workspace, shaping: Shaping): PairValues {
  const { basis, dictionary } = workspace
  const concepts = new Map(workspace.concepts.map((concept) => [concept.id, concept]))
  return pairValues(shaping, {
    concept: (id) => concepts.get(id)!,
    marks: (id, pair, side) => {
      const span = side === 'chosen' ? chosenSpan(pair) : rejectedSpan(pair)
      const { marks } = markedResponse(basis, concepts.get(id)!, dictionary, span, 0)
      return marks.map(({ start, end }) => [start, end] as const)
    },
  })
}
