import 'fake-indexeddb/auto'
import { create } from 'zustand'
import { WorkerHandle } from '../../../src/bridge/worker-handle.ts'
import { createApp } from '../../../src/store/app.ts'
import { BrowserDecisions, type DecisionStorage } from '../../../src/store/decision-storage.ts'
import type { LastFile } from '../../../src/store/files.ts'
import type { Page } from '../../../src/store/page.ts'
import type { FeatureMap, State } from '../../../src/store/state.ts'
import { initialState } from '../../../src/store/store.ts'
import { UndoHistory, type UndoStorage } from '../../../src/store/undo-history.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import type { ExtractApi } from '../../../src/protocol/extract.ts'
import { FakeWorkers } from '../../fake-worker.ts'
import { fakeAnalyser, fakeExtractor, World } from './fake-workers.ts'

/** What a reload of the page keeps. */
export interface Kept {
  readonly world: World
  /** Of the tab: steps to undo, by the hash of the data. */
  readonly undo: Map<string, string>
  readonly last: { file: File | null }
  address: string
}

/** Decisions are stored in the IndexedDB of this process: files of different names do not meet there. */
export const newTab = (world = new World()): Kept => ({
  world,
  undo: new Map(),
  last: { file: null },
  address: '',
})

const memoryUndo = (kept: Kept['undo']): UndoStorage => ({
  load(sha256) {
    const text = kept.get(sha256)
    return text === undefined ? null : UndoHistory.fromText(text)
  },
  save: (sha256, history) => void kept.set(sha256, history.toText()),
})

const memoryFile = (last: Kept['last']): LastFile => ({
  remember: async ([file]) => void (last.file = file ?? null),
  forget: async () => void (last.file = null),
  recall: async () => (last.file ? [last.file] : []),
})

/** What a test may bring along instead of a fake. */
export interface Fakes {
  /** Answers of the analysis worker. */
  readonly answers?: Partial<AnalyseApi>
  readonly page?: Partial<Page>
  readonly featureMap?: FeatureMap
  readonly lastFile?: Partial<LastFile>
}

/** The app of one page load, with fake workers behind real handles. */
export function loadPage(
  kept: Kept,
  storage: DecisionStorage & { close(): void } = new BrowserDecisions(),
  { answers, page, featureMap, lastFile }: Fakes = {},
) {
  const store = create<State>()(() => initialState)
  const analysers = new FakeWorkers(() => ({ ...fakeAnalyser(kept.world), ...answers }))
  const extractors = new FakeWorkers(() => fakeExtractor(kept.world))
  const downloads: string[] = []
  let show: () => void = () => undefined
  const app = createApp({
    store,
    analyser: new WorkerHandle<AnalyseApi>(analysers.spawn, 'analysis worker'),
    extractor: new WorkerHandle<ExtractApi>(extractors.spawn, 'extraction worker'),
    decisions: storage,
    undoStorage: memoryUndo(kept.undo),
    lastFile: { ...memoryFile(kept.last), ...lastFile },
    page: {
      readAddress: () => kept.address,
      writeAddress: (fragment) => void (kept.address = fragment),
      copyAddress: async () => undefined,
      download: ({ name }) => void downloads.push(name),
      onShown: (shown) => void (show = shown),
      fetchExample: async () => new File(['{}'], 'example.jsonl'),
      ...page,
    },
    loadFeatureMap: async () => featureMap ?? null,
    base: 'http://localhost/',
    prefer: 'auto',
  })
  return {
    ...{ ...app, store, analysers, extractors, downloads, world: kept.world, gates: kept.world.gates },
    state: () => store.getState(),
    notices: () => store.getState().notices.map(({ text }) => text),
    /** The page is looked at again. */
    showAgain: () => show(),
    close() {
      storage.close()
      analysers.close()
      extractors.close()
    },
  }
}

export type LoadedPage = ReturnType<typeof loadPage>
