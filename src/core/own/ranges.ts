import type { UnitTable } from '../activations.ts'
import type { OwnMember } from './own-concept.ts'
import { storedScore, unitParts } from './probe/probe.ts'
import { compileRule } from './rule.ts'

/** A range of a text where an own concept is; level in (0, 1] says how strongly. */
export interface OwnRange {
  readonly start: number
  readonly end: number
  readonly level: number
  readonly value: number
}

/** The weakest sentence that is shaded, where the strongest is 1. */
const FAINTEST = 0.35

/**
 * Where a rule matches or a probe fires in a text; nowhere for a column. Of a composed concept, its parts say
 * where it is.
 * @param span of the text in `units`
 */
export function ownRanges(
  { definition, probe }: OwnMember,
  text: string,
  units: UnitTable | null,
  span: number,
): OwnRange[] {
  if (definition.kind === 'rule')
    return compileRule(definition)(text).map(([start, end]) => ({ start, end, level: 1, value: 1 }))
  if (definition.kind !== 'examples' || !probe || !units?.unitStates) return []
  const parts = unitParts(storedScore(probe), units, span)
  // With attention a text has a threshold, and its sentences have shares of the score.
  const least = probe.attention ? 0 : probe.threshold
  const strongest = parts.reduce((most, part) => Math.max(most, part), least)
  const first = units.unitPtr[span]!
  const ranges: OwnRange[] = []
  parts.forEach((part, u) => {
    if (part < least || part <= 0) return
    const level = strongest > least ? (part - least) / (strongest - least) : 1
    if (probe.attention && level < FAINTEST) return
    const [start, end] = [units.start[first + u]!, units.end[first + u]!]
    const range = { start, end, level: FAINTEST + (1 - FAINTEST) * level, value: part }
    const before = ranges.at(-1)
    // Pieces of one long sentence share its range.
    if (before?.start === start && before.end === end) {
      if (range.level > before.level) ranges[ranges.length - 1] = range
    } else ranges.push(range)
  })
  return ranges
}
