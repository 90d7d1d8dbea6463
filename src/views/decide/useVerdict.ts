import type { Verdict } from '../../core/verdict.ts'
import type { ConceptInfo, VerdictImpact } from '../../protocol/data.ts'
import { useStore } from '../../store/store.ts'

type Decided = Pick<Verdict, 'concept' | 'scope'>

/** The verdict on a concept in a scope; undefined where there is none. */
export const useVerdict = (concept: string, scope: string): Verdict | undefined =>
  useStore((state) =>
    state.authored.verdicts.find((verdict) => verdict.concept === concept && verdict.scope === scope),
  )

/** What a verdict does, as it is or as its slider stands; undefined while it is worked out. */
export const useImpactOf = ({ concept, scope }: Decided): VerdictImpact | undefined =>
  useStore((state) => state.impact?.verdicts.find((one) => one.concept === concept && one.scope === scope))

/** What is known of a concept of the tables; undefined for one that is not found yet. */
export const useConcept = (id: string): ConceptInfo | undefined =>
  useStore(({ findings, contexts }) => {
    const isIt = (row: { concept: ConceptInfo }) => row.concept.id === id
    return (findings?.rows.find(isIt) ?? contexts?.rows.find(isIt))?.concept
  })
