import type { Analyser } from '../bridge/workers.ts'
import type { ExportSettings } from '../protocol/data.ts'
import { toAddress } from './address.ts'
import type { Asking } from './asking.ts'
import type { DecisionEffects } from './decision-effects.ts'
import type { Authoring } from './decisions.ts'
import { exportCommands } from './exports.ts'
import type { LastFile } from './files.ts'
import { mappingCommands } from './mappings.ts'
import type { Notices } from './notices.ts'
import type { OwnContexts } from './own-contexts.ts'
import type { Page } from './page.ts'
import type { OwnConcepts } from './own-concepts.ts'
import type { Pipeline } from './pipeline.ts'
import type { Proving } from './prove.ts'
import { type Rows, rowCommands } from './rows.ts'
import { SEED } from './seed.ts'
import type { Selection } from './selection.ts'
import { sessionCommands } from './sessions.ts'
import type { Commands, ViewSettings } from './state.ts'
import { defaultView, type Store } from './store.ts'
import { storedCommands } from './stored-data.ts'

/** What commands act on. */
export interface CommandParts {
  readonly store: Store
  readonly analyser: Analyser
  readonly page: Page
  readonly lastFile: LastFile
  readonly notices: Notices
  readonly authoring: Authoring
  readonly effects: DecisionEffects
  readonly selection: Selection
  readonly rows: Rows
  readonly proving: Proving
  readonly pipeline: Pipeline
  readonly own: OwnConcepts
  readonly ownContexts: OwnContexts
  readonly asking: Asking
}

/** What several groups of commands need. */
export interface CommandTools extends CommandParts {
  /** Changes the view, and the address with it. */
  show(change: Partial<ViewSettings>): void
  exportSettings(): ExportSettings
}

export function createCommands(parts: CommandParts): Commands {
  const { store, page } = parts
  const tools: CommandTools = {
    ...parts,
    show(change) {
      const view = { ...store.getState().view, ...change }
      store.setState({ view })
      page.writeAddress(toAddress(view))
    },
    exportSettings() {
      const { authored, trainer } = store.getState()
      return { ...authored, seed: SEED, trainer }
    },
  }
  const sessions = sessionCommands(tools)
  return {
    ...fileCommands(tools, sessions.openSession),
    ...mappingCommands(tools),
    ...viewCommands(tools),
    ...rowCommands(tools),
    ...decisionCommands(tools),
    ...exportCommands(tools),
    ...sessions,
    ...storedCommands(tools),
    dismiss: parts.notices.dismiss,
  }
}

type FileCommands = Pick<
  Commands,
  'openFiles' | 'openParts' | 'openExample' | 'applyMapping' | 'close' | 'cancel' | 'resume'
>

function fileCommands(
  { store, page, pipeline, lastFile, notices, show }: CommandTools,
  openSession: Commands['openSession'],
): FileCommands {
  /** A session that is dropped or picked like data is opened as what it is. */
  const openFiles = (files: readonly File[]) => {
    const [file] = files
    if (!file) return
    if (files.length === 1 && file.name.endsWith('.session.json')) {
      openSession(file)
      return
    }
    const { view, dataset } = store.getState()
    // What is drawn around on one file's map, or picked by its columns, means nothing on another's.
    if (dataset) {
      const { conditions, rows, pair } = defaultView
      show({ lassos: { ...view.lassos, prompts: null }, conditions, rows, pair })
    }
    void pipeline.open(files)
  }
  return {
    openFiles,
    openParts: (names) => void pipeline.openParts(names),
    openExample: () => void page.fetchExample().then((file) => openFiles([file]), notices.report),
    applyMapping: (mapping) => void pipeline.applyMapping(mapping),
    close() {
      pipeline.close()
      lastFile.forget().catch(notices.report)
      show(defaultView)
    },
    cancel: () => pipeline.cancel(),
    resume: () => pipeline.resume(),
  }
}

type ViewCommands = Pick<
  Commands,
  | 'select'
  | 'showTable'
  | 'showContext'
  | 'lasso'
  | 'showEvidence'
  | 'showMoreEvidence'
  | 'showPanel'
  | 'filter'
  | 'askByMeaning'
  | 'clearFilters'
  | 'sort'
  | 'copyLink'
