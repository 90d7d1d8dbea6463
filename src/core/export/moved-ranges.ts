import { diffWordsWithSpace } from 'diff'
import type { CharRange } from '../source.ts'

/** A stretch of the old text and what stands in its place. */
interface Stretch {
  readonly from: CharRange
  readonly to: CharRange
  readonly same: boolean
}

/**
 * Where ranges of a text are after an edit, by the words that both texts have in common. A range goes with
 * what replaced any part of it; one of which nothing is left is dropped. @param ranges apart and in order,
 * and so is the result
 */
export function movedRanges(before: string, after: string, ranges: readonly CharRange[]): CharRange[] {
  if (before === after) return [...ranges]
  const stretches = aligned(before, after)
  const moved: CharRange[] = []
  for (const [start, end] of ranges) {
    const inside = stretches.filter(({ from }) => from[0] < end && from[1] > start)
    const [first, last] = [inside[0], inside.at(-1)]
    if (!first || !last) continue
    const at = first.same ? first.to[0] + start - first.from[0] : first.to[0]
    const until = last.same ? last.to[0] + end - last.from[0] : last.to[1]
    const previous = moved.at(-1)
    if (previous && at <= previous[1]) moved[moved.length - 1] = [previous[0], Math.max(previous[1], until)]
    else if (at < until) moved.push([Math.max(at, first.to[0]), until])
  }
  return moved
}

function aligned(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = []
  let [old, now] = [0, 0]
  let changed: Stretch | null = null
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    const from: CharRange = [old, added ? old : (old += value.length)]
    const to: CharRange = [now, removed ? now : (now += value.length)]
    const same = !added && !removed
    if (changed && !same) {
      changed = { from: [changed.from[0], from[1]], to: [changed.to[0], to[1]], same }
      stretches[stretches.length - 1] = changed
    } else {
      stretches.push({ from, to, same })
      changed = same ? null : stretches.at(-1)!
    }
  }
  return stretches
}
