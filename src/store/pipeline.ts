import { listener } from '../bridge/progress.ts'
import type { Analyser } from '../bridge/workers.ts'
import { type Failure, toFailure } from '../core/failure.ts'
import { holdsActivations } from '../core/unit-file.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { DecisionEffects } from './decision-effects.ts'
import type { Authoring } from './decisions.ts'
import type { Extraction } from './extraction.ts'
import type { LastFile } from './files.ts'
import type { Notices } from './notices.ts'
import type { OwnConcepts } from './own-concepts.ts'
import type { Proving } from './prove.ts'
import { keptInRecovery, Recoveries } from './recovery.ts'
import type { Stages } from './stages.ts'
import type { FeatureMap, State } from './state.ts'
import { initialState, type Store } from './store.ts'

/** What the pipeline works with. */
export interface PipelineParts {
  readonly store: Store
  readonly analyser: Analyser
  readonly extraction: Extraction
  readonly notices: Notices
  readonly authoring: Authoring
  readonly effects: DecisionEffects
  readonly proving: Proving
  readonly stages: Stages
  readonly own: OwnConcepts
  readonly lastFile: LastFile
  readonly loadFeatureMap: () => Promise<FeatureMap | null>
  /** Where the app is served: model, dictionary and example lie under it. */
  readonly base: string
}

/** What is open, or was asked for. */
interface Current {
  readonly files: readonly File[]
  readonly mapping: Mapping | null
  readonly only: readonly string[] | null
}

const isData = (file: File) => !holdsActivations(file)

/** The way of the open file: opened, extracted, tested, tested in contexts; cancelled, resumed, recovered. */
export class Pipeline {
  /** The open file, kept for a mapping and for a crash. */
  #current: Current | null = null
  /** Whether the analysis worker has it. */
  #isOpen = false
  /**
   * Every opening, cancelling and resuming has its own run; work of an earlier one is dropped when it comes
   * back.
   */
  #run = 0
  readonly #recoveries = new Recoveries()

  constructor(private readonly parts: PipelineParts) {
    // The analysis worker owns the data: when it is gone, the file is opened again, with what storage has of
    // it.
    parts.analyser.onCrash = (message) => this.#analyserCrashed(message)
  }

  /** Says which device would compute, before any model is loaded. */
  async probe(): Promise<void> {
    try {
      this.parts.store.setState({ device: await this.parts.extraction.probe() })
    } catch (error) {
      this.parts.notices.report(error)
    }
  }

  /** Opens files as one dataset; what is open is closed. Activations alone are those of the open file. */
  async open(files: readonly File[]): Promise<void> {
    this.#recoveries.reset()
    const current = this.#isOpen && files.every(holdsActivations) ? this.#current : null
    if (current) await this.#open({ ...current, files: [...current.files.filter(isData), ...files] })
    else await this.#open({ files, mapping: null, only: null })
  }

