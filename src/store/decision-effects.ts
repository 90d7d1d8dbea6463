import type { Analyser } from '../bridge/workers.ts'
import { leadOf } from '../core/concepts/union.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Notices } from './notices.ts'
import type { Store } from './store.ts'

/** Pairs shown before and after, when more of them are asked for. */
const MORE_PAIRS = 20

/**
 * So long nothing is asked for before the next decision is prepared: a slider that moves is not to wait for
 * that.
 */
const QUIET_MILLISECONDS = 400

/**
 * What the decisions do: to the whole, to single pairs, and, computed beforehand, what the next one would do.
 */
export class DecisionEffects {
  #asking = false
  #asked = false
  #quiet: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly report: Notices['report'],
  ) {}

  /**
   * Recomputes what the decisions do. While one answer is awaited, any number of changes ask only once more.
   */
  refreshImpact(): void {
    clearTimeout(this.#quiet)
    this.#asked = true
    if (!this.#asking) void this.#askImpact()
  }

  /** Loads the pairs that the selected concept's verdict changes, where they are looked at. */
  loadPreview(): void {
    const { store } = this
    const { view, authored, previewPairs, recovering } = store.getState()
    const { selected, scope, panel } = view
    const { verdicts } = authored
    const decided = verdicts.find((one) => leadOf(one.concept) === selected && one.scope === scope)
    if (panel !== 'decide' || !decided) {
      store.setState({ preview: null, recall: null })
      return
    }
    if (recovering) return
    const { concept } = decided
    this.#loadRecall(concept)
    this.analyser
      .call((api) => api.preview(verdicts, { concept, scope }, previewPairs))
      .then((preview) => {
        if (this.#isCurrent(selected, scope, verdicts)) store.setState({ preview })
      })
      .catch(this.report)
  }

  #loadRecall(concept: string): void {
    const { store } = this
    if (store.getState().recall?.concept === concept) return
    store.setState({ recall: null })
    this.analyser
      .call((api) => api.recall(concept))
      .then((found) => {
        const { view } = store.getState()
        if (view.panel === 'decide' && view.selected === leadOf(concept))
          store.setState({ recall: { concept, found } })
      })
      .catch(this.report)
  }

  showMorePairs(): void {
    this.store.setState(({ previewPairs }) => ({ previewPairs: previewPairs + MORE_PAIRS }))
    this.loadPreview()
  }

  /**
   * What a person may decide next, about the selected concept first of all, is computed while they look at
   * it.
   */
  async prepare(): Promise<void> {
    const { view, authored, phase } = this.store.getState()
    // Before, the next analysis would make it void.
    if (phase !== 'ready') return
    const { selected, scope } = view
    const { verdicts } = authored
    const looked = selected === null ? null : { concept: selected, scope }
    await this.analyser
      .callInBackground(
        (api, interrupt) => api.prepare(null, interrupt, verdicts, looked),
        () => this.#isCurrent(selected, scope, verdicts),
      )
      .catch(this.report)
  }

  /** The same once nothing is asked for any more. */
  prepareWhenQuiet(): void {
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => {
      if (!this.store.getState().draft) void this.prepare()
    }, QUIET_MILLISECONDS)
  }

  #isCurrent(selected: string | null, scope: string, verdicts: readonly Verdict[]): boolean {
    const { view, authored } = this.store.getState()
    return view.selected === selected && view.scope === scope && authored.verdicts === verdicts
  }

  async #askImpact(): Promise<void> {
    this.#asking = true
    while (this.#asked) {
      this.#asked = false
      const { findings, recovering } = this.store.getState()
      if (!findings || recovering) break
      try {
        const impact = await this.analyser.call((api) => api.impact(this.#verdictsNow()))
        this.store.setState({ impact })
      } catch (error) {
        this.report(error)
      }
    }
    this.#asking = false
    this.prepareWhenQuiet()
  }

  /** The decisions, with the one whose slider moves as it is now. */
  #verdictsNow(): readonly Verdict[] {
    const { authored, draft } = this.store.getState()
    if (!draft) return authored.verdicts
    return authored.verdicts.map((verdict) =>
      verdict.concept === draft.concept && verdict.scope === draft.scope ? draft : verdict,
    )
  }
}
