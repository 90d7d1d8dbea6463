import { diffWordsWithSpace } from 'diff'
import type { Range } from './segments.ts'

/**
 * Limits for very different texts: the search for the shortest diff is quadratic, and its result is not
 * readable.
 */
const LIMITS = { maxEditLength: 4000, timeout: 400 }

/** A stretch of two texts: in both, only in the one before, or only in the one after. */
export interface Change {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** The word-by-word changes from one text to another; null when they exceed LIMITS. */
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
 * The ranges of each text whose words the other lacks; null when they exceed LIMITS.
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
 * The changes, with unchanged text shortened to about `around` characters beside each change; `…` replaces
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
