import type { Winner } from './conversation.ts'

/** How judges that reason first end: "…so the first is better. [[A]]". */
const VERDICT = /\s(\[\[(?:a|b|c|tie|[abc]?[<>=]+[abc])\]\])[\s.]*$/

/**
 * A label as text: numbers alike however they are written, names in lower case, of a judge's text the
 * verdict that ends it.
 */
export function labelText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value !== 'string') return ''
  // Where a column has texts beside numbers, a kind of file with one type holds the texts as JSON.
  const text = value
    .trim()
    .toLowerCase()
    .replace(/^"([^"]*)"$/, '$1')
  const verdict = VERDICT.exec(text)
  if (verdict) return verdict[1]!
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

/** A number, also where it is written as text; null for anything else. */
export function numeric(value: unknown): number | null {
  const text = typeof value === 'boolean' ? String(Number(value)) : labelText(value)
  const number = Number(text)
  return text === '' || !Number.isFinite(number) ? null : number
}

const SCORE_TEXT = /^([-+]?\d+(?:[.,]\d+)*)\s*(?:\/\s*\d+(?:[.,]\d+)?|stars?|points?|pts?|★+|%)?$/i

/** A score as people write it: a number, "8/10", "4 stars", "4,5"; null for anything else. */
export function scoreValue(value: unknown): number | null {
  const number = numeric(value)
  if (number !== null || typeof value !== 'string') return number
  const text = SCORE_TEXT.exec(value.trim())?.[1]
  if (text === undefined) return null
  const thousands = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(text)
  return numeric(thousands ? text.replaceAll(',', '') : text.replace(',', '.'))
}

/** Whether a label is one of some values: single ones, or ranges of numbers ("< 4", "> 4", "1 to 1.5"). */
export type Matcher = (label: string) => 'value' | 'range' | null

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`
const BELOW = new RegExp(`^(<=?|>=?|≤|≥)\\s*(${NUMBER})$`, 'i')
const BETWEEN = new RegExp(`^(${NUMBER})\\s+to\\s+(${NUMBER})$`, 'i')

export function matcher(values: readonly string[]): Matcher {
  const single = new Set(values.map(labelText))
  const ranges = values.flatMap((value) => rangeOf(value) ?? [])
  return (label) => {
    if (single.has(label)) return 'value'
    const number = numeric(label)
    return number !== null && ranges.some((range) => range(number)) ? 'range' : null
  }
}

function rangeOf(text: string): ((number: number) => boolean) | null {
  const below = BELOW.exec(text.trim())
  if (below) {
    const [, sign, end] = below
    const limit = Number(end)
    if (sign === '<') return (number) => number < limit
    if (sign === '>') return (number) => number > limit
    return sign === '<=' || sign === '≤' ? (number) => number <= limit : (number) => number >= limit
  }
  const between = BETWEEN.exec(text.trim())
  if (!between) return null
  const [low, high] = [Number(between[1]), Number(between[2])]
  return (number) => number >= low && number <= high
}

/** What one value of a label says of two responses. Single values count before ranges. */
export function winnerBy(
  values: Readonly<Record<'aWins' | 'bWins' | 'ties', readonly string[]>>,
): (label: string) => Winner {
  const by = [
    ['a', matcher(values.aWins)],
    ['b', matcher(values.bWins)],
    ['tie', matcher(values.ties)],
  ] as const
  return (label) => {
    for (const how of ['value', 'range'] as const) {
      for (const [winner, matches] of by) if (matches(label) === how) return winner
    }
    return 'unknown'
  }
}

/** What most votes say; no single most frequent one is a tie. */
export function majority(votes: readonly Winner[]): Winner {
  const cast = votes.filter((vote) => vote !== 'unknown')
  if (cast.length === 0) return 'unknown'
  const counts = (['a', 'b', 'tie'] as const).map(
    (vote) => [vote, cast.filter((one) => one === vote).length] as const,
  )
  const most = Math.max(...counts.map(([, count]) => count))
  const winners = counts.filter(([, count]) => count === most)
  return winners.length > 1 ? 'tie' : winners[0]![0]
}
