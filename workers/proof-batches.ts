import { unreadTexts } from '../src/core/workspace/evaluate.ts'
import type { ExportSettings } from '../src/core/workspace/exports.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batches } from './batch-channels.ts'

/**
 * The texts that a proof makes and the encoder has not read yet, as batches; null where there are none.
 * @throws WhittleError for unpaired data
 */
export function proofBatches(workspace: Workspace, settings: ExportSettings): Batches | null {
  const batches = unreadTexts(workspace, settings)
  if (batches.length === 0) return null
  const characters = batches.map((texts) => texts.reduce((sum, { length }) => sum + length, 0))
  const total = characters.reduce((sum, one) => sum + one, 0)
  let handedOut = 0
  let done = 0
  return {
    next() {
      const texts = batches[handedOut]
      return texts ? { id: handedOut++, kind: 'response', texts } : null
    },
    add(id, units) {
      workspace.addEncoded(batches[id]!, units)
      done += characters[id]!
      return { done, total, pairsDone: workspace.extraction.plan().pairsDone, notice: null }
    },
  }
}
