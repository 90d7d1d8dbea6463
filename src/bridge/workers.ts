import type { AnalyseApi } from '../protocol/analyse.ts'
import type { ExtractApi } from '../protocol/extract.ts'
import { WorkerHandle } from './worker-handle.ts'

/** The two workers of the app. This folder is the only place that spawns any. */
export const analyser = new WorkerHandle<AnalyseApi>(
  () => new Worker(new URL('../../workers/analyse.worker.ts', import.meta.url), { type: 'module' }),
  'analysis worker',
)

export const extractor = new WorkerHandle<ExtractApi>(
  () => new Worker(new URL('../../workers/extract.worker.ts', import.meta.url), { type: 'module' }),
  'extraction worker',
)