>

function viewCommands({
  store,
  page,
  notices,
  selection,
  effects,
  asking,
  show,
}: CommandTools): ViewCommands {
  const select: Commands['select'] = (selected, scope = 'overall') => {
    const before = store.getState().view
    if (selected === before.selected && scope === before.scope) return
    // What is read gives way to the evidence, but not where rows are read for themselves.
    show({ selected, scope, ...(before.table === 'rows' ? {} : { pair: null }) })
    selection.refresh()
  }
  return {
    select,
    showTable(table) {
      show({ table })
      // A verdict given in the overall table is overall.
      if (table === 'overall') select(store.getState().view.selected)
    },
    showContext: (context) => show({ context, ...(context === null ? {} : { table: 'contexts' }) }),
    lasso(map, outline) {
      const { lassos } = store.getState().view
      show({ lassos: { ...lassos, [map]: outline } })
      const { concepts, points } = store.getState().lasso
      const missed = (map === 'latents' ? concepts : points) === null
      if (outline && missed) show({ lassos: { ...lassos, [map]: null } })
    },
    showEvidence(evidenceKind) {
      show({ evidenceKind })
      selection.loadEvidence()
    },
    showMoreEvidence: () => selection.showMoreEvidence(),
    showPanel(panel) {
      show({ panel })
      effects.loadPreview()
    },
    filter(change) {
      show({ filters: { ...store.getState().view.filters, ...change } })
      if (change.search !== undefined) asking.ask(change.search)
    },
    askByMeaning: () => asking.read(),
    clearFilters() {
      show({ filters: defaultView.filters, context: null, lassos: defaultView.lassos, conditions: [] })
      asking.ask('')
    },
    sort: (sort) => show({ sort }),
    copyLink() {
      const { view, dataset } = store.getState()
      const fragment = new URLSearchParams(toAddress(view))
      // Whoever follows the link is told which file it is about.
      if (dataset) fragment.set('file', dataset.name)
      void page.copyAddress(fragment.toString()).then(
        () =>
          notices.notify(
            'info',
            'The link is copied. It carries the view, not the data and not the decisions.',
          ),
        () =>
          notices.notify(
            'warning',
            'The browser does not allow copying here: copy the address of this page instead.',
          ),
      )
    },
  }
}

type DecisionCommands = Pick<
  Commands,
  | 'previewConcept'
  | 'saveConcept'
  | 'decide'
  | 'adjust'
  | 'neutralise'
  | 'regroup'
  | 'draft'
  | 'rename'
  | 'trainWith'
  | 'makeContext'
  | 'withdrawContext'
  | 'flag'
  | 'undo'
  | 'redo'
  | 'showMorePairs'
  | 'prove'
  | 'cancelProof'
>

const decisionCommands = ({
  store,
  authoring,
  effects,
  proving,
  ownContexts,
  own,
  show,
}: CommandTools): DecisionCommands => ({
  decide: (concept, verdict, scope = 'overall') => authoring.decide(concept, verdict, scope),
  adjust: (concept, change, scope = 'overall') => authoring.adjust(concept, change, scope),
  neutralise: (concept, verdict, scope = 'overall') => authoring.neutralise(concept, verdict, scope),
  regroup: (concept, members, scope = 'overall') => authoring.regroup(concept, members, scope),
  draft: (concept, strength, scope = 'overall') => authoring.draft(concept, strength, scope),
  rename: (concept, name) => authoring.rename(concept, name),
  previewConcept: (definition) => own.preview(definition),
  saveConcept: (id, definition) => authoring.saveConcept(id, definition),
  trainWith: (trainer) => authoring.trainWith(trainer),
  makeContext: (rule) =>
    void ownContexts.make(rule).then((context) => {
      if (context !== null) show({ context, table: 'contexts' })
    }),
  withdrawContext(id) {
    authoring.withdrawContext(id)
    if (store.getState().view.context === id) show({ context: null })
  },
  flag: (lesson, reason) => authoring.flag(lesson, reason),
  undo: () => authoring.undo(),
  redo: () => authoring.redo(),
  showMorePairs: () => effects.showMorePairs(),
  prove: () => void proving.prove(),
  cancelProof: () => proving.cancel(),
})
