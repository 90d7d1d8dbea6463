import { listener } from '../bridge/progress.ts'
import type { Analyser } from '../bridge/workers.ts'
import type { BatchProgress } from '../protocol/batches.ts'
import type { Plan } from '../protocol/data.ts'
import type { DecisionEffects } from './decision-effects.ts'
import type { Extraction, ExtractionRun } from './extraction.ts'
import type { Notices } from './notices.ts'
import type { OwnContexts } from './own-contexts.ts'
import { RateMeter } from './rate.ts'
import { SEED } from './seed.ts'
import type { Selection } from './selection.ts'
import type { Store } from './store.ts'

/** While extraction runs, the table is tested anew after this many seconds, or this many test runs' time. */
const REFRESH_SECONDS = 6
const REFRESH_COST = 5

/** What the stages work with. */
export interface StagesParts {
  readonly store: Store
  readonly analyser: Analyser
  readonly extraction: Extraction
  readonly notices: Notices
  readonly selection: Selection
  readonly effects: DecisionEffects
  readonly ownContexts: OwnContexts
}

/** Whether the work is still wanted: what comes back when it is not is dropped. */
type Current = () => boolean

/** What is done with an open file, in order: extract, test, explain, test in contexts, lay out the map. */
export class Stages {
  #extracting: ExtractionRun | null = null

  constructor(private readonly parts: StagesParts) {}

  /** Ends extraction; what is extracted stays. */
  cancelExtraction(): void {
    this.#extracting?.cancel()
  }

  /** Extracts what is missing, testing as it goes, then tests all of it. */
  async work(current: Current): Promise<void> {
    const { store, analyser, effects } = this.parts
    const plan = await analyser.call((api) => api.plan())
    if (!current()) return
    if (plan.done < plan.batches) {
      await this.test(current)
      await this.#extract(current, plan)
    }
    if (!current()) return
    const { findings, recovering } = store.getState()
    if (!findings?.complete || recovering) await this.test(current)
    await this.#explain(current)
    if (!current()) return
    store.setState({ phase: 'ready', progress: null })
    await effects.prepare()
    if (!current()) return
    await this.#testContexts(current)
  }

  async #extract(current: Current, plan: Plan): Promise<void> {
    const { store, analyser, extraction, notices } = this.parts
    if (!current()) return
    store.setState({ progress: { phase: 'loading-model', done: 0, total: 1 } })
    const info = await extraction.load((done, total) => {
      if (current()) store.setState({ progress: { phase: 'loading-model', done, total } })
    })
    if (!current()) return
    store.setState({ device: info.device })

    const meter = new RateMeter()
    const show = (done: number, total: number) => {
      const rate = meter.update(done)
      const secondsLeft = rate ? (total - done) / rate : null
      store.setState({ progress: { phase: 'extracting', done, total, rate, secondsLeft } })
    }
    show(plan.charactersDone, plan.characters)
    const testAsItGoes = this.#tester(current)
    const told = ({ done, total, pairsDone, notice }: BatchProgress) => {
      if (!current()) return
      if (notice) notices.notify('warning', notice)
      show(done, total)
      testAsItGoes(pairsDone)
    }
    this.#extracting = extraction.run(async (port) => {
      await analyser.call((api) => api.extract(port))
      return true
    }, told)
    await this.#extracting.ended.finally(() => (this.#extracting = null))
  }

  /**
   * Tests what is extracted so far, from time to time.
   * @returns what to call with the number of extracted pairs
   */
  #tester(current: Current): (pairs: number) => void {
    let tested = 0
    let testing = false
    let next = performance.now() + 1000 * REFRESH_SECONDS
    return (pairs) => {
      if (testing || pairs <= tested || performance.now() < next) return
      tested = pairs
      testing = true
      const began = performance.now()
      this.test(current)
        .catch(this.parts.notices.report)
        .finally(() => {
          const now = performance.now()
          next = now + Math.max(1000 * REFRESH_SECONDS, REFRESH_COST * (now - began))
          testing = false
        })
    }
  }

  /** Tests every concept on what is extracted so far, and shows it. */
  async test(current: Current): Promise<void> {
    const { store, analyser, selection, effects } = this.parts
    const quiet = store.getState().progress?.phase === 'extracting'
    const { report, close } = this.#show('testing', () => current() && !quiet)
    const findings = await analyser.call((api) => api.analyse(report, null, SEED)).finally(close)
    if (!current()) return
    const { findings: before, contexts, recovering } = store.getState()
    store.setState({ findings, ...(quiet ? {} : { progress: null }) })
    // Contexts that are shown are unknown to a new worker before it has tested them again.
    if (recovering && contexts) return
    store.setState({ recovering: false })
    if (!before || findings.complete || recovering) selection.refresh()
    effects.refreshImpact()
    await this.#loadLessons(current)
    if (current() && !before) await this.#loadColumns(current)
  }

  /** Reads the further columns of the file; what needs them waits for it. */
  async #loadColumns(current: Current): Promise<void> {
    const { store, analyser } = this.parts
    const columns = await analyser.call((api) => api.columns())
    if (current()) store.setState({ columns })
  }

  /** Says in sentences what was found. */
  async #loadLessons(current: Current): Promise<void> {
    const { store, analyser } = this.parts
    const lessons = await analyser.call((api) => api.lessons(SEED))
    if (current()) store.setState({ lessons })
  }

  /** Tests concepts inside contexts, then lays out the map. */
  async #testContexts(current: Current): Promise<void> {
    const { store, analyser, selection, effects, ownContexts } = this.parts
    await ownContexts.tell()
    if (!current()) return
    const { report, close } = this.#show('contexts', current)
    const contexts = await analyser
      .callInBackground((api, interrupt) => api.contexts(report, interrupt, SEED), current)
      .finally(close)
    if (!current()) return
    const { recovering } = store.getState()
    store.setState({ contexts, progress: null, recovering: false })
    if (!contexts && !recovering) return
    selection.refresh()
    // Verdicts within contexts could not be enacted before.
    effects.refreshImpact()
    await this.#loadLessons(current)
    if (!current() || !contexts) return
    const map = await analyser.callInBackground((api, interrupt) => api.map(null, interrupt, SEED), current)
    if (!current()) return
    store.setState({ map })
    selection.loadLeanings()
  }

  async #explain(current: Current): Promise<void> {
    const { store, analyser } = this.parts
    const auc = await analyser.call((api) => api.explain(SEED))
    const { findings } = store.getState()
    if (!current() || !findings?.summary) return
    store.setState({ findings: { ...findings, summary: { ...findings.summary, auc } } })
  }

  #show(phase: 'testing' | 'contexts', current: Current) {
    return listener((done: number, total: number) => {
      if (current()) this.parts.store.setState({ progress: { phase, done, total } })
    })
  }
}
