import type { Analyser, Extractor } from '../bridge/workers.ts'
import type { Prefer } from '../protocol/extract.ts'
import { fromAddress } from './address.ts'
import { Asking } from './asking.ts'
import { createCommands } from './create-commands.ts'
import { DecisionEffects } from './decision-effects.ts'
import { Authoring } from './decisions.ts'
import type { DecisionStorage } from './decision-storage.ts'
import { Extraction } from './extraction.ts'
import type { LastFile } from './files.ts'
import { followLassos } from './lasso.ts'
import { createNotices } from './notices.ts'
import type { Page } from './page.ts'
import { OwnConcepts } from './own-concepts.ts'
import { OwnContexts } from './own-contexts.ts'
import { Pipeline } from './pipeline.ts'
import { Proving } from './prove.ts'
import { followRows, Rows } from './rows.ts'
import { Selection } from './selection.ts'
import { Stages } from './stages.ts'
import type { Commands, FeatureMap } from './state.ts'
import type { Store } from './store.ts'
import { rememberedTrainer } from './trainer.ts'
import type { UndoStorage } from './undo-history.ts'

/** What an app is made of; tests bring fake workers and storages. */
export interface AppParts {
  readonly store: Store
  readonly analyser: Analyser
  readonly extractor: Extractor
  readonly decisions: DecisionStorage
  readonly undoStorage: UndoStorage
  readonly lastFile: LastFile
  readonly page: Page
  readonly loadFeatureMap: () => Promise<FeatureMap | null>
  /** Where the app is served: model, dictionary and example lie under it. */
  readonly base: string
  readonly prefer: Prefer
}

export interface App {
  readonly commands: Commands
  /** At page load: the view from the address, the device, and the file that was open. */
  restore(): Promise<void>
}

/** Puts the app together. */
export function createApp({ decisions, undoStorage, extractor, base, prefer, ...parts }: AppParts): App {
  const { store, analyser, lastFile, page } = parts
  const notices = createNotices(store)
  const extraction = new Extraction(extractor, base, prefer)
  const effects = new DecisionEffects(store, analyser, notices.report)
  const selection = new Selection(store, analyser, effects, notices.report)
  const own = new OwnConcepts(store, analyser, extraction, notices)
  const proving = new Proving(store, analyser, extraction, notices)
  const rows = new Rows(store, analyser, notices.report)
  const changed = () => {
    if (own.stale) pipeline.resume()
    ownContexts.refresh()
    effects.refreshImpact()
    effects.loadPreview()
    if (!store.getState().draft) proving.follow()
  }
  const authoring = new Authoring({ store, storage: decisions, undoStorage, notices, changed })
  const ownContexts: OwnContexts = new OwnContexts({ store, analyser, authoring, selection, notices })
  const stages = new Stages({ store, analyser, extraction, notices, selection, effects, ownContexts, own })
  const pipeline = new Pipeline({
    ...parts,
    base,
    extraction,
    notices,
    authoring,
    effects,
    proving,
    stages,
    own,
  })
  const asking = new Asking(store, analyser, extraction, notices.report)
  const commands = createCommands({
    ...{
      store,
      analyser,
      page,
      lastFile,
      notices,
      authoring,
      effects,
      selection,
      rows,
      proving,
      pipeline,
      ownContexts,
      asking,
      own,
    },
  })
  // A lasso around prompts also narrows the evidence to them.
  followLassos(store, () => selection.loadEvidence())
  followRows(store, rows, () => selection.loadEvidence())

  return {
    commands,
    async restore() {
      store.setState({ view: fromAddress(page.readAddress()), trainer: rememberedTrainer() })
      page.onShown(() => {
        void authoring.takeOver()
        // What was asked for when the page was frozen may never have been answered.
        const { view, findings, evidence } = store.getState()
        if (view.selected !== null && findings && !evidence) selection.refresh()
      })
      page.keepOffline(base, () =>
        notices.notify(
          'info',
          'A new version of Whittle is here: it opens once all tabs of this one are closed.',
        ),
      )
      void pipeline.probe()
      const files = await lastFile.recall()
      if (files.length > 0 && store.getState().phase === 'empty') commands.openFiles(files)
    },
  }
}
