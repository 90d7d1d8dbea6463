import { listener } from '../bridge/progress.ts'
import type { Analyser } from '../bridge/workers.ts'
import { WhittleError } from '../core/failure.ts'
import type { ExportSettings } from '../protocol/data.ts'
import type { Extraction, ExtractionRun } from './extraction.ts'
import type { Notices } from './notices.ts'
import { SEED } from './seed.ts'
import type { Store } from './store.ts'

/** The share of the work that extracting edited texts is, where there are any. */
const EXTRACTING = 0.5

/** So long nothing is decided before the decisions are proved by themselves. */
const QUIET_MILLISECONDS = 2500

/** The proof of the decisions on a reward head: first an estimate, then the whole, in the background. */
export class Proving {
  /** Counts the proofs asked for: what an earlier one still says is no longer heard. */
  #latest = 0
  #run: ExtractionRun | null = null
  #quiet: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly extraction: Extraction,
    private readonly notices: Notices,
  ) {}

  /**
   * The decisions have changed: a proof of the earlier ones ends, and once no more change, these are
   * estimated and proved.
   */
  follow(): void {
    clearTimeout(this.#quiet)
    const { proof } = this.store.getState()
    if (proof.kind === 'running') this.cancel()
    this.#quiet = setTimeout(() => void this.#proveQuietly(), QUIET_MILLISECONDS)
  }

  async #proveQuietly(): Promise<void> {
    const { store } = this
    const { dataset, phase, authored, draft, proof } = store.getState()
    const { verdicts, names } = authored
    if (!dataset?.paired || phase !== 'ready' || draft || verdicts.length === 0) return
    if (proof.kind === 'running' || (proof.kind === 'done' && proof.verdicts === verdicts)) return
    const current = () => store.getState().authored.verdicts === verdicts
    try {
      const found = await this.analyser.call((api) => api.estimate({ verdicts, names, seed: SEED }))
      if (!current()) return
      store.setState({ estimate: { verdicts, found } })
      if (store.getState().proof.kind !== 'running') await this.prove()
    } catch (error) {
      if (current()) this.notices.report(error)
    }
  }

  async prove(): Promise<void> {
    clearTimeout(this.#quiet)
    this.#run?.cancel()
    const mine = ++this.#latest
    const wanted = () => mine === this.#latest
    const { verdicts, names } = this.store.getState().authored
    const settings = { verdicts, names, seed: SEED }
    const show = (done: number) => {
      const running = this.store.getState().proof.kind === 'running'
      if (wanted() && running) this.store.setState({ proof: { kind: 'running', done, total: 1, since } })
    }
    const since = Date.now()
    this.store.setState({ proof: { kind: 'running', done: 0, total: 1, since } })
    // Other long work makes way: this is what the person waits for.
    this.analyser.interrupt()
    try {
      const extracted = await this.#extractTexts(settings, (share) => show(EXTRACTING * share))
      const from = extracted ? EXTRACTING : 0
      const { report, close } = listener((done: number, total: number) =>
        show(from + ((1 - from) * done) / total),
      )
      const proof = await this.analyser
        .callInBackground((api, interrupt) => api.prove(report, interrupt, settings), wanted)
        .finally(close)
      if (wanted()) this.store.setState({ proof: { kind: 'done', proof, verdicts } })
    } catch (error) {
      if (!wanted()) return
      this.store.setState({ proof: { kind: 'none' } })
      this.notices.report(error)
    }
  }

  cancel(): void {
    clearTimeout(this.#quiet)
    this.#latest++
    this.#run?.cancel()
    this.analyser.interrupt()
    this.store.setState({ proof: { kind: 'none' } })
  }

  /** Gives up a proof that runs, since the worker that computes it has crashed. */
  lose(): void {
    if (this.store.getState().proof.kind !== 'running') return
    this.cancel()
    this.notices.notify('error', 'The proof was lost with the analysis worker. Prove the decisions again.')
  }

  /**
   * Extracts the texts that the proof makes. Where the encoder fails the proof goes on, and says what it
   * lacks.
   * @returns whether there were any
   */
  async #extractTexts(settings: ExportSettings, progress: (share: number) => void): Promise<boolean> {
    let any = false
    try {
      this.#run = this.extraction.run(
        async (port) => {
          any = await this.analyser.call((api) => api.extractForProof(port, settings))
          if (any) await this.extraction.load(() => undefined)
          return any
        },
        ({ done, total }) => progress(done / total),
      )
      await this.#run.ended
    } catch (error) {
      if (!any || !(error instanceof WhittleError) || error.code === 'cancelled') throw error
      this.notices.notify(
        'warning',
        `${error.message} The proof goes on without the texts that were not extracted.`,
      )
    } finally {
      this.#run = null
    }
    return any
  }
}
