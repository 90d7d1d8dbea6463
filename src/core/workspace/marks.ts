import type { UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Dictionary } from '../dictionary.ts'
import type { CharRange } from '../source.ts'
import { ownRanges } from '../own/ranges.ts'
import { phraseMarks } from '../phrases/marks.ts'
import { sentenceRanges } from '../extract/units.ts'
import { detectorMarks, detectorMasks } from '../surface/activations.ts'
import { detectorById } from '../surface/detectors.ts'
import type { AnalysisData } from './analysis-data.ts'

/**
 * A range where the concept fires. `level` in (0, 1] scales the shading; `value` is the activation, or 1 a
 * match.
 */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly level: number
  readonly value: number
  readonly label: string
}

export interface MarkedText {
  readonly text: string
  readonly marks: readonly Mark[]
  /** Units with the concept; for a detector or a phrase, its matches. */
  readonly present: number
  /** Units of the text; null where matches are counted. */
  readonly units: number | null
  /** Strongest activation, or the value of a detector. */
  readonly max: number
}

/** The parts of a concept that are needed to find it in a text. */
export type MarkedConcept = Pick<Concept, 'id' | 'label' | 'source' | 'features' | 'measure'> & {
  readonly parts?: readonly MarkedConcept[]
}

/**
 * Where a dictionary concept is present in a span: the units with an activation from the presence level on,
 * each with its strongest latent. Pieces of one long sentence share its range and are merged.
 */
export function unitMarks(
  units: UnitTable,
  span: number,
  concept: Pick<Concept, 'features'>,
  dictionary: Dictionary,
): Mark[] {
  const features = new Set(concept.features)
  const marks: Mark[] = []
  for (let unit = units.unitPtr[span]!; unit < units.unitPtr[span + 1]!; unit++) {
    let best: Mark | null = null
    for (let k = units.indptr[unit]!; k < units.indptr[unit + 1]!; k++) {
      const g = units.feature[k]!
      const value = units.value[k]!
      if (!features.has(g) || value < dictionary.presence[g]!) continue
      const { top, label } = dictionary.features[g]!
      const level = Math.min(1, value / top)
      if (best && best.level >= level) continue
      best = { start: units.start[unit]!, end: units.end[unit]!, level, value, label }
    }
    if (!best) continue
    const before = marks.at(-1)
    if (before?.start === best.start && before.end === best.end) {
      if (best.level > before.level) marks[marks.length - 1] = best
    } else marks.push(best)
  }
  return marks
}

/** Where a detector or a phrase matches. */
export function textMarks(concept: MarkedConcept, text: string, prompt: string): Mark[] {
  const ranges =
    concept.source === 'phrase'
      ? phraseMarks(concept.id.slice(2), text)
      : detectorMarks(concept.id, text, prompt)
  return ranges.map(([start, end]) => ({ start, end, level: 1, value: 1, label: concept.label }))
}

/** What is said in a sentence, and not a mark in it: its words alone would still be told by the rest. */
const SAID: ReadonlySet<string> = new Set(['behaviour', 'tone'])

/**
 * The ranges that masking a detector or a phrase hides: the construction. That is the sentence where a
 * response does something or where words were mined, and else the match with the punctuation that belongs to
 * it.
 */
export function textMasks(concept: MarkedConcept, text: string, prompt: string): CharRange[] {
  if (concept.parts) return concept.parts.flatMap((part) => textMasks(part, text, prompt))
  if (concept.source === 'phrase')
    return sentencesAround(
      text,
      textMarks(concept, text, prompt).map(({ start, end }) => [start, end]),
    )
  const matches = detectorMasks(concept.id, text, prompt)
  return SAID.has(detectorById(concept.id).kind) ? sentencesAround(text, matches) : matches
}

/** The sentences that some ranges of a text lie in, without the space around them. */
function sentencesAround(text: string, ranges: readonly CharRange[]): CharRange[] {
  if (ranges.length === 0) return []
  return sentenceRanges(text).flatMap(([start, end]): CharRange[] => {
    if (!ranges.some(([from, to]) => from < end && to > start)) return []
    const said = text.slice(start, end)
    return [[start + (said.length - said.trimStart().length), start + said.trimEnd().length]]
  })
}

/** Where the parts of a composed concept are; of those at one place the first. */
function partMarks(parts: readonly string[], marksOf: (id: string) => readonly Mark[]): Mark[] {
  const marks: Mark[] = []
  for (const mark of parts.flatMap(marksOf).toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (mark.start >= (marks.at(-1)?.end ?? 0)) marks.push(mark)
  return marks
}

/** A response of the analysis with the ranges where a concept fires. @param max its activation there */
export function markedResponse(
  basis: Pick<AnalysisData, 'pairs' | 'units' | 'own'> & Partial<Pick<AnalysisData, 'concepts'>>,
  concept: MarkedConcept,
  dictionary: Dictionary,
  span: number,
  max: number,
): MarkedText {
  const pair = span >> 1
  const text = (span & 1 ? basis.pairs.rejected : basis.pairs.chosen)[pair]!
  const { units } = basis
  if (concept.parts) {
    const marks = concept.parts
      .flatMap((part) => markedResponse(basis, part, dictionary, span, max).marks)
      .sort((a, b) => a.start - b.start || a.end - b.end)
    return { text, marks, present: marks.length, units: null, max }
  }
  if (units && (concept.source === 'dictionary' || concept.source === 'family')) {
    const marks = unitMarks(units, span, concept, dictionary)
    return { text, marks, present: marks.length, units: units.unitPtr[span + 1]! - units.unitPtr[span]!, max }
  }
  const own = basis.own?.get(concept.id)
  if (own) {
    const marks =
      own.definition.kind === 'compose'
        ? partMarks(own.definition.any, (part) => {
            const found = basis.concepts?.find(({ id }) => id === part)
            return found ? markedResponse(basis, found, dictionary, span, max).marks : []
          })
        : ownRanges(own, text, units, span).map((range) => ({ ...range, label: concept.label }))
    return { text, marks, present: marks.length, units: null, max }
  }
  const marks = textMarks(concept, text, basis.pairs.prompt[pair]!)
  return { text, marks, present: marks.length, units: null, max }
}