  /** Opens the files again with the person's mapping. */
  async applyMapping(mapping: Mapping): Promise<void> {
    if (this.#current) await this.#open({ ...this.#current, mapping })
  }

  /** Opens the files again, only the parts of these names. */
  async openParts(only: readonly string[]): Promise<void> {
    if (this.#current) await this.#open({ ...this.#current, only })
  }

  /** Forgets the open file. What it extracted and what was decided stays stored under its hash. */
  close(): void {
    this.#stop('The file was closed.')
    this.#current = null
    const { device, notices, trainer } = this.parts.store.getState()
    this.parts.store.setState({ ...initialState, device, notices, trainer })
  }

  /** Stops what is being computed. Pairs that are extracted are tested; `resume` goes on. */
  cancel(): void {
    const { store, analyser, effects, stages } = this.parts
    if (!this.#isOpen) {
      this.close()
      return
    }
    const mine = ++this.#run
    this.parts.stages.cancelExtraction()
    analyser.interrupt()
    const { findings, recovering } = store.getState()
    const known = recovering ? { contexts: null, map: null } : {}
    store.setState({ progress: null, interrupted: true, ...known })
    const tested =
      findings?.complete && !recovering ? Promise.resolve() : stages.test(() => mine === this.#run)
    tested.then(
      () => {
        if (mine !== this.#run) return
        store.setState({ phase: 'ready', progress: null })
        void effects.prepare()
      },
      (error: unknown) => mine === this.#run && this.#failed(error),
    )
  }

  /** Goes on with what was cancelled or failed. */
  resume(): void {
    this.#recoveries.reset()
    this.#goOn()
  }

  #goOn(): void {
    const { store } = this.parts
    if (!this.#isOpen) {
      if (this.#current) void this.#open(this.#current, keptInRecovery(store.getState()))
      return
    }
    const mine = ++this.#run
    store.setState({ phase: 'working', interrupted: false, failure: null })
    this.parts.stages
      .work(() => mine === this.#run)
      .catch((error: unknown) => mine === this.#run && this.#failed(error))
  }

  async #open(current: Current, kept: Partial<State> = {}): Promise<void> {
    const { store, analyser, authoring, notices, lastFile, base } = this.parts
    this.#stop('Another file was opened.')
    const mine = this.#run
    this.#current = current
    const { view, device, trainer } = store.getState()
    store.setState({ ...initialState, view, device, trainer, phase: 'opening', ...kept })
    const told = listener((done: number, total: number) => {
      if (mine === this.#run) store.setState({ progress: { phase: 'reading', done, total } })
    })
    try {
      const opened = await analyser
        .call((api) => api.open({ ...current, base }, told.report))
        .finally(told.close)
      if (mine !== this.#run) return
      store.setState({ progress: null })
      if (opened.kind === 'parts') {
        store.setState({ phase: 'parts', parts: opened.groups })
        return
      }
      if (opened.kind === 'mapping') {
        store.setState({ phase: 'mapping', mapping: opened.request })
        return
      }
      this.#isOpen = true
      this.parts.own.opened()
      store.setState({ phase: 'working', dataset: opened.info })
      await authoring.load(opened.info.sha256)
      if (mine !== this.#run) return
      // Activations are stored by batch.
      lastFile.remember(current.files.filter(isData)).catch(() => {
        notices.notify('warning', 'The browser has no room to keep this file: after a reload, open it again.')
      })
      void this.#loadFeatureMap()
      await this.parts.stages.work(() => mine === this.#run)
    } catch (error) {
      if (mine === this.#run) this.#failed(error)
    }
  }

  /** Ends all work on the open file. A worker that hangs on it is ended with it. */
  #stop(why: string): void {
    this.#run++
    this.#isOpen = false
    this.parts.stages.cancelExtraction()
    this.parts.proving.cancel()
    this.parts.analyser.stop('cancelled', why)
  }

  async #loadFeatureMap(): Promise<void> {
    const { store, loadFeatureMap } = this.parts
    const featureMap = store.getState().featureMap ?? (await loadFeatureMap())
    if (featureMap) store.setState({ featureMap })
  }

  /** A failure of the work on the open file: recovers where that is possible, else says what happened. */
  #failed(error: unknown): void {
    const { extraction, notices } = this.parts
    const failure = toFailure(error)
    const crashed = failure.code === 'worker-crashed'
    if (failure.code === 'cancelled') return
    if (crashed && this.#recoveries.allow()) {
      notices.notify('warning', `${failure.message} The extraction goes on with a new one.`)
      this.#goOn()
    } else if (failure.code === 'device-lost' && extraction.fallBackToCpu()) {
      notices.notify('warning', failure.message)
      notices.notify(
        'info',
        'Extraction goes on with the processor. Reload the page to try the graphics card again.',
      )
      this.#goOn()
    } else if (crashed) {
      this.#giveUp(
        `${failure.message} It has crashed repeatedly. Resume tries again; what is extracted is kept.`,
      )
    } else {
      this.#giveUp(failure.message, failure.code)
    }
  }

  /** The pending calls reject after this, and are dropped, since their run is over. */
  #analyserCrashed(message: string): void {
    const { store, notices, proving } = this.parts
    proving.lose()
    const current = this.#current
    if (!current) {
      notices.notify('warning', message)
      return
    }
    this.#run++
    this.#isOpen = false
    this.parts.stages.cancelExtraction()
    if (this.#recoveries.allow()) {
      notices.notify('warning', `${message} ${current.files[0]!.name} is opened again.`)
      void this.#open(current, keptInRecovery(store.getState()))
      return
    }
    const opened = store.getState().dataset !== null
    const next = opened
      ? 'Resume opens the file again; what is extracted is kept.'
      : 'Open the file again, or another.'
    this.#giveUp(`${message} It has crashed repeatedly. ${next}`)
  }

  #giveUp(message: string, code: Failure['code'] = 'worker-crashed'): void {
    const { store } = this.parts
    const { dataset, findings } = store.getState()
    store.setState({
      phase: findings ? 'ready' : dataset ? 'working' : 'empty',
      interrupted: dataset !== null,
      progress: null,
      failure: { code, message },
    })
  }
}
