import type { LocalEffect } from '../hypothesis.ts'
import type { HypothesisRow } from '../hypotheses/findings.ts'
import { evidenceRows } from './lessons-json.ts'
import type { Workspace } from './workspace.ts'

/** One hypothesis as `whittle analyse` writes it. */
export interface HypothesisJson {
  concept: {
    id: string
    label: string
    source: string
    family: string | null
    /**
     * Of the dictionary: balanced accuracy of the label, and on what text it was measured ('new', 'own',
     * 'none').
     */
    fidelity: number | null
    measured?: string
    /** Of a probe: held-out AUROC of its examples, with its 95% interval, and how it was fitted. */
    heldOutAuroc?: number
    heldOutAurocInterval?: [number, number]
    method?: string
  }
  scope: { kind: string; id: string; label: string }
  n: number
  discordant: number
  winRate: number
  /**
   * Unpaired data only: the share of good responses among those without the concept; winRate is the share
   * among those with it.
   */
  winRateWithout?: number
  deltaWin: number
  ciLow: number
  ciHigh: number
  p: number
  q: number
  pPermutation: number
  confirmed: boolean
  pSign: number
  beta: number
  se: number
  model: string
  joint: number | null
  prevalence: { chosen: number; rejected: number }
  /** Label unclear or of low fidelity, or latent dense: the page hides it by default. */
  hidden: boolean
  /** In contexts only: the contrast with elsewhere. */
  local?: LocalEffect
  /** Source rows, from 1: the concept is on the chosen (rejected) side only, strongest activation first. */
  evidence: { for: number[]; against: number[] }
  /** Concepts whose disparities correlate with this one's, strongest first. */
  similar: HypothesisJson[]
}

/**
 * A table as JSON, in its order, folded concepts inside their representative's entry.
 * @param workspace whose last analysis the rows are of
 */
export function hypothesesJson(rows: readonly HypothesisRow[], workspace: Workspace): HypothesisJson[] {
  const key = (concept: string, scope: string) => JSON.stringify([concept, scope])
  const folded = new Map<string, HypothesisRow[]>()
  for (const row of rows) {
    const { foldedUnder, scope } = row.hypothesis
    if (foldedUnder === null) continue
    const under = key(foldedUnder, scope.id)
    folded.set(under, [...(folded.get(under) ?? []), row])
  }
  const json = ({ concept, hypothesis }: HypothesisRow): HypothesisJson => ({
    concept: {
      id: concept.id,
      label: concept.label,
      source: concept.source,
      family: concept.family,
      fidelity: concept.fidelity,
      ...(concept.measured && { measured: concept.measured }),
      ...(concept.probe && {
        heldOutAuroc: concept.probe.auroc.estimate,
        heldOutAurocInterval: [concept.probe.auroc.low, concept.probe.auroc.high],
        method: concept.probe.method,
      }),
    },
    scope: hypothesis.scope,
    n: hypothesis.n,
    discordant: hypothesis.discordant,
    winRate: hypothesis.winRate,
    ...(hypothesis.winRateWithout !== undefined && { winRateWithout: hypothesis.winRateWithout }),
    deltaWin: hypothesis.deltaWin,
    ciLow: hypothesis.ciLow,
    ciHigh: hypothesis.ciHigh,
    p: hypothesis.p,
    q: hypothesis.q,
    pPermutation: hypothesis.pPermutation,
    confirmed: hypothesis.confirmed,
    pSign: hypothesis.pSign,
    beta: hypothesis.beta,
    se: hypothesis.se,
    model: hypothesis.model,
    joint: hypothesis.joint,
    prevalence: { chosen: hypothesis.prevalenceChosen, rejected: hypothesis.prevalenceRejected },
    hidden: concept.hidden,
    ...(hypothesis.local && { local: hypothesis.local }),
    evidence: {
      for: evidenceRows(workspace, concept.id, hypothesis.scope.id, 'for'),
      against: evidenceRows(workspace, concept.id, hypothesis.scope.id, 'against'),
    },
    similar: (folded.get(key(concept.id, hypothesis.scope.id)) ?? []).map(json),
  })
  return rows.filter((row) => row.hypothesis.foldedUnder === null).map(json)
}
