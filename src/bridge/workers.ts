import type { AnalyseApi } from '../../workers/analyse-questions.ts'
import type { ExtractApi } from '../protocol/extract.ts'
import { WorkerHandle } from './worker-handle.ts'

export type Analyser = WorkerHandle<AnalyseApi>
export type Extractor = WorkerHandle<ExtractApi>

// This folder is the only place of the page that starts workers; each starts with the first call to it.

export const createAnalyser = (): Analyser =>
  new WorkerHandle(
    () => new Worker(new URL('../../workers/analyse.worker.ts', import.meta.url), { type: 'module' }),
    'analysis worker',
  )

export const createExtractor = (): Extractor =>
  new WorkerHandle(
    () => new Worker(new URL('../../workers/extract.worker.ts', import.meta.url), { type: 'module' }),
    'extraction worker',
  )
