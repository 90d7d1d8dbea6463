import { textBatches } from '../src/core/extract/plan.ts'
import type { OwnDefinition } from '../src/core/own/definition.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batches } from './batch-channels.ts'
import { textBatchesOf } from './text-batches.ts'

/**
 * The examples of concepts of one's own that the encoder has not read yet, as batches; null where there are
 * none.
 * @param extra definitions that are only looked at so far
 */
export function exampleBatches(workspace: Workspace, extra: readonly OwnDefinition[]): Batches | null {
  const batches = textBatches(workspace.own.unread(extra))
  const sizes = batches.map(() => 1)
  return textBatchesOf(workspace, batches, sizes, (texts, units) => workspace.own.add(texts, units))
}
