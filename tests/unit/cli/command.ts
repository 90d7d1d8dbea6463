import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, vi } from 'vitest'
import { writeUnits } from '../../../src/core/unit-file.ts'
import type { Workspace } from '../../../src/core/workspace/workspace.ts'
import { bundledHashes } from '../../../src/encoder/node.ts'
import { openWorkspace } from '../../../src/cli/open.ts'
import { unitsOf } from '../tables.ts'

/** A folder of this run's own. */
export const folder = mkdtempSync(join(tmpdir(), 'whittle-cli-'))

/** Writes a file into the folder. @returns its path */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

export const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'))
export const jsonLines = (...path: string[]): unknown[] =>
  readFileSync(join(folder, ...path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

afterEach(() => void vi.restoreAllMocks())

/** Runs src/cli.ts in this process, so that coverage sees it. */
export async function whittle(...args: string[]): Promise<Outcome> {
  const { argv } = process
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const lines = ({ mock }: typeof log) => mock.calls.map((words) => words.join(' ')).join('\n')
  try {
    process.argv = [argv[0]!, 'whittle', ...args]
    vi.resetModules()
    await import('../../../src/cli.ts')
    return { status: Number(process.exitCode ?? 0), stdout: lines(log), stderr: lines(error) }
  } finally {
    process.argv = argv
    process.exitCode = undefined
    log.mockRestore()
    error.mockRestore()
  }
}

export const PAIRS = 240
const topics = ['rivers', 'bread', 'chess', 'knots', 'stars', 'bees', 'maps', 'clocks']

/** Whether the chosen (rejected) response of a pair, from 0, is bold: one in two, and one in six. */
export const boldChosen = (pair: number) => pair % 2 === 0
export const boldRejected = (pair: number) => pair % 6 === 1

/** Pairs of differing lengths; annotators like bold. */
export const preferences = Array.from({ length: PAIRS }, (_, i) => {
  const topic = topics[i % topics.length]!
  const word = (bold: boolean) => (bold ? `**${topic}**` : topic)
  return JSON.stringify({
    prompt: `Question ${i} about ${topic}?`,
    chosen: `It is ${word(boldChosen(i))} ${'and more of it '.repeat(1 + (i % 7))}`,
    rejected: `It might be ${word(boldRejected(i))} ${'or less '.repeat(1 + (i % 5))}`,
  })
}).join('\n')

/** Latent that the made activations have in every fourth chosen response. */
export const LATENT = 24

/** Writes activations of a file as `whittle extract` would, but made by hand. @returns the path */
export async function activationsOf(path: string): Promise<string> {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const workspace: Workspace = await openWorkspace([path])
  const { extraction, dataset } = workspace
  extraction.batches.forEach(({ spans, kind }, id) => {
    const fires = (span: number) => kind === 'response' && span % 8 === 0
    extraction.add(id, unitsOf(Array.from(spans, (span) => [fires(span) ? { [LATENT]: 30 } : {}])))
  })
  const { encoder, engine, dictionary } = bundledHashes()
  const meta = { dataset: dataset.info.sha256, encoder, engine, dictionary }
  return file('made.safetensors', writeUnits(extraction.all(), meta, 'f32'))
}
