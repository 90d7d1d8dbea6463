import type { Concept } from '../concepts/concept.ts'
import type { ConceptProfile } from '../concepts/profile.ts'
import type { Dictionary } from '../dictionary.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import type { AnalysisData } from './analysis-data.ts'
import { type Mark, markedResponse } from './marks.ts'

const LEVELS = ['high', 'mid', 'low'] as const
const PER_LEVEL = 3
/** Characters shown before and after the range where the concept fires. */
const CONTEXT = 90

/** A response in the person's data where the concept fires. */
export interface Exemplar {
  readonly level: (typeof LEVELS)[number]
  readonly value: number
  /** Source row, from 1. */
  readonly row: number
  readonly side: 'chosen' | 'rejected'
  /** The unit with a little context; the unit is [start, end). */
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * Responses at three levels of the concept's activation: the strongest, those around the median, and the
 * weakest in which it is present. Each response is shown once, at its strongest activation.
 */
export function exemplars(
  basis: AnalysisData,
  concept: Concept,
  dictionary: Dictionary,
  profile: ConceptProfile,
): Exemplar[] {
  const responses = Array.from(profile.pair).flatMap((pair, k) => [
    { pair, side: 'chosen' as const, value: profile.chosenMax[k]! },
    { pair, side: 'rejected' as const, value: profile.rejectedMax[k]! },
  ])
  const present = responses
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.pair - b.pair)
  const middle = Math.max(PER_LEVEL, (present.length - PER_LEVEL) >> 1)
  const first = { high: 0, mid: middle, low: Math.max(middle + PER_LEVEL, present.length - PER_LEVEL) }
  return LEVELS.flatMap((level) =>
    present.slice(first[level], first[level] + PER_LEVEL).map(({ pair, side, value }) => {
      const span = side === 'chosen' ? chosenSpan(pair) : rejectedSpan(pair)
      const { text, marks } = markedResponse(basis, concept, dictionary, span, value)
      return { level, value, row: basis.pairs.row[pair]!, side, ...excerpt(text, strongest(marks)) }
    }),
  )
}

const strongest = (marks: readonly Mark[]): Mark | null =>
  marks.reduce<Mark | null>((best, mark) => (best && best.level >= mark.level ? best : mark), null)

function excerpt(text: string, mark: Mark | null): Pick<Exemplar, 'text' | 'start' | 'end'> {
  const from = Math.max(0, (mark?.start ?? 0) - CONTEXT)
  const to = Math.min(text.length, (mark?.end ?? CONTEXT) + CONTEXT)
  const before = from > 0 ? '…' : ''
  const shift = before.length - from
  return {
    text: before + text.slice(from, to) + (to < text.length ? '…' : ''),
    start: mark ? mark.start + shift : 0,
    end: mark ? mark.end + shift : 0,
  }
}
