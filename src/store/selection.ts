import type { Analyser } from '../bridge/workers.ts'
import type { EvidenceKind, HypothesisRow } from '../protocol/data.ts'
import type { DecisionEffects } from './decision-effects.ts'
import type { Notices } from './notices.ts'
import type { State } from './state.ts'
import { initialState, type Store } from './store.ts'

/** Pairs of evidence shown at first, and added when more are asked for. */
const EVIDENCE_PAIRS = 20

const isAmong = (rows: readonly HypothesisRow[], id: string) => rows.some(({ concept }) => concept.id === id)

/**
 * Which pairs bear out what is said of the selected concept: those with it on the chosen side where it leans
 * chosen, on the rejected side where it leans rejected. The exceptions are the others.
 */
export function evidenceKind({
  view,
  findings,
  contexts,
}: Pick<State, 'view' | 'findings' | 'contexts'>): EvidenceKind {
  const { evidenceKind: choice } = view
  if (choice === 'typical' || choice === 'random') return choice
  const isIt = ({ concept }: HypothesisRow) => concept.id === view.selected
  const inside = contexts?.rows.find((row) => isIt(row) && row.hypothesis.scope.id === view.scope)
  const row = inside ?? findings?.rows.find(isIt)
  const leansChosen = (row?.hypothesis.deltaWin ?? 0) >= 0
  return leansChosen === (choice === 'supports') ? 'for' : 'against'
}

/** What is shown of the selected concept; the answer to an outdated question is dropped. */
export class Selection {
  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly effects: DecisionEffects,
    private readonly report: Notices['report'],
  ) {}

  /** Loads what is shown of the selected concept. */
  refresh(): void {
    const { store, analyser, report } = this
    const { previewPairs } = initialState
    store.setState({
      evidence: null,
      detail: null,
      forest: null,
      leanings: null,
      preview: null,
      previewPairs,
    })
    this.#forgetUnknown()
    const { view, findings, contexts, recovering } = store.getState()
    const concept = view.selected
    if (concept === null || !findings || recovering) return
    // What the address names may only be found with the contexts.
    if (!contexts && (view.scope !== 'overall' || !isAmong(findings.rows, concept))) return
    const current = () => store.getState().view.selected === concept
    this.loadEvidence()
    this.effects.loadPreview()
    analyser
      .call((api) => api.detail(concept))
      .then((detail) => current() && store.setState({ detail }))
      .catch(report)
    if (contexts) {
      analyser
        .call((api) => api.forest(concept))
        .then((forest) => current() && store.setState({ forest }))
        .catch(report)
      this.loadLeanings()
    }
    this.effects.prepareWhenQuiet()
  }

  /** Loads how each point of the map leans with the selected concept. */
  loadLeanings(): void {
    const { store } = this
    const { view, map, recovering } = store.getState()
    const concept = view.selected
    if (concept === null || !map || recovering) return
    this.analyser
      .call((api) => api.leanings(concept, map.pair))
      .then((leanings) => store.getState().view.selected === concept && store.setState({ leanings }))
      .catch(this.report)
  }

  /**
   * Loads the example pairs of the selected concept in its scope, of the lassoed prompts where there are any.
   */
  loadEvidence(): void {
    this.store.setState({ evidence: null })
    this.#fetchEvidence(EVIDENCE_PAIRS)
  }

  /** Loads more of the same; what is shown stays until it is there. */
  showMoreEvidence(): void {
    this.#fetchEvidence((this.store.getState().evidence?.pairs.length ?? 0) + EVIDENCE_PAIRS)
  }

  #fetchEvidence(limit: number): void {
    const { store } = this
    const { view, map, lasso, recovering } = store.getState()
    const { selected, scope, evidenceKind: choice } = view
    if (selected === null || recovering) return
    const kind = evidenceKind(store.getState())
    const { conditions } = view
    const near = lasso.points && map ? lasso.points.map((point) => map.pair[point]!) : null
    this.analyser
      .call((api) => api.evidence({ concept: selected, scope }, kind, limit, { near, conditions }))
      .then((evidence) => {
        const { view: now, lasso: lassoNow } = store.getState()
        const current =
          now.selected === selected &&
          now.scope === scope &&
          now.evidenceKind === choice &&
          lassoNow.points === lasso.points &&
          now.conditions === conditions
        if (current) store.setState({ evidence })
      })
      .catch(this.report)
  }

  /** An address may name concepts and contexts of other data: they give way to what there is. */
  #forgetUnknown(): void {
    const { view, findings, contexts } = this.store.getState()
    if (!findings || !contexts) return
    const known = (id: string | null) => contexts.contexts.some((context) => context.id === id)
    const { selected } = view
    const concept =
      selected !== null && (isAmong(findings.rows, selected) || isAmong(contexts.rows, selected))
    this.store.setState({
      view: {
        ...view,
        selected: concept ? selected : null,
        scope: known(view.scope) ? view.scope : 'overall',
        context: known(view.context) ? view.context : null,
      },
    })
  }
}
