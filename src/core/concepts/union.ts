import type { FeatureColumns } from '../activations.ts'
import type { Concept } from './concept.ts'

const PREFIX = 'u:'

/**
 * The id of several concepts as one, which names its members: it means the same after a reload, and other
 * members are another concept. One concept alone keeps its id.
 */
export const unionId = (members: readonly string[]): string =>
  members.length === 1 ? members[0]! : PREFIX + JSON.stringify(members)

/** The ids of a union's members, who stands for it first; of any other concept, its own. */
export function unionMembers(id: string): readonly string[] {
  if (!id.startsWith(PREFIX)) return [id]
  try {
    const members: unknown = JSON.parse(id.slice(PREFIX.length))
    const named =
      Array.isArray(members) && members.length > 0 && members.every((one) => typeof one === 'string')
    return named ? (members as string[]) : [id]
  } catch {
    return [id]
  }
}

/** The id of the concept that stands for a union; of any other concept, its own. */
export const leadOf = (id: string): string => unionMembers(id)[0]!

/** What several concepts are called as one. @param lead label of the one that stands for them */
export const unionLabel = (lead: string, members: number): string =>
  members < 2 ? lead : `${lead} and ${members - 1} more`

/**
 * Several concepts as one, present where any of them is. Its score is that of its strongest feature, each in
 * units of its mean activation where it fires, so that one expression counts as much as another and five of
 * them no more than one.
 * @param columns of the data that its decision is about
 */
export function unionConcept(id: string, parts: readonly Concept[], columns: FeatureColumns): Concept {
  const [lead] = parts
  const features = [...new Set(parts.flatMap((part) => Array.from(part.features)))]
  return {
    id,
    label: unionLabel(lead!.label, parts.length),
    description: lead!.description,
    source: 'union',
    kind: lead!.kind,
    features: Uint32Array.from(features),
    weights: Float64Array.from(features, (f) => 1 / (meanActivation(columns, f) || 1)),
    combine: 'max',
    parts,
    family: null,
    measure: false,
    fidelity: null,
    hidden: false,
  }
}

function meanActivation({ indptr, max }: FeatureColumns, feature: number): number {
  const [from, to] = [indptr[feature]!, indptr[feature + 1]!]
  let sum = 0
  for (let k = from; k < to; k++) sum += max[k]!
  return to > from ? sum / (to - from) : 0
}
