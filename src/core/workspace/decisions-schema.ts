import { z } from '../schema.ts'
import { PROTOCOL_IDS } from '../verdict.ts'

/** The highest strength that any protocol is given in the page. */
export const MOST_STRENGTH = 2

/** A verdict as sessions and the browser's storage hold it. */
export const verdictSchema = z.strictObject({
  concept: z.string(),
  scope: z.string(),
  verdict: z.enum(['suppress', 'keep', 'amplify']),
  strength: z.number().nonnegative(),
  lambda: z.number().exactOptional(),
  protocol: z.enum(PROTOCOL_IDS),
  note: z.string(),
  template: z.string().exactOptional(),
  spared: z.array(z.int().positive()).exactOptional(),
})

/** Names given by the person, by the id of a concept or a context. */
export const namesSchema = z.record(z.string(), z.string())

/**
 * What a person changed of the suggestions, by lesson id: why it is unintended, or null where it is not after
 * all.
 */
export const unintendedSchema = z.record(z.string(), z.string().nullable())

/** Contexts by a person's rules. One that is withdrawn was looked at, and goes on counting. */
export const ownRuleSchema = z.strictObject({
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pattern'), pattern: z.string().max(1000) }),
    z.strictObject({ kind: z.literal('concept'), concept: z.string() }),
    z.strictObject({ kind: z.literal('selection'), rows: z.array(z.int().positive()) }),
  ]),
  withdrawn: z.literal(true).exactOptional(),
})

export type StoredVerdict = z.infer<typeof verdictSchema>
