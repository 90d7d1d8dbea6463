import { analyser } from '../bridge/workers.ts'
import type { Artefact, ExportedFile, ExportSettings } from '../protocol/data.ts'
import { fromAddress, toAddress } from './address.ts'
import { authoring, replaceAuthored } from './decisions.ts'
import { download } from './download.ts'
import { forgetFile, recallFile } from './files.ts'
import { loadEvidence, loadPreview, refreshSelection, showMoreEvidence, showMorePairs } from './selection.ts'
import { dismiss, notify, report } from './notices.ts'
import * as pipeline from './pipeline.ts'
import { proving } from './prove.ts'
import { followLassos } from './lasso.ts'
import type { Commands, ViewSettings } from './state.ts'
import { defaultView, useStore } from './store.ts'

function view(change: Partial<ViewSettings>): void {
  const next = { ...useStore.getState().view, ...change }
  useStore.setState({ view: next })
  history.replaceState(null, '', `${location.pathname}${location.search}#${toAddress(next)}`)
}

const lasso: Commands['lasso'] = (map, outline) => {
  const { lassos } = useStore.getState().view
  view({ lassos: { ...lassos, [map]: outline } })
  const { concepts, points } = useStore.getState().lasso
  const missed = (map === 'latents' ? concepts : points) === null
  if (outline && missed) view({ lassos: { ...lassos, [map]: null } })
}

function exportSettings(): ExportSettings {
  const { verdicts, names } = useStore.getState().authored
  return { verdicts, names, seed: pipeline.SEED }
}

const save = (exported: Promise<ExportedFile>) =>
  void exported.then((file) => {
    download(file)
    notify('info', `${file.name}: ${file.summary}`)
    for (const note of file.notes ?? []) notify('warning', note)
  }, report)

const about = ({ name, summary, notes = [] }: ExportedFile) => ({ name, summary, notes })

/** The result is shown where it was asked for, notes and all. */
function exportArtefacts(artefacts: readonly Artefact[], zip: boolean): void {
  useStore.setState({ exported: [] })
  analyser
    .call((api) => api.exportArtefacts(exportSettings(), artefacts, zip))
    .then((files) => {
      files.forEach(download)
      useStore.setState({ exported: files.map(about) })
    }, report)
}

const saveSession = () => {
  const { view } = useStore.getState()
  save(analyser.call((api) => api.saveSession(exportSettings(), toAddress(view))))
}

async function openSession(file: File): Promise<void> {
  if (!useStore.getState().dataset) {
    notify('warning', `Open the data first, then ${file.name}: a session holds decisions, not data.`)
    return
  }
  try {
    const text = await file.text()
    const { session, verdicts, differences } = await analyser.call((api) => api.openSession(text))
    replaceAuthored({ verdicts, names: session.names })
    view(fromAddress(session.view))
    refreshSelection()
    const held = `${verdicts.length} decision${verdicts.length === 1 ? '' : 's'}`
    notify('info', `${file.name}: ${held} opened. Undo brings back what was here before.`)
    for (const difference of differences) notify('warning', difference)
  } catch (error) {
    report(error)
  }
}

function copyLink(): void {
  navigator.clipboard.writeText(location.href).then(
    () => notify('info', 'The link is copied. It carries the view, not the data and not the decisions.'),
    () =>
      notify('warning', 'The browser does not allow copying here: copy the address of this page instead.'),
  )
}

let opened: File | null = null

/** A session that is dropped or picked like data is opened as what it is. */
function openFile(file: File): void {
  if (file.name.endsWith('.session.json')) {
    void openSession(file)
    return
  }
  opened = file
  const { view: shown, dataset } = useStore.getState()
  // What is drawn around on one file's map of prompts means nothing on another's.
  if (dataset) view({ lassos: { ...shown.lassos, prompts: null } })
  void pipeline.open(file, null)
}

async function openExample(): Promise<void> {
  try {
    const response = await fetch('example/preferences.jsonl')
    if (!response.ok) throw new Error(`the example is missing on the server (${response.status})`)
    openFile(new File([await response.blob()], 'example.jsonl'))
  } catch (error) {
    report(error)
  }
}

export const commands: Commands = {
  openFile,
  openExample: () => void openExample(),
  applyMapping: (mapping) => opened && void pipeline.open(opened, mapping),
  close: () => {
    pipeline.close()
    forgetFile().catch(report)
    view(defaultView)
  },
  cancel: pipeline.cancel,
  resume: pipeline.resume,
  downloadBadRows: () => save(analyser.call((api) => api.badRows())),
  select: (selected, scope = 'overall') => {
    const before = useStore.getState().view
    if (selected === before.selected && scope === before.scope) return
    view({ selected, scope })
    refreshSelection()
  },
  showTable: (table) => {
    view({ table })
    // A verdict given in the overall table is overall.
    if (table === 'overall') commands.select(useStore.getState().view.selected)
  },
  showContext: (context) => view({ context, ...(context === null ? {} : { table: 'contexts' }) }),
  lasso,
  showEvidence: (evidenceKind) => {
    view({ evidenceKind })
    loadEvidence()
  },
  showPanel: (panel) => {
    view({ panel })
    loadPreview()
  },
  filter: (change) => view({ filters: { ...useStore.getState().view.filters, ...change } }),
  clearFilters: () => {
    view({ filters: defaultView.filters, context: null, lassos: defaultView.lassos })
  },
  sort: (sort) => view({ sort }),
  ...authoring,
  exportSpec: () => save(analyser.call((api) => api.exportSpec(exportSettings()))),
  exportData: (format) => save(analyser.call((api) => api.exportData(exportSettings(), format))),
  exportReport: () => save(analyser.call((api) => api.exportReport(exportSettings()))),
  exportArtefacts,
  showMoreEvidence,
  showMorePairs,
  ...proving,
  saveSession,
  openSession: (file) => void openSession(file),
  copyLink,
  dismiss,
}

// A lasso around prompts also narrows the evidence to them.
followLassos(loadEvidence)

/** At page load: the view from the address, the device, and the file that was open. */
export async function restore(): Promise<void> {
  useStore.setState({ view: fromAddress(location.hash) })
  void pipeline.probe()
  const file = await recallFile()
  if (file && useStore.getState().phase === 'empty') openFile(file)
}
