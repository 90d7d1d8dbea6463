import { create, type StoreApi } from 'zustand'
import type { Decisions, Lasso, State, ViewSettings } from './state.ts'

export const defaultView: ViewSettings = {
  filters: {
    search: '',
    sources: [],
    kinds: [],
    families: [],
    direction: 'any',
    confirmedOnly: false,
    verdicts: [],
    minimumDiscordant: 10,
    showHidden: false,
    showFolded: false,
    showPhrases: false,
  },
  sort: null,
  table: 'lessons',
  conditions: [],
  rows: { search: '', concept: null, change: null, sort: null, columns: null },
  pair: null,
  context: null,
  selected: null,
  scope: 'overall',
  evidenceKind: 'supports',
  panel: 'evidence',
  lassos: { latents: null, prompts: null },
}

export const noDecisions: Decisions = { verdicts: [], names: {}, contexts: [], unintended: {} }

export const noLasso: Lasso = { concepts: null, points: null }

export const initialState: State = {
  phase: 'empty',
  dataset: null,
  mapping: null,
  parts: null,
  device: null,
  progress: null,
  interrupted: false,
  recovering: false,
  findings: null,
  lessons: null,
  contexts: null,
  columns: null,
  rows: null,
  rowsSearched: null,
  fitting: null,
  rowPage: null,
  map: null,
  leanings: null,
  asked: null,
  featureMap: null,
  lasso: noLasso,
  failure: null,
  notices: [],
  view: defaultView,
  authored: noDecisions,
  trainer: null,
  canUndo: false,
  canRedo: false,
  evidence: null,
  detail: null,
  forest: null,
  impact: null,
  draft: null,
  preview: null,
  previewPairs: 4,
  recall: null,
  estimate: null,
  proof: { kind: 'none' },
  stored: null,
  exported: [],
  exportPreview: [],
}

/** What the commands write; tests make their own. */
export type Store = Pick<StoreApi<State>, 'getState' | 'setState' | 'subscribe'>

/** The page's store. Views read it; only the commands of src/store write it. */
export const useStore = create<State>()(() => initialState)
