import { analyser } from '../bridge/workers.ts'
import type { EvidenceKind } from '../protocol/data.ts'
import { report } from './notices.ts'
import { useStore } from './store.ts'

/** Pairs of evidence shown at a time. */
const EVIDENCE_PAIRS = 20

/** Loads the evidence and the page of the selected concept; the answer to an outdated question is dropped. */
export function refreshSelection(): void {
  const { view, findings } = useStore.getState()
  const concept = view.selected
  useStore.setState({ evidence: null, detail: null })
  if (concept === null || !findings) return
  const current = () => useStore.getState().view.selected === concept
  loadEvidence(concept, view.evidenceKind)
  analyser
    .call((api) => api.detail(concept))
    .then((detail) => current() && useStore.setState({ detail }))
    .catch(report)
}

export function loadEvidence(concept: string, kind: EvidenceKind): void {
  useStore.setState({ evidence: null })
  analyser
    .call((api) => api.evidence(concept, kind, EVIDENCE_PAIRS))
    .then((evidence) => {
      const { view } = useStore.getState()
      if (view.selected === concept && view.evidenceKind === kind) useStore.setState({ evidence })
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
