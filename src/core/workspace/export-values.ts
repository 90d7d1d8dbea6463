import type { CharRange, PairValues } from '../source.ts'
import type { RewardSpec } from '../export/spec-schema.ts'
import type { Dictionary } from '../dictionary.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import type { Shaping } from '../shape/decision.ts'
import type { RequestedConcept } from '../shape/protocols/protocol.ts'
import { pairValues } from '../shape/pair-edits.ts'
import { membersOf } from '../own/in-spec.ts'
import type { UnitTable } from '../activations.ts'
import type { AnalysisData } from './analysis-data.ts'
import { type MarkedConcept, markedResponse, textMasks } from './marks.ts'
import type { Workspace } from './workspace.ts'

/** The values that a shaping gives every pair of the last analysis, with edited texts and masks. */
export function valuesOf(workspace: Workspace, shaping: Shaping): PairValues {
  const { basis, dictionary } = workspace
  const concepts = workspace.conceptsOf(shaping.verdicts.map(({ verdict }) => verdict))
  return editedValues(
    shaping,
    () => basis,
    dictionary,
    new Map(concepts.map((concept) => [concept.id, concept])),
  )
}

/**
 * The values that a reward spec gives every pair of the file, with edited texts and masks.
 * @throws WhittleError when it needs dictionary features and not every response is extracted
 */
export function appliedValues(workspace: Workspace, spec: RewardSpec): PairValues {
  const { pairs, dictionary, extraction } = workspace
  const concepts = new Map(spec.concepts.map((concept) => [concept.id, specConcept(concept)]))
  const own = membersOf(spec.own)
  let units: UnitTable | null = null
  const read = ({ features, id }: EditedConcept) => {
    if (features.length > 0 || own.get(id)?.probe)
      units ??= extraction.responses(Uint32Array.from(pairs.row.keys()))
    return { pairs, units, own }
  }
  return editedValues(workspace.apply(spec), read, dictionary, concepts)
}

type EditedConcept = MarkedConcept & RequestedConcept

/** @param basisOf the texts, and the units where a concept is found by them; asked when a mask is */
function editedValues(
  shaping: Shaping,
  basisOf: (concept: EditedConcept) => Pick<AnalysisData, 'pairs' | 'units' | 'own'>,
  dictionary: Dictionary,
  concepts: ReadonlyMap<string, EditedConcept>,
): PairValues {
  return pairValues(shaping, {
    concept: (id) => concepts.get(id)!,
    marks: (id, pair, side) => {
      const span = side === 'chosen' ? chosenSpan(pair) : rejectedSpan(pair)
      const concept = concepts.get(id)!
      const basis = basisOf(concept)
      return (concept.parts ?? [concept]).flatMap((part): readonly CharRange[] => {
        if (part.source === 'surface' || part.source === 'phrase')
          return textMasks(part, basis.pairs[side][pair]!, basis.pairs.prompt[pair]!)
        const { marks } = markedResponse(basis, part, dictionary, span, 0)
        return marks.map(({ start, end }) => [start, end] as const)
      })
    },
  })
}

/** A concept of a spec, with its latents in the dictionary; its template is in the spec. */
function specConcept({
  id,
  label,
  source,
  measure,
  features,
}: RewardSpec['concepts'][number]): EditedConcept {
  const latents = features.filter(({ block }) => block === 'dictionary')
  const indices = (some: typeof latents) => Uint32Array.from(some, (feature) => Number(feature.id.slice(2)))
  const parts = features.map((feature) => ({
    // A concept of one's own is found by its id, whatever it was made of.
    ...{ id: feature.id, label, measure: false },
    source: feature.block === 'own' ? ('composed' as const) : feature.block,
    features: feature.block === 'dictionary' ? indices([feature]) : new Uint32Array(0),
  }))
  return {
    ...{ id, label, description: '', source, measure, features: indices(latents) },
    ...(source === 'union' && { parts }),
  }
}
