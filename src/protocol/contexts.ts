import type { ContextFindings } from '../core/contexts/input.ts'
import type { PackedContexts } from '../core/workspace/contexts.ts'
import type { Reply } from './reply.ts'

/** The contract of workers/contexts.worker.ts, which the analysis worker has at its side. */
export interface ContextsApi {
  /** @param progress called with (done, total) of the work */
  promptClusters(
    packed: PackedContexts,
    progress: (done: number, total: number) => void,
  ): Promise<Reply<ContextFindings>>
}
