import { conceptProfile } from '../concepts/profile.ts'
import { evidencePairs, oneSided } from '../evidence.ts'
import type { HypothesisRow } from '../workspace/findings.ts'
import type { Basis } from '../workspace/basis.ts'

const EVIDENCE_ROWS = 10

/** One hypothesis as `whittle analyse` writes it. */
export interface HypothesisJson {
  concept: { id: string; label: string; source: string; family: string | null }
  scope: { kind: string; id: string; label: string }
  n: number
  discordant: number
  winRate: number
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
  /** Label unclear, unfaithful or dense: the page leaves it out unless asked. */
  hidden: boolean
  /** Source rows, from 1: the concept is on the chosen (rejected) side only, strongest activation first. */
  evidence: { for: number[]; against: number[] }
  /** Concepts whose disparity follows this one's, strongest first. */
  similar: HypothesisJson[]
}

/** The table as JSON: strongest first, folded concepts inside their representative. */
export function hypothesesJson(rows: readonly HypothesisRow[], basis: Basis): HypothesisJson[] {
  const concepts = new Map(basis.concepts.map((concept) => [concept.id, concept]))
  const folded = new Map<string, HypothesisRow[]>()
  for (const row of rows) {
    const under = row.hypothesis.foldedUnder
    if (under !== null) folded.set(under, [...(folded.get(under) ?? []), row])
  }
  const evidence = (id: string, kind: 'for' | 'against') => {
    const concept = concepts.get(id)!
    const profile = conceptProfile(basis.columns, concept)
    const count = Math.min(EVIDENCE_ROWS, oneSided(profile, kind, concept.measure))
    const pairs = evidencePairs(profile, kind, concept.measure, 0).subarray(0, count)
    return Array.from(pairs, (k) => basis.pairs.row[profile.pair[k]!]!)
  }
  const json = ({ concept, hypothesis }: HypothesisRow): HypothesisJson => ({
    concept: { id: concept.id, label: concept.label, source: concept.source, family: concept.family },
    scope: hypothesis.scope,
    n: hypothesis.n,
    discordant: hypothesis.discordant,
    winRate: hypothesis.winRate,
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
    evidence: { for: evidence(concept.id, 'for'), against: evidence(concept.id, 'against') },
    similar: (folded.get(concept.id) ?? []).map(json),
  })
  return rows.filter((row) => row.hypothesis.foldedUnder === null).map(json)
}
