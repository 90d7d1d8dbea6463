import { analyser } from '../bridge/workers.ts'
import { report } from './notices.ts'
import { useStore } from './store.ts'

/** Pairs of evidence shown at a time. */
const EVIDENCE_PAIRS = 20

/** Loads the evidence and the page of the selected concept; the answer to an outdated question is dropped. */
export function refreshSelection(): void {
  const { view, findings, contexts } = useStore.getState()
  const concept = view.selected
  useStore.setState({ evidence: null, detail: null, forest: null })
  if (concept === null || !findings) return
  // A scope from the address waits for its contexts.
  if (view.scope !== 'overall' && !contexts) return
  const current = () => useStore.getState().view.selected === concept
  loadEvidence()
  analyser
    .call((api) => api.detail(concept))
    .then((detail) => current() && useStore.setState({ detail }))
    .catch(report)
  if (contexts) {
    analyser
      .call((api) => api.forest(concept))
      .then((forest) => current() && useStore.setState({ forest }))
      .catch(report)
  }
}

/** Loads the example pairs of the selected concept in its scope. */
export function loadEvidence(): void {
  const { selected, scope, evidenceKind } = useStore.getState().view
  useStore.setState({ evidence: null })
  if (selected === null) return
  analyser
    .call((api) => api.evidence(selected, scope, evidenceKind, EVIDENCE_PAIRS))
    .then((evidence) => {
      const { view } = useStore.getState()
      const current = view.selected === selected && view.scope === scope && view.evidenceKind === evidenceKind
      if (current) useStore.setState({ evidence })
    })
    .catch(report)
}

let asking = false
let asked = false

/** Recomputes what the decisions do. While one answer is awaited, any number of changes ask only once more. */
export function refreshImpact(): void {
  asked = true
  if (asking) return
  void (async () => {
    asking = true
    while (asked) {
      asked = false
      const { authored, findings } = useStore.getState()
      if (!findings) break
      try {
        const impact = await analyser.call((api) => api.impact(authored.verdicts))
        useStore.setState({ impact })
      } catch (error) {
        report(error)
      }
    }
    asking = false
  })()
}
