/** Characters [start, end) of a text. */
export type Range = readonly [start: number, end: number]

/**
 * The words of a text in order, lower-cased and with straight apostrophes, and the clause and sentence that
 * each is in. A word is a run of letters, digits and inner apostrophes, or a number with its separators;
 * where a script writes without spaces (Han, Hiragana, Katakana) each character is a word. Nothing that spans
 * several words may cross a clause.
 */
export interface Words {
  readonly text: readonly string[]
  readonly start: readonly number[]
  readonly end: readonly number[]
  /** Numbered from 0; a sentence has one or more. */
  readonly clause: readonly number[]
  /** Index into `sentences`. */
  readonly sentence: readonly number[]
  /** Sentences with at least one word, closing punctuation included, leading list markers and spaces not. */
  readonly sentences: readonly Range[]
}

const enum Class {
  Other,
  Word,
  Apostrophe,
  Terminator,
  Newline,
  ClauseBreak,
  Hyphen,
  /** Outside ASCII: decided by `wideWord`. */
  Wide,
}

const ASCII: readonly Class[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-zA-Z0-9]/.test(character)) return Class.Word
  if (character === "'") return Class.Apostrophe
  if (/[.!?]/.test(character)) return Class.Terminator
  if (character === '\n' || character === '\r') return Class.Newline
  if (/[;:()[\]{}|]/.test(character)) return Class.ClauseBreak
  return character === '-' ? Class.Hyphen : Class.Other
})

const WORD = /^[\p{L}\p{N}\p{M}]/u
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const CLOSERS = new Set([...`"')]*_”’»`])
/** From here on a terminator needs no space after it: 。！？ */
const WIDE_PUNCTUATION = 0x3000
const ABBREVIATIONS = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'vs', 'approx'])

function classOf(code: number): Class {
  if (code < 128) return ASCII[code]!
  if (code === 0x2019) return Class.Apostrophe
  if (code === 0x2026 || code === 0x3002 || code === 0xff01 || code === 0xff1f) return Class.Terminator
  if (code === 0x2014 || code === 0x2013 || code === 0x2022 || code === 0xff0c || code === 0x3001)
    return Class.ClauseBreak
  return Class.Wide
}

/** True where a full stop after this word ends neither sentence nor clause: "Dr.", "J. Smith", "i.e.". */
const isAbbreviation = (word: string, after: string): boolean =>
  word.length === 1 ? /\p{L}/u.test(word) && (word !== 'i' || /\p{L}/u.test(after)) : ABBREVIATIONS.has(word)

/** True at the comma or point inside a number: 1,000.50. */
const isSeparator = (text: string, at: number): boolean =>
  (text[at] === ',' || text[at] === '.') &&
  isDigit(text.charCodeAt(at - 1)) &&
  isDigit(text.charCodeAt(at + 1))

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Lower case and straight apostrophes at equal length, so that positions stay those of the text. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  const folded = lower.length === text.length ? lower : Array.from(text, foldCharacter).join('')
  return folded.includes('’') ? folded.replaceAll('’', "'") : folded
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase()
  return lower.length === character.length ? lower : character
}

function classAt(folded: string, at: number): Class {
  const code = folded.charCodeAt(at)
  return code < 128 ? ASCII[code]! : classOf(code)
}

/** Length of the word character at `at`: 0 when it is none; negative when it is a word of its own. */
function wideWord(folded: string, at: number): number {
  const character = String.fromCodePoint(folded.codePointAt(at)!)
  if (UNSPACED.test(character)) return -character.length
  return WORD.test(character) ? character.length : 0
}

/** The end of a word of which all characters before `at` are known. */
function wordEnd(folded: string, at: number): number {
  const { length } = folded
  while (at < length) {
    const next = classAt(folded, at)
    if (next === Class.Word) at++
    else if (next === Class.Apostrophe && at + 1 < length && classAt(folded, at + 1) === Class.Word) at += 2
    else if (next !== Class.Wide && isSeparator(folded, at)) at += 2
    else if (next === Class.Wide) {
      const more = wideWord(folded, at)
      if (more <= 0) break
      at += more
    } else break
  }
  return at
}

/** The end of the sentence that the terminator at `at` ends; `at` where the sentence goes on. */
function sentenceEnd(folded: string, at: number): number {
  const { length } = folded
  let to = at + 1
  while (to < length && classAt(folded, to) === Class.Terminator) to++
  while (to < length && CLOSERS.has(folded[to]!)) to++
  const spaced = to === length || /\s/.test(folded[to]!)
  return spaced || folded.charCodeAt(at) >= WIDE_PUNCTUATION ? to : at
}

/** Segments a text in one pass over its characters. */
export function segment(source: string): Words {
  const folded = fold(source)
  const length = folded.length
  const text: string[] = []
  const start: number[] = []
  const end: number[] = []
  const clause: number[] = []
  const sentence: number[] = []
  const sentences: Range[] = []
  let clauseId = 0
  let sentenceStart = -1
  let lineStart = true

  const endSentence = (at: number): void => {
    clauseId++
    if (sentenceStart >= 0) sentences.push([sentenceStart, at])
    sentenceStart = -1
  }
  const push = (from: number, to: number): void => {
    if (sentenceStart < 0) sentenceStart = from
    text.push(folded.slice(from, to))
    start.push(from)
    end.push(to)
    clause.push(clauseId)
    sentence.push(sentences.length)
  }

  let at = 0
  while (at < length) {
    const kind = classAt(folded, at)
    const wide = kind === Class.Wide ? wideWord(folded, at) : 0
    if (kind === Class.Word || wide !== 0) {
      const from = at
      at = wide < 0 ? at - wide : wordEnd(folded, at + (wide || 1))
      // "1." and "2)" at the start of a line number a list; they are not the sentence's first word.
      const marker = lineStart && at - from <= 3 && /^[.)]\s/.test(folded.slice(at, at + 2))
      lineStart = false
      if (marker && /^\d+$/.test(folded.slice(from, at))) {
        at++
        clauseId++
      } else push(from, at)
      continue
    }
    if (kind === Class.Newline) {
      endSentence(at)
      lineStart = true
    } else if (kind === Class.Terminator) {
      const abbreviated =
        folded[at] === '.' && end.at(-1) === at && isAbbreviation(text.at(-1)!, folded.charAt(at + 1))
      const to = abbreviated ? at : sentenceEnd(folded, at)
      if (to > at) {
        endSentence(to)
        at = to - 1
      } else if (!abbreviated) clauseId++
    } else if (kind === Class.ClauseBreak || (kind === Class.Hyphen && folded[at - 1] === ' ')) clauseId++
    at++
  }
  endSentence(length)
  return { text, start, end, clause, sentence, sentences }
}
