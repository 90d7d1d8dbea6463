import { create } from 'zustand'
import { WorkerHandle } from '../../../src/bridge/worker-handle.ts'
import { createApp } from '../../../src/store/app.ts'
import type { DecisionStorage } from '../../../src/store/decision-storage.ts'
import type { LastFile } from '../../../src/store/files.ts'
import type { Decisions, State } from '../../../src/store/state.ts'
import { initialState } from '../../../src/store/store.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import type { ExtractApi } from '../../../src/protocol/extract.ts'
import { FakeWorkers } from '../../fake-worker.ts'
import { fakeAnalyser, fakeExtractor, World } from './fake-workers.ts'

/** What a reload of the page keeps. */
export interface Kept {
  readonly world: World
  readonly decisions: Map<string, Decisions>
  readonly last: { file: File | null }
  address: string
}

export const newBrowser = (): Kept => ({
  world: new World(),
  decisions: new Map(),
  last: { file: null },
  address: '',
})

const memoryDecisions = (kept: Map<string, Decisions>): DecisionStorage => ({
  load: (sha256) => kept.get(sha256) ?? null,
  save: (sha256, authored) => void kept.set(sha256, authored),
})

const memoryFile = (last: Kept['last']): LastFile => ({
  remember: async (file) => void (last.file = file),
  forget: async () => void (last.file = null),
  recall: async () => last.file,
})

/** The app of one page load, with fake workers behind real handles. */
export function loadPage(kept: Kept) {
  const store = create<State>()(() => initialState)
  const analysers = new FakeWorkers(() => fakeAnalyser(kept.world))
  const extractors = new FakeWorkers(() => fakeExtractor(kept.world))
  const downloads: string[] = []
  const app = createApp({
    store,
    analyser: new WorkerHandle<AnalyseApi>(analysers.spawn, 'analysis worker'),
    extractor: new WorkerHandle<ExtractApi>(extractors.spawn, 'extraction worker'),
    decisions: memoryDecisions(kept.decisions),
    lastFile: memoryFile(kept.last),
    page: {
      readAddress: () => kept.address,
      writeAddress: (fragment) => void (kept.address = fragment),
      copyAddress: async () => undefined,
      download: ({ name }) => void downloads.push(name),
      fetchExample: async () => new File(['{}'], 'example.jsonl'),
    },
    loadFeatureMap: async () => null,
    base: 'http://localhost/',
    prefer: 'auto',
  })
  return {
    ...{ ...app, store, analysers, extractors, downloads, world: kept.world, gates: kept.world.gates },
    state: () => store.getState(),
    notices: () => store.getState().notices.map(({ text }) => text),
    close() {
      analysers.close()
      extractors.close()
    },
  }
}

export type LoadedPage = ReturnType<typeof loadPage>
