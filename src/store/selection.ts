import { analyser } from '../bridge/workers.ts'
import type { Verdict } from '../core/verdict.ts'
import type { HypothesisRow } from '../protocol/data.ts'
import { report } from './notices.ts'
import { initialState, useStore } from './store.ts'

/** Pairs of evidence shown at first, and added when more are asked for. */
const EVIDENCE_PAIRS = 20

/** Loads what is shown of the selected concept; the answer to an outdated question is dropped. */
export function refreshSelection(): void {
  useStore.setState({ evidence: null, detail: null, forest: null, leanings: null, preview: null })
  useStore.setState({ previewPairs: initialState.previewPairs })
  forgetUnknown()
  const { view, findings, contexts } = useStore.getState()
  const concept = view.selected
  if (concept === null || !findings) return
  // What the address names may only be found with the contexts.
  if (!contexts && (view.scope !== 'overall' || !isAmong(findings.rows, concept))) return
  const current = () => useStore.getState().view.selected === concept
  loadEvidence()
  loadPreview()
  analyser
    .call((api) => api.detail(concept))
    .then((detail) => current() && useStore.setState({ detail }))
    .catch(report)
  if (contexts) {
    analyser
      .call((api) => api.forest(concept))
      .then((forest) => current() && useStore.setState({ forest }))
      .catch(report)
    loadLeanings()
  }
  prepareWhenQuiet()
}

const isAmong = (rows: readonly HypothesisRow[], id: string) => rows.some(({ concept }) => concept.id === id)

/** An address may name concepts and contexts of other data: they give way to what there is. */
function forgetUnknown(): void {
  const { view, findings, contexts } = useStore.getState()
  if (!findings || !contexts) return
  const known = (id: string | null) => contexts.contexts.some((context) => context.id === id)
  const { selected } = view
  const concept = selected !== null && (isAmong(findings.rows, selected) || isAmong(contexts.rows, selected))
  useStore.setState({
    view: {
      ...view,
      selected: concept ? selected : null,
      scope: known(view.scope) ? view.scope : 'overall',
      context: known(view.context) ? view.context : null,
    },
  })
}

/** Loads how each point of the map leans with the selected concept. */
export function loadLeanings(): void {
  const { view, map } = useStore.getState()
  const concept = view.selected
  if (concept === null || !map) return
  analyser
    .call((api) => api.leanings(concept, map.pair))
    .then((leanings) => useStore.getState().view.selected === concept && useStore.setState({ leanings }))
    .catch(report)
}

/** Loads the example pairs of the selected concept in its scope, of the lassoed prompts where there are any. */
export function loadEvidence(): void {
  useStore.setState({ evidence: null })
  fetchEvidence(EVIDENCE_PAIRS)
}

/** Loads more of the same; what is shown stays until it is there. */
export function showMoreEvidence(): void {
  fetchEvidence((useStore.getState().evidence?.pairs.length ?? 0) + EVIDENCE_PAIRS)
}

function fetchEvidence(limit: number): void {
  const { view, map, lasso } = useStore.getState()
  const { selected, scope, evidenceKind } = view
  if (selected === null) return
  const near = lasso.points && map ? lasso.points.map((point) => map.pair[point]!) : null
  analyser
    .call((api) => api.evidence(selected, scope, evidenceKind, limit, near))
    .then((evidence) => {
      const { view, lasso: now } = useStore.getState()
      const current =
        view.selected === selected &&
        view.scope === scope &&
        view.evidenceKind === evidenceKind &&
        now.points === lasso.points
      if (current) useStore.setState({ evidence })
    })
    .catch(report)
}

/** Pairs shown before and after, when more of them are asked for. */
const MORE_PAIRS = 20

export function showMorePairs(): void {
  useStore.setState(({ previewPairs }) => ({ previewPairs: previewPairs + MORE_PAIRS }))
  loadPreview()
}

/** Loads the pairs that the selected concept's verdict changes, where they are looked at. */
export function loadPreview(): void {
  const { view, authored, previewPairs } = useStore.getState()
  const { selected, scope, panel } = view
  const { verdicts } = authored
  const decided = verdicts.some((verdict) => verdict.concept === selected && verdict.scope === scope)
  if (selected === null || panel !== 'decide' || !decided) {
    useStore.setState({ preview: null })
    return
  }
  analyser
    .call((api) => api.preview(verdicts, { concept: selected, scope }, previewPairs))
    .then((preview) => {
      const now = useStore.getState()
      const current =
        now.view.selected === selected && now.view.scope === scope && now.authored.verdicts === verdicts
      if (current) useStore.setState({ preview })
    })
    .catch(report)
}

/** What a person may decide next, about the selected concept first of all, is computed while they look at it. */
export async function prepareDecision(): Promise<void> {
  const { view, authored, phase } = useStore.getState()
  // Before, the next analysis would make it void.
  if (phase !== 'ready') return
  const { selected, scope } = view
  const { verdicts } = authored
  const looked = selected === null ? null : { concept: selected, scope }
  const current = () => {
    const { view, authored } = useStore.getState()
    return view.selected === selected && view.scope === scope && authored.verdicts === verdicts
  }
  await analyser
    .callInBackground((api, interrupt) => api.prepare(verdicts, looked, interrupt), current)
    .catch(report)
}

/** So long nothing is asked for: a slider that moves, or a list walked through, is not to wait for what may be asked next. */
const QUIET_MILLISECONDS = 400
let quiet: ReturnType<typeof setTimeout> | undefined

function prepareWhenQuiet(): void {
  clearTimeout(quiet)
  quiet = setTimeout(() => {
    if (!useStore.getState().draft) void prepareDecision()
  }, QUIET_MILLISECONDS)
}

/** The decisions, with the one whose slider moves as it is now. */
function verdictsNow(): readonly Verdict[] {
  const { authored, draft } = useStore.getState()
  if (!draft) return authored.verdicts
  return authored.verdicts.map((verdict) =>
    verdict.concept === draft.concept && verdict.scope === draft.scope ? draft : verdict,
  )
}

let asking = false
let asked = false

/** Recomputes what the decisions do. While one answer is awaited, any number of changes ask only once more. */
export function refreshImpact(): void {
  clearTimeout(quiet)
  asked = true
  if (asking) return
  void (async () => {
    asking = true
    while (asked) {
      asked = false
      if (!useStore.getState().findings) break
      try {
        const impact = await analyser.call((api) => api.impact(verdictsNow()))
        useStore.setState({ impact })
      } catch (error) {
        report(error)
      }
    }
    asking = false
    prepareWhenQuiet()
  })()
}
