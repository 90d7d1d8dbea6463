import * as Comlink from 'comlink'
import { promptClusterHypotheses } from '../src/core/contexts/prompt-clusters.ts'
import { unpackContexts } from '../src/core/workspace/contexts.ts'
import type { ContextsApi } from '../src/protocol/contexts.ts'
import { reply } from '../src/protocol/reply.ts'
import { throttled } from './progress.ts'

const api: ContextsApi = {
  promptClusters: (packed, progress) =>
    reply(() => promptClusterHypotheses(unpackContexts(packed), throttled(progress))),
}

Comlink.expose(api)
