import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { WhittleError } from '../core/failure.ts'
import type { RewardSpec } from '../core/export/spec-schema.ts'
import { scorableConcepts } from '../core/scoring/score-texts.ts'
import { scoreLines } from './score-lines.ts'
import { serveScorer } from './score-server.ts'
import { createScorer, type Scorer, type ScorerModel } from './scorer.ts'

export interface RunOptions {
  /** JSON lines; - for standard input. */
  readonly in: string
  /** Serves on this port in place of reading; 0 for any that is free. */
  readonly serve?: number
  /** Leaves out decisions inside contexts. */
  readonly skipContexts: boolean
  /** A server ends when its standard input does: with the program that started it. */
  readonly exitWithStdin: boolean
}

/** The text of a reward spec and what it says. */
export interface LoadedSpec {
  readonly text: string
  readonly spec: RewardSpec
}

/**
 * Scores JSON lines to standard output, or serves until it is ended.
 * @param load loads the encoder; called where the spec needs it
 * @throws WhittleError before anything is loaded, where the spec decides in contexts, the input is missing
 * or the port taken
 */
export async function runScorer(
  { spec, text }: LoadedSpec,
  load: () => Promise<ScorerModel>,
  options: RunOptions,
): Promise<void> {
  // Refuses decisions inside contexts before anything is loaded.
  const concepts = scorableConcepts(spec, options.skipContexts)
  const create = () => createScorer(spec, load, options.skipContexts)
  if (options.serve === undefined) {
    const input = options.in === '-' ? process.stdin : await opened(options.in)
    await scoreInput(await create(), input)
    return
  }
  const about = {
    format: 'whittle-scorer',
    version: 1,
    spec: createHash('sha256').update(text).digest('hex'),
    dataset: spec.dataset.name,
    concepts: concepts.map(({ id, label, lambda }) => ({ id, label, lambda })),
  }
  let scorer: Promise<Scorer> | null = null
  const loaded = () => (scorer ??= create())
  const { server, port } = await serveScorer(loaded, { port: options.serve, about })
  // One line that a program can read.
  console.log(`http://127.0.0.1:${port}`)
  if (options.exitWithStdin) process.stdin.resume().once('end', () => process.exit(0))
  try {
    await loaded()
  } catch (error) {
    server.close()
    throw error
  }
}

/** Scores lines to standard output, and says on stderr how many and how fast. */
async function scoreInput(scorer: Scorer, input: Readable): Promise<void> {
  const began = Date.now()
  const { scored, failed } = await scoreLines(scorer, input, process.stdout)
  await scorer.dispose()
  const seconds = (Date.now() - began) / 1000
  console.error(`${scored} scored in ${seconds.toFixed(1)} s (${Math.round(scored / seconds)} a second)`)
  if (failed > 0) throw new WhittleError('bad-file', `${failed} of ${scored + failed} lines were not scored.`)
}

/** @throws WhittleError with a sentence where it cannot be read */
async function opened(path: string) {
  try {
    return (await open(path)).createReadStream()
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new WhittleError('bad-file', `${path} ${missing ? 'does not exist' : 'cannot be read'}.`)
  }
}
