import type { OwnRule } from '../core/contexts/rules.ts'
import { dataKind } from '../core/data-kind.ts'
import { WhittleError } from '../core/failure.ts'
import { unionMembers } from '../core/concepts/union.ts'
import { OVERALL } from '../core/hypothesis.ts'
import type { UnintendedFlags } from '../core/lessons/unintended.ts'
import { parseJson } from '../core/parse-json.ts'
import { z } from '../core/schema.ts'
import { allowedProtocols } from '../core/shape/protocols.ts'
import { defaultProtocol, TRAINER_IDS, type TrainerId, trainerOf } from '../core/shape/trainers.ts'
import { PROTOCOL_IDS, type Verdict } from '../core/verdict.ts'
import { ownRuleSchema, unintendedSchema } from '../core/workspace/decisions-schema.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { read } from './open.ts'

const verdict = z.object({
  concept: z.string(),
  verdict: z.enum(['suppress', 'keep', 'amplify']),
  scope: z.string().default(OVERALL.id),
  strength: z.number().nonnegative().default(1),
  lambda: z.number().exactOptional(),
  /** The page's default for the concept where left out. */
  protocol: z.enum(PROTOCOL_IDS).exactOptional(),
  note: z.string().default(''),
  template: z.string().exactOptional(),
  spared: z.array(z.int().positive()).exactOptional(),
})

/** A list of verdicts, or a session file of the page, which holds one. */
const verdictFile = z.union([
  z.array(verdict),
  z.object({
    verdicts: z.array(verdict),
    names: z.record(z.string(), z.string()).default({}),
    concepts: z.array(z.unknown()).default([]),
    tried: z.array(z.unknown()).default([]),
    trainer: z.enum(TRAINER_IDS).exactOptional(),
    contexts: z.array(ownRuleSchema).default([]),
    unintended: unintendedSchema.default({}),
  }),
])

/** A verdict as it is written: its protocol may be left to Whittle. */
export type WrittenVerdict = z.infer<typeof verdict>

export interface WrittenVerdicts {
  readonly verdicts: readonly WrittenVerdict[]
  /** Names that the person gave, by concept id. */
  readonly names: Readonly<Record<string, string>>
  /** Concepts of one's own of a session, not checked, and those that were tried in it. */
  readonly concepts: readonly unknown[]
  readonly tried: readonly unknown[]
  /** What a session says that the person trains with. */
  readonly trainer?: TrainerId
  /** Contexts by the person's rules. */
  readonly contexts: readonly OwnRule[]
  /** What the person says of lessons that look unintended. */
  readonly unintended: UnintendedFlags
}

const EXAMPLE = '[{"concept": "s:bold", "verdict": "suppress", "strength": 1}]'

/** Reads a file of verdicts. @throws WhittleError with a sentence where it is none */
export async function readVerdicts(path: string): Promise<WrittenVerdicts> {
  const value = parseJson(new TextDecoder().decode(await read(path)))
  if (value === undefined)
    throw new WhittleError('bad-file', `${path} is not JSON; a list like ${EXAMPLE} is expected.`)
  const list = z.array(verdict)
  const parsed = Array.isArray(value) ? list.safeParse(value) : verdictFile.safeParse(value)
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0]!
    throw new WhittleError(
      'bad-file',
      `${path} is no list of verdicts like ${EXAMPLE}: at ${at.join('.') || 'the top'}, ${message}.`,
    )
  }
  const none = { names: {}, concepts: [], tried: [], contexts: [], unintended: {} }
  return Array.isArray(parsed.data) ? { verdicts: parsed.data, ...none } : parsed.data
}

/** How verdicts are looked at. */
export interface EnactOptions {
  /**
   * Of a file that is just opened, what the analysis of contexts will find is not known yet: verdicts inside
   * contexts are then taken on trust.
   */
  readonly when?: 'analysed' | 'opened'
  /** What is trained with: it decides the protocol of verdicts that name none. */
  readonly trainer?: TrainerId | null
}

/**
 * Gives every verdict its protocol, and refuses what cannot be enacted on this data.
 * @throws WhittleError that says which verdict cannot be enacted and why
 */
export function enactableVerdicts(
  workspace: Workspace,
  written: readonly WrittenVerdict[],
  { when = 'analysed', trainer = null }: EnactOptions = {},
): Verdict[] {
  const bad = (sentence: string) => new WhittleError('bad-file', sentence)
  const kind = dataKind(workspace.pairs)
  const known = new Map(workspace.decidable.map((concept) => [concept.id, concept]))
  const contexts =
    when === 'analysed' ? new Set([OVERALL.id, ...workspace.contexts.map(({ id }) => id)]) : null
  return written.map((one): Verdict => {
    const { concept: id, verdict: wanted, scope, protocol } = one
    const members = unionMembers(id).map((member) => known.get(member))
    const [lead] = members
    const concept = lead && (members.length === 1 ? lead : { ...lead, id, source: 'union' as const })
    if (!concept || members.includes(undefined)) {
      if (contexts || scope === OVERALL.id)
        throw bad(`There is no concept ${JSON.stringify(id)} in this dataset.`)
      return { ...one, protocol: protocol ?? 'offsets' }
    }
    if (contexts && !contexts.has(scope))
      throw bad(`There is no context ${JSON.stringify(scope)} in this dataset.`)
    const allowed = allowedProtocols(concept, wanted, kind)
    const chosen = protocol ?? defaultProtocol(concept, wanted, kind, trainerOf(trainer))
    if (!allowed.includes(chosen))
      throw bad(`${chosen} cannot ${wanted} ${JSON.stringify(id)}; what can is ${allowed.join(', ')}.`)
    return { ...one, protocol: chosen }
  })
}
