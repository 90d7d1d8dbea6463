import { textBatches } from '../src/core/extract/plan.ts'
import type { OwnDefinition } from '../src/core/own/definition.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batches } from './batch-channels.ts'

/**
 * The examples of concepts of one's own that the encoder has not read yet, as batches; null where there are
 * none.
 * @param extra definitions that are only looked at so far
 */
export function exampleBatches(workspace: Workspace, extra: readonly OwnDefinition[]): Batches | null {
  const batches = textBatches(workspace.own.unread(extra))
  if (batches.length === 0) return null
  let handedOut = 0
  let done = 0
  return {
    next() {
      const texts = batches[handedOut]
      return texts ? { id: handedOut++, kind: 'response', texts } : null
    },
    add(id, units) {
      workspace.own.add(batches[id]!, units)
      const { pairsDone } = workspace.extraction.plan()
      return { done: ++done, total: batches.length, pairsDone, notice: null }
    },
  }
}
