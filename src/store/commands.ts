import { analyser } from '../bridge/workers.ts'
import type { ExportSettings } from '../protocol/data.ts'
import { fromAddress, toAddress } from './address.ts'
import { authoring } from './authored.ts'
import { download } from './download.ts'
import { forgetFile, recallFile } from './files.ts'
import { loadEvidence, refreshSelection } from './inspect.ts'
import { dismiss, notify, report } from './notices.ts'
import * as pipeline from './pipeline.ts'
import type { Commands, Lasso, ViewSettings } from './state.ts'
import { defaultView, noLasso, useStore } from './store.ts'

function view(change: Partial<ViewSettings>): void {
  const next = { ...useStore.getState().view, ...change }
  useStore.setState({ view: next })
  history.replaceState(null, '', `${location.pathname}${location.search}#${toAddress(next)}`)
}

/** A lasso around pairs also narrows the evidence to them. */
function lasso(change: Partial<Lasso>): void {
  const before = useStore.getState().lasso
  const next = { ...before, ...change }
  useStore.setState({ lasso: next })
  if (next.points !== before.points) loadEvidence()
}

function exportSettings(): ExportSettings {
  const { verdicts, names } = useStore.getState().authored
  return { verdicts, names, seed: pipeline.SEED }
}

const save = (exported: ReturnType<typeof analyser.call<Parameters<typeof download>[0]>>) =>
  void exported.then((file) => {
    download(file)
    notify('info', `${file.name}: ${file.summary}`)
  }, report)

let opened: File | null = null

function openFile(file: File): void {
  opened = file
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
  showTable: (table) => view({ table }),
  showContext: (context) => view({ context, ...(context === null ? {} : { table: 'contexts' }) }),
  lasso,
  showEvidence: (evidenceKind) => {
    view({ evidenceKind })
    loadEvidence()
  },
  showPanel: (panel) => view({ panel }),
  filter: (change) => view({ filters: { ...useStore.getState().view.filters, ...change } }),
  clearFilters: () => {
    view({ filters: defaultView.filters, context: null })
    lasso(noLasso)
  },
  sort: (sort) => view({ sort }),
  ...authoring,
  exportSpec: () => save(analyser.call((api) => api.exportSpec(exportSettings()))),
  exportData: (format) => save(analyser.call((api) => api.exportData(exportSettings(), format))),
  exportReport: () => save(analyser.call((api) => api.exportReport(exportSettings()))),
  dismiss,
}

/** At page load: the view from the address, the device, and the file that was open. */
export async function restore(): Promise<void> {
  useStore.setState({ view: fromAddress(location.hash) })
  void pipeline.probe()
  const file = await recallFile()
  if (file && useStore.getState().phase === 'empty') openFile(file)
}
