import type { Mark } from '../../protocol/data.ts'

/** A stretch of text under the same mark and the same side of the diff. */
export interface Segment {
  readonly start: number
  readonly end: number
  /** The strongest mark over it. */
  readonly mark: Mark | null
  /** Only on this side of the diff. */
  readonly differs: boolean
}

export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Cuts [window.start, window.end) wherever a mark or a difference begins or ends.
 * @param marks may overlap; out of bounds is cut off
 * @param differences disjoint, ascending
 */
export function segments(window: Range, marks: readonly Mark[], differences: readonly Range[]): Segment[] {
  const inside = (at: number) => at > window.start && at < window.end
  const cuts = new Set([window.start, window.end])
  for (const { start, end } of [...marks, ...differences]) {
    if (inside(start)) cuts.add(start)
    if (inside(end)) cuts.add(end)
  }
  const borders = [...cuts].sort((a, b) => a - b)
  return borders.slice(0, -1).map((start, i) => {
    const end = borders[i + 1]!
    const covers = (range: Range) => range.start <= start && range.end >= end
    const mark = marks
      .filter(covers)
      .reduce<Mark | null>((best, next) => (best && best.level >= next.level ? best : next), null)
    return { start, end, mark, differs: differences.some(covers) }
  })
}

/**
 * A window of about `budget` characters on a long text: from the beginning, or from shortly before the
 * strongest mark where that is further on. Cut at white space.
 */
export function excerpt(text: string, marks: readonly Mark[], budget: number): Range {
  if (text.length <= budget * 1.2) return { start: 0, end: text.length }
  const strongest = marks.reduce<Mark | null>(
    (best, next) => (best && best.level >= next.level ? best : next),
    null,
  )
  const lead = Math.round(budget / 4)
  let start = 0
  if (strongest && strongest.end > budget) start = afterSpace(text, Math.max(0, strongest.start - lead))
  const end = Math.min(text.length, start + budget)
  return { start, end: end === text.length ? end : beforeSpace(text, end, start) }
}

/** Runs without white space longer than this are cut inside, but never within a surrogate pair. */
const SEEK = 40

function afterSpace(text: string, from: number): number {
  const at = text.slice(from, from + SEEK).search(/\s/)
  return at < 0 ? wholeCharacter(text, from) : from + at + 1
}

function beforeSpace(text: string, from: number, least: number): number {
  for (let at = from; at > Math.max(least, from - SEEK); at--) if (/\s/.test(text[at]!)) return at
  return wholeCharacter(text, from)
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}
