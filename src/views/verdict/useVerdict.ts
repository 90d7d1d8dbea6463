import { leadOf } from '../../core/concepts/union.ts'
import { type Hypothesis, OVERALL } from '../../core/hypothesis.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { ConceptInfo, VerdictImpact } from '../../protocol/data.ts'
import { useStore } from '../../store/store.ts'
import { againstSentence, leansAgainst } from './suppress-warning.ts'

type Decided = Pick<Verdict, 'concept' | 'scope'>

/** The verdict on a concept in a scope, alone or with others that it stands for; undefined for none. */
export const useVerdict = (concept: string, scope: string): Verdict | undefined =>
  useStore((state) =>
    state.authored.verdicts.find(
      (verdict) => leadOf(verdict.concept) === leadOf(concept) && verdict.scope === scope,
    ),
  )

/** The effect of a verdict, at its stored strength or at the slider's; undefined while it is computed. */
export const useImpactOf = ({ concept, scope }: Decided): VerdictImpact | undefined =>
  useStore((state) => state.impact?.verdicts.find((one) => one.concept === concept && one.scope === scope))

/** A concept of the tables, or the one that stands for several; undefined for one that is not found yet. */
export const useConcept = (id: string): ConceptInfo | undefined =>
  useStore(({ findings, contexts }) => {
    const isIt = (row: { concept: ConceptInfo }) => row.concept.id === leadOf(id)
    return (findings?.rows.find(isIt) ?? contexts?.rows.find(isIt))?.concept
  })

/** The hypothesis about a concept in a scope; undefined where it was not tested. */
export const useHypothesis = ({ concept, scope }: Decided): Hypothesis | undefined =>
  useStore(({ findings, contexts }) =>
    (scope === OVERALL.id ? findings : contexts)?.rows
      .map(({ hypothesis }) => hypothesis)
      .find((one) => one.concept === leadOf(concept) && one.scope.id === scope),
  )

/**
 * The warning sentence where a verdict suppresses a concept that leans rejected already; else null.
 */
export function useAgainst(verdict: Verdict): string | null {
  const hypothesis = useHypothesis(verdict)
  const measure = useConcept(verdict.concept)?.measure ?? false
  const reliance = useImpactOf(verdict)?.reliance
  if (verdict.verdict !== 'suppress' || verdict.strength === 0 || !hypothesis) return null
  // A reward head fitted on every feature may attribute the effect to other features.
  if (!leansAgainst(hypothesis) || (reliance !== undefined && reliance >= 0)) return null
  return againstSentence(hypothesis, measure, verdict.scope !== OVERALL.id)
}
