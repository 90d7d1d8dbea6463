/**
 * Stands in for workers/contexts.worker.ts in Node: finds and tests prompt clusters, and tells how many tests
 * there were.
 */
import { parentPort } from 'node:worker_threads'
import { promptClusterHypotheses } from '../../src/core/contexts/prompt-clusters.ts'
import { type PackedContexts, unpackContexts } from '../../src/core/workspace/contexts.ts'

parentPort!.on('message', (packed: PackedContexts) =>
  parentPort!.postMessage(promptClusterHypotheses(unpackContexts(packed)).tests),
)
parentPort!.postMessage('ready')
