import { diffWordsWithSpace } from 'diff'
import type { Range } from './segments.ts'

/** Texts this different are quicker read than diffed, and the search for the shortest diff is quadratic. */
const LIMITS = { maxEditLength: 4000, timeout: 400 }

/** Where each text has words that the other has not; null when they are too long and too different to tell. */
export function wordDiff(chosen: string, rejected: string): { chosen: Range[]; rejected: Range[] } | null {
  const changes = diffWordsWithSpace(rejected, chosen, LIMITS)
  if (!changes) return null
  const ranges = { chosen: [] as Range[], rejected: [] as Range[] }
  let inChosen = 0
  let inRejected = 0
  for (const { value, added, removed } of changes) {
    if (added) ranges.chosen.push({ start: inChosen, end: inChosen + value.length })
    if (removed) ranges.rejected.push({ start: inRejected, end: inRejected + value.length })
    if (!removed) inChosen += value.length
    if (!added) inRejected += value.length
  }
  return ranges
}
