import { unreadTexts } from '../src/core/workspace/evaluate.ts'
import type { ExportSettings } from '../src/core/workspace/exports.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batches } from './batch-channels.ts'
import { textBatchesOf } from './text-batches.ts'

/**
 * The texts that a proof makes and the encoder has not read yet, as batches; null where there are none.
 * @throws WhittleError for unpaired data
 */
export function proofBatches(workspace: Workspace, settings: ExportSettings): Batches | null {
  const batches = unreadTexts(workspace, settings)
  const characters = batches.map((texts) => texts.reduce((sum, { length }) => sum + length, 0))
  return textBatchesOf(workspace, batches, characters, (texts, units) => workspace.addEncoded(texts, units))
}
