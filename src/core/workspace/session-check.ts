import { unionMembers } from '../concepts/union.ts'
import { OVERALL } from '../hypothesis.ts'
import { MOST_STRENGTH, type StoredVerdict } from './decisions-schema.ts'

/** What decisions of elsewhere are checked against. */
export interface DecisionWorld {
  /** Ids of concepts that can be decided on. */
  readonly concepts: ReadonlySet<string>
  /** Ids of contexts; null while they are not found yet, and then every context is taken on trust. */
  readonly contexts: ReadonlySet<string> | null
  /** Rows of the file. */
  readonly rows: number
}

/** Decisions that refer to something here, and what was left out or changed, a sentence each. */
export interface CheckedDecisions {
  readonly verdicts: readonly StoredVerdict[]
  readonly remarks: readonly string[]
}

/** So many are named in a sentence. */
const NAMED = 5

/** Leaves out what refers to nothing here and bounds strengths; every change is listed. */
export function checkDecisions(verdicts: readonly StoredVerdict[], world: DecisionWorld): CheckedDecisions {
  const found = {
    concept: [] as string[],
    context: [] as string[],
    repeated: [] as string[],
    strength: [] as string[],
    rows: [] as string[],
  }
  const seen = new Set<string>()
  const kept = verdicts.flatMap((verdict) => {
    const { concept, scope, strength, spared } = verdict
    const place = scope === OVERALL.id ? concept : `${concept} in ${scope}`
    const known = unionMembers(concept).every((id) => world.concepts.has(id))
    const scoped = scope === OVERALL.id || world.contexts === null || world.contexts.has(scope)
    // A concept may also be made in a context: those are known once contexts are.
    if (!known && (world.contexts !== null || scope === OVERALL.id)) found.concept.push(concept)
    else if (!scoped) found.context.push(place)
    else if (seen.has(place)) found.repeated.push(place)
    else {
      seen.add(place)
      if (strength > MOST_STRENGTH) found.strength.push(`${place} (${strength})`)
      const rows = spared?.filter((row) => row <= world.rows)
      if (spared && rows!.length < spared.length) found.rows.push(place)
      return [{ ...verdict, strength: Math.min(strength, MOST_STRENGTH), ...(rows ? { spared: rows } : {}) }]
    }
    return []
  })
  const leftOut = (places: readonly string[], why: string) =>
    places.length > 0 ? [`${decisions(places)} left out, since ${why}: ${listed(places)}.`] : []
  return {
    verdicts: kept,
    remarks: [
      ...leftOut(found.concept, 'there is no such concept here'),
      ...leftOut(found.context, 'there is no such context here'),
      ...leftOut(found.repeated, 'the session decides twice on the same'),
      ...(found.strength.length > 0
        ? [`Strengths above ${MOST_STRENGTH} are set to ${MOST_STRENGTH}: ${listed(found.strength)}.`]
        : []),
      ...(found.rows.length > 0
        ? [`Reviewed rows that the file does not have are left out of: ${listed(found.rows)}.`]
        : []),
    ],
  }
}

const decisions = (places: readonly string[]) =>
  places.length === 1 ? '1 decision is' : `${places.length} decisions are`

function listed(places: readonly string[]): string {
  const more = places.length - NAMED
  return [...places.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
