import { z } from '../schema.ts'
import { namesIn, ownDefinition } from './definition.ts'
import type { OwnMembers } from './own-concept.ts'
import { fittedProbe } from './probe/probe.ts'

/** A concept of one's own as a reward spec holds it: all that it takes to find it in new text. */
export const ownInSpec = z.strictObject({
  definition: ownDefinition,
  probe: fittedProbe.nullable().describe('What was fitted to the examples; null for other kinds'),
  parts: z
    .record(z.string(), z.array(z.string()))
    .describe('Of a composed concept: the features of each concept that it names and that is not one’s own'),
})

export type OwnInSpec = z.infer<typeof ownInSpec>

/**
 * The own concepts that a spec needs: those that it names, and what they are composed of.
 * @param featuresOf ids of the features of a concept that is not own
 */
export function ownForSpec(
  named: Iterable<string>,
  members: OwnMembers,
  featuresOf: (id: string) => readonly string[],
): OwnInSpec[] {
  const wanted = new Set<string>()
  const want = (id: string) => {
    const member = members.get(id)
    if (!member || wanted.has(id)) return
    wanted.add(id)
    namesIn(member.definition).forEach(want)
  }
  for (const id of named) want(id)
  return [...members.values()]
    .filter(({ definition }) => wanted.has(definition.id))
    .map(({ definition, probe }) => ({
      definition,
      probe,
      parts: Object.fromEntries(
        namesIn(definition)
          .filter((id) => !members.has(id))
          .map((id) => [id, [...featuresOf(id)]]),
      ),
    }))
}

/** The own concepts of a spec as members. */
export const membersOf = (own: readonly OwnInSpec[]): OwnMembers =>
  new Map(own.map(({ definition, probe }) => [definition.id, { definition, probe }]))
