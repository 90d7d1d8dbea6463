import { diffWordsWithSpace } from 'diff'
import type { Range } from './segments.ts'

/** Texts this different are quicker read than diffed, and the search for the shortest diff is quadratic. */
const LIMITS = { maxEditLength: 4000, timeout: 400 }

/** A stretch of two texts: in both, only in the one before, or only in the one after. */
export interface Change {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** How a text becomes another, word by word; null when they are too long and too different to tell. */
export function wordChanges(before: string, after: string): Change[] | null {
  const changes = diffWordsWithSpace(before, after, LIMITS)
  return (
    changes?.map(({ value, added, removed }) => ({
      kind: added ? 'new' : removed ? 'gone' : 'same',
      text: value,
    })) ?? null
  )
}

/**
 * Where each text has words that the other has not; null when they are too long and too different to tell.
 */
export function wordDiff(chosen: string, rejected: string): { chosen: Range[]; rejected: Range[] } | null {
  const changes = wordChanges(rejected, chosen)
  if (!changes) return null
  const ranges = { chosen: [] as Range[], rejected: [] as Range[] }
  let inChosen = 0
  let inRejected = 0
  for (const { kind, text } of changes) {
    if (kind === 'new') ranges.chosen.push({ start: inChosen, end: inChosen + text.length })
    if (kind === 'gone') ranges.rejected.push({ start: inRejected, end: inRejected + text.length })
    if (kind !== 'gone') inChosen += text.length
    if (kind !== 'new') inRejected += text.length
  }
  return ranges
}

/**
 * The changes with what is the same shortened to about `around` characters beside each change; `…` stands for
 * the rest.
 */
export function condensed(changes: readonly Change[], around: number): Change[] {
  return changes.map((change, i) => {
    const { kind, text } = change
    const [first, last] = [i === 0, i === changes.length - 1]
    if (kind !== 'same' || text.length <= (first || last ? 1.5 : 3) * around) return change
    const head = first ? '' : `${text.slice(0, around).replace(/\S*$/, '')}`
    const tail = last ? '' : `${text.slice(-around).replace(/^\S*/, '')}`
    return { kind, text: `${head}…${tail}` }
  })
}
