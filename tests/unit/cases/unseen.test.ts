import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import { type Inspection, inspect } from '../../../src/core/dataset/inspect.ts'

/*
 * Files that were written before anything was changed for them: other names of columns, other vocabularies of
 * labels, other nesting, other languages. `first_run` is what the reader made of each when it first saw it.
 */

interface Unseen {
  readonly kind: 'pairs' | 'responses' | 'none'
  readonly count?: number
  readonly first?: Readonly<Record<string, string>>
  readonly second?: Readonly<Record<string, string>>
  /** Where nothing in the file is certain enough to open it without asking. */
  readonly must_ask?: boolean
  readonly first_run: string
}

const folder = new URL('../../fixtures/unseen/', import.meta.url)
const UNSEEN = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Readonly<
  Record<string, Unseen>
>

/** Asked about, with a suggestion that is not right. */
const WRONG_SUGGESTION = [
  // Whether [1, 2, 0] are ranks or places cannot be told.
  'u14_ranking_of_places.jsonl',
  // That a revision is better than what was revised is not said.
  'u45_revision.jsonl',
]

const says = (row: unknown, wanted: Readonly<Record<string, string>> = {}): boolean =>
  Object.entries(wanted).every(([key, value]) => (row as Record<string, unknown>)[key] === value)

const right = (read: Inspection, wanted: Unseen): boolean =>
  read.kind === wanted.kind &&
  (read.pairs ?? read.responses) === wanted.count &&
  says(read.first[0], wanted.first) &&
  says(read.first[1], wanted.second)

async function outcome(name: string, wanted: Unseen): Promise<string> {
  try {
    const read = await inspect(name, readFileSync(new URL(name, folder)))
    if (read.ask) return wanted.kind === 'none' || right(read, wanted) ? 'asked' : 'asked, wrong'
    return right(read, wanted) && !wanted.must_ask ? 'right' : 'silently wrong'
  } catch (error) {
    if (error instanceof WhittleError) return wanted.kind === 'none' ? 'refused' : 'refused, wrong'
    throw error
  }
}

describe('files that the reader was not made for', () => {
  for (const [name, wanted] of Object.entries(UNSEEN)) {
    it(`are read right or asked about: ${name}`, async () => {
      const allowed = WRONG_SUGGESTION.includes(name) ? ['asked, wrong'] : ['right', 'asked', 'refused']
      expect(allowed).toContain(await outcome(name, wanted))
    })
  }
})
