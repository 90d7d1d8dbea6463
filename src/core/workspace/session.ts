import { ruleId } from '../contexts/rules.ts'
import { WhittleError } from '../failure.ts'
import { OVERALL } from '../hypothesis.ts'
import { ownDefinition } from '../own/definition.ts'
import { parseJson } from '../parse-json.ts'
import { z } from '../schema.ts'
import { TRAINER_IDS } from '../shape/trainers.ts'
import { namesSchema, ownRuleSchema, unintendedSchema, verdictSchema } from './decisions-schema.ts'
import { checkDecisions, type DecisionWorld } from './session-check.ts'

export const SESSION_FORMAT = 'whittle-session'
export const SESSION_VERSION = 2

/** Version 1 had no trainer, no λ and no shares of its own: what it holds means the same in version 2. */
const READ_VERSIONS: readonly unknown[] = [1, SESSION_VERSION]

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** A person's decisions on a dataset, with the hashes of dataset and extractor; never the data itself. */
const schema = z.strictObject({
  format: z.literal(SESSION_FORMAT),
  version: z.literal(SESSION_VERSION),
  whittle: z.string().describe('Version of Whittle that wrote it'),
  created: z.iso.datetime(),
  dataset: z.strictObject({ name: z.string(), sha256: hash, pairs: z.int().nonnegative() }),
  extractor: z.strictObject({ encoder: hash, dictionary: hash }),
  seed: z.int(),
  verdicts: z.array(verdictSchema),
  names: namesSchema,
  unintended: unintendedSchema.exactOptional(),
  concepts: z.array(ownDefinition).exactOptional().describe('Concepts of one’s own'),
  tried: z
    .array(ownDefinition)
    .exactOptional()
    .describe('Those that were given up, which still count as tests'),
  trainer: z.enum(TRAINER_IDS).exactOptional(),
  contexts: z.array(ownRuleSchema).exactOptional(),
  view: z.string().describe('The fragment of the page’s address'),
})

export type Session = z.infer<typeof schema>

export const sessionText = (session: Session): string => `${JSON.stringify(session, null, 2)}\n`

/** @throws WhittleError 'bad-file' with a sentence that says why the text is not a session */
export function readSession(text: string): Session {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== SESSION_FORMAT)
    throw bad('This file is not a session that Whittle saved.')
  if (!('version' in value) || !READ_VERSIONS.includes(value.version)) {
    const version = 'version' in value ? JSON.stringify(value.version) : 'unknown'
    throw bad(
      `The session is of version ${version}; this Whittle reads versions ${READ_VERSIONS.join(' and ')}.`,
    )
  }
  const result = schema.safeParse({ ...value, version: SESSION_VERSION })
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw bad(`The session is damaged at ${path.join('.') || 'its top level'}: ${message}.`)
}

/** What a session is compared with when it is opened. */
export interface SessionWorld extends DecisionWorld {
  readonly dataset: Pick<Session['dataset'], 'sha256'>
  readonly extractor: Session['extractor']
}

/** The part of a session that applies to the open data. */
export interface OpenedSession {
  readonly session: Session
  /** The verdicts whose concept and context exist in the open data. */
  readonly verdicts: readonly Session['verdicts'][number][]
  /** Contexts by the person's rules; picked rows mean something in the data that they were picked in only. */
  readonly contexts: NonNullable<Session['contexts']>
  /**
   * The differences from where it was saved, and their consequences, one sentence each; empty where there are
   * none.
   */
  readonly differences: readonly string[]
}

/**
 * Compares a session with the open data. Verdicts that refer to nothing here are left out and listed; with
 * other data or another extractor so are contexts, and with other data the reviewed rows.
 */
export function sessionFor(session: Session, world: SessionWorld): OpenedSession {
  const { dataset, extractor } = session
  const differences: string[] = []
  const sameData = dataset.sha256 === world.dataset.sha256
  if (!sameData) {
    differences.push(
      `This session was saved on other data (${dataset.name}, ${dataset.pairs} pairs): what its decisions do is worked out anew here.`,
    )
  }
  for (const part of ['encoder', 'dictionary'] as const) {
    if (extractor[part] !== world.extractor[part])
      differences.push(`It was saved with another ${part}, so a latent may mean something else here.`)
  }
  const same = differences.length === 0
  const elsewhere = session.verdicts
    .filter(({ scope }) => scope === OVERALL.id)
    .map(({ spared, ...verdict }) => (sameData && spared ? { ...verdict, spared } : verdict))
  const inContexts = session.verdicts.length - elsewhere.length
  if (!same && inContexts > 0) {
    const what =
      inContexts === 1 ? '1 decision inside a context is' : `${inContexts} decisions inside contexts are`
    differences.push(`${what} left out: contexts are those of the other data or dictionary.`)
  }
  const contexts = (session.contexts ?? []).filter(({ rule }) => sameData || rule.kind !== 'selection')
  const known = world.contexts && new Set([...world.contexts, ...contexts.map(({ rule }) => ruleId(rule))])
  const { verdicts, remarks } = checkDecisions(same ? session.verdicts : elsewhere, {
    ...world,
    contexts: known,
  })
  return { session, verdicts, contexts, differences: [...differences, ...remarks] }
}

const bad = (sentence: string) => new WhittleError('bad-file', sentence)
