import { WhittleError } from '../failure.ts'
import { OVERALL } from '../hypothesis.ts'
import { z } from '../schema.ts'
import { PROTOCOL_IDS } from '../verdict.ts'

export const SESSION_FORMAT = 'whittle-session'
export const SESSION_VERSION = 1

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const verdict = z.strictObject({
  concept: z.string(),
  scope: z.string(),
  verdict: z.enum(['suppress', 'keep', 'amplify']),
  strength: z.number().nonnegative(),
  protocol: z.enum(PROTOCOL_IDS),
  note: z.string(),
  template: z.string().exactOptional(),
  spared: z.array(z.int().positive()).exactOptional(),
})

/** What a person authored on a dataset, with the hashes of what it rests on; never the data. */
const schema = z.strictObject({
  format: z.literal(SESSION_FORMAT),
  version: z.literal(SESSION_VERSION),
  whittle: z.string().describe('Version of Whittle that wrote it'),
  created: z.iso.datetime(),
  dataset: z.strictObject({ name: z.string(), sha256: hash, pairs: z.int().nonnegative() }),
  extractor: z.strictObject({ encoder: hash, dictionary: hash }),
  seed: z.int(),
  verdicts: z.array(verdict),
  names: z
    .record(z.string(), z.string())
    .describe('Given by the person, by the id of a concept or a context'),
  view: z.string().describe('The fragment of the page’s address'),
})

export type Session = z.infer<typeof schema>

export const sessionText = (session: Session): string => `${JSON.stringify(session, null, 2)}\n`

/** @throws WhittleError 'bad-file' with a sentence that says why a text is no session */
export function readSession(text: string): Session {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== SESSION_FORMAT)
    throw bad('This file is not a session that Whittle saved.')
  if (!('version' in value) || value.version !== SESSION_VERSION) {
    const version = 'version' in value ? JSON.stringify(value.version) : 'unknown'
    throw bad(`The session is of version ${version}; this Whittle reads version ${SESSION_VERSION}.`)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw bad(`The session is damaged at ${path.join('.') || 'its top level'}: ${message}.`)
}

/** What a session is compared with. */
export interface SessionWorld {
  readonly dataset: Pick<Session['dataset'], 'sha256'>
  readonly extractor: Session['extractor']
  /** Ids of concepts that can be decided on. */
  readonly concepts: ReadonlySet<string>
}

/** A session as it holds for the data at hand. */
export interface OpenedSession {
  readonly session: Session
  /** Those of its verdicts that have something to refer to here. */
  readonly verdicts: Session['verdicts']
  /** What differs from where it was saved, and what that means, each a sentence; empty where nothing does. */
  readonly differences: readonly string[]
}

/**
 * Holds a session against the data at hand. On the same data and extractor all of it holds; elsewhere the verdicts on
 * concepts that exist do, while contexts and rows are those of the other data and stay behind.
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
  if (differences.length === 0) return { session, verdicts: session.verdicts, differences }
  const verdicts = session.verdicts
    .filter(({ concept, scope }) => scope === OVERALL.id && world.concepts.has(concept))
    .map(({ spared, ...verdict }) => (sameData && spared ? { ...verdict, spared } : verdict))
  const missing = session.verdicts.length - verdicts.length
  if (missing > 0) {
    const what = missing === 1 ? '1 decision is' : `${missing} decisions are`
    differences.push(`${what} left out: there is no such concept or context here.`)
  }
  return { session, verdicts, differences }
}

const bad = (sentence: string) => new WhittleError('bad-file', sentence)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
