import { compileLexicon, matchLexicon, type PhraseList, type Place } from './lexicon.ts'
import { ranges, type TextView } from './view.ts'
import type { Range } from './words.ts'

/** The kinds that a surface detector can be of. */
export type DetectorKind =
  'format' | 'style' | 'syntax' | 'tone' | 'behaviour' | 'topic' | 'word' | 'code' | 'number'

interface Named {
  /** Stable across versions: `s:bold`. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly kind: DetectorKind
}

/** What a detector looks for, where that is a pattern or a list of phrases and no program. */
export type Definition =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly flags: string; readonly least: number }
  | { readonly kind: 'phrases'; readonly place: Place; readonly phrases: readonly string[] }

/** An exact, named feature of a response's surface: present or absent, or a measure with a value for each. */
export interface Detector extends Named {
  readonly measure: boolean
  readonly definition?: Definition
  /** Where it occurs, in order and without overlaps; empty for a measure of the whole response. */
  readonly find: (view: TextView) => readonly Range[]
  /** A measure's value; for the others log(1 + occurrences). */
  readonly value: (view: TextView) => number
  /** Removes it from a text and leaves the rest as it was; the detector does not fire on the result. */
  readonly rewrite?: (text: string) => string
  /** The ranges to mask; where it occurs when left out. */
  readonly masked?: (view: TextView) => readonly Range[]
}

export const NOWHERE: readonly Range[] = []

interface Rewritable {
  readonly rewrite?: (text: string) => string
}

interface FindSpec extends Named, Rewritable {
  readonly definition?: Definition
  readonly find: (view: TextView) => readonly Range[]
}

/** A detector of something present or absent. */
export function presence(spec: FindSpec): Detector {
  return { ...spec, measure: false, value: (view) => Math.log1p(spec.find(view).length) }
}

interface MeasureSpec extends Named {
  readonly value: (view: TextView) => number
  readonly find?: (view: TextView) => readonly Range[]
}

/** A detector with a value for every response. */
export function measure(spec: MeasureSpec): Detector {
  return { find: () => NOWHERE, ...spec, measure: true }
}

interface PatternSpec extends Named, Rewritable {
  /**
   * The pattern is tried only on texts with one of these strings, or a match of this cheaper pattern.
   */
  readonly hint?: readonly string[] | RegExp
  /** Global, linear in the text's length: no nested repetition. */
  readonly pattern: RegExp
  /** With fewer matches than this the detector does not fire. */
  readonly least?: number
}

/** A detector of a pattern in the prose (code blanked out). */
export function pattern({ hint, pattern, least = 1, ...named }: PatternSpec): Detector {
  return presence({
    ...named,
    definition: { kind: 'pattern', pattern: pattern.source, flags: pattern.flags, least },
    find: ({ prose }) => {
      if (hint instanceof RegExp ? !hint.test(prose) : hint && !hint.some((part) => prose.includes(part)))
        return NOWHERE
      const found = ranges(prose, pattern)
      return found.length < least ? NOWHERE : found
    },
  })
}

export interface PhraseSpec extends Named {
  readonly place?: Place
  readonly phrases: readonly string[]
}

/** Detectors of phrases, matched together in one pass over a text's words. */
export function phraseDetectors(specs: readonly PhraseSpec[]): Detector[] {
  const lists = specs.map(({ phrases, place = 'anywhere' }): PhraseList => ({ phrases, place }))
  const lexicon = compileLexicon(lists)
  const match = ({ words }: TextView) => matchLexicon(lexicon, words)
  return specs.map(({ id, name, description, kind, phrases, place = 'anywhere' }, list) =>
    presence({
      ...{ id, name, description, kind },
      definition: { kind: 'phrases', place, phrases },
      find: (view) => view.memo(lexicon, match).get(list) ?? NOWHERE,
    }),
  )
}
