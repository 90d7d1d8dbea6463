import { WhittleError } from '../failure.ts'

/** Token ids of a text, without [CLS] and [SEP]. */
export type Tokenize = (text: string) => readonly number[]

/** A sentence, or a piece of a long one: [start, end) in the text, and its tokens. */
export interface Unit {
  readonly start: number
  readonly end: number
  readonly ids: readonly number[]
}

/** Tokens of the longest piece, of the shortest tail of a cut sentence, and of the shortest unit. */
const LONGEST = 64
const SHORTEST_TAIL = 4
const SHORTEST = 3

/** Tokens of a window, [CLS] and [SEP] not counted. */
export const WINDOW = 254

/** Where one sentence ends and the next begins; the separator belongs to the sentence before it. */
const SEPARATOR = /(?<=[.!?])["')\]]*\s+|\n+/g

/**
 * Cuts a text into sentence units. Pieces of a cut sentence all carry the sentence's range. A short piece
 * joins the unit before it as long as both fit a window; text without tokens belongs to no unit when it comes
 * first.
 */
export function sentenceUnits(text: string, tokenize: Tokenize): Unit[] {
  const units: Unit[] = []
  let start = 0
  for (const end of sentenceEnds(text)) {
    for (const ids of cut(tokenize(text.slice(start, end)))) {
      const before = units.at(-1)
      if (ids.length < SHORTEST && before && before.ids.length + ids.length <= WINDOW) {
        units[units.length - 1] = { start: before.start, end, ids: [...before.ids, ...ids] }
      } else if (ids.length > 0) {
        units.push({ start, end, ids })
      }
    }
    start = end
  }
  return units
}

/**
 * Packs consecutive units whole into windows of at most {@link WINDOW} tokens, each as full as it can be.
 * @throws WhittleError when a unit is longer than a window
 */
export function packWindows(units: readonly Unit[]): Unit[][] {
  const windows: Unit[][] = []
  let room = 0
  for (const unit of units) {
    if (unit.ids.length > WINDOW)
      throw new WhittleError('internal', `A unit of ${unit.ids.length} tokens fits no window.`)
    if (unit.ids.length > room) {
      windows.push([])
      room = WINDOW
    }
    windows.at(-1)!.push(unit)
    room -= unit.ids.length
  }
  return windows
}

/**
 * Where the sentences of a text are, [start, end), separators included: units before anything is tokenised.
 */
export function sentenceRanges(text: string): [number, number][] {
  const ends = sentenceEnds(text)
  return ends.map((end, s) => [s === 0 ? 0 : ends[s - 1]!, end])
}

function sentenceEnds(text: string): number[] {
  const ends = Array.from(text.matchAll(SEPARATOR), (match) => match.index + match[0].length)
  if (ends.at(-1) !== text.length && text.length > 0) ends.push(text.length)
  return ends
}

function cut(ids: readonly number[]): (readonly number[])[] {
  if (ids.length <= LONGEST) return [ids]
  const pieces: (readonly number[])[] = []
  for (let at = 0; at < ids.length;) {
    const rest = ids.length - at
    const end = rest - LONGEST < SHORTEST_TAIL ? ids.length : at + LONGEST
    pieces.push(ids.slice(at, end))
    at = end
  }
  return pieces
}
