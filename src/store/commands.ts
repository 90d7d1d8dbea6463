import { createAnalyser, createExtractor } from '../bridge/workers.ts'
import { createApp } from './app.ts'
import { BrowserDecisions } from './decision-storage.ts'
import { loadFeatureMap } from './feature-map.ts'
import { createLastFile } from './files.ts'
import { browserPage, preferOf } from './page.ts'
import { useStore } from './store.ts'
import { sessionUndo } from './undo-history.ts'

const inBrowser = typeof document !== 'undefined'
const base = inBrowser ? new URL(import.meta.env.BASE_URL, document.baseURI).href : ''

/** The page's app, of real workers and storages; workers start with the first call to them. */
const app = createApp({
  store: useStore,
  analyser: createAnalyser(),
  extractor: createExtractor(),
  decisions: new BrowserDecisions(),
  undoStorage: sessionUndo,
  lastFile: createLastFile(),
  page: browserPage,
  loadFeatureMap: () => loadFeatureMap(base),
  base,
  prefer: preferOf(inBrowser ? location.search : ''),
})

export const { commands, restore } = app
