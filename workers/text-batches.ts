import type { UnitTable } from '../src/core/activations.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batches } from './batch-channels.ts'

/**
 * Batches of texts for the encoder, handed out in turn; null where there are none.
 * @param sizes of the batches, in the unit that progress is told in
 * @param add takes the units of a batch
 */
export function textBatchesOf(
  { extraction }: Workspace,
  batches: readonly (readonly string[])[],
  sizes: readonly number[],
  add: (texts: readonly string[], units: UnitTable) => void,
): Batches | null {
  if (batches.length === 0) return null
  const total = sizes.reduce((sum, one) => sum + one, 0)
  let handedOut = 0
  let done = 0
  return {
    next() {
      const texts = batches[handedOut]
      return texts ? { id: handedOut++, kind: 'response', texts } : null
    },
    add(id, units) {
      add(batches[id]!, units)
      done += sizes[id]!
      return { done, total, pairsDone: extraction.plan().pairsDone, notice: null }
    },
  }
}
