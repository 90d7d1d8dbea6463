import { TextView } from './view.ts'
import type { Range } from './words.ts'

type Find = (view: TextView) => readonly Range[]
type Edit = (view: TextView, found: readonly Range[]) => string

/** An edit can expose another match ("Sure! Sure! Here"); repeat at most MOST_PASSES times. */
const MOST_PASSES = 32

/** Repeats an edit until the finder finds nothing. */
function untilGone(find: Find, edit: Edit): (text: string) => string {
  return (text) => {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const view = new TextView(text)
      const found = find(view)
      if (found.length === 0) return text
      text = edit(view, found)
    }
    return text
  }
}

/**
 * The replacement of a match, given the character before it in the result and the two after it in the text.
 */
type Change = (match: string, before: string, after: string) => string

/** A rewrite that replaces every occurrence. */
export const replacing = (find: Find, change: Change): ((text: string) => string) =>
  untilGone(find, ({ text }, found) => {
    const parts: string[] = []
    let from = 0
    let before = ''
    for (const [start, end] of found) {
      const kept = text.slice(from, start)
      before = kept.at(-1) ?? before
      const put = change(text.slice(start, end), before, text.slice(end, end + 2))
      before = put.at(-1) ?? before
      parts.push(kept, put)
      from = end
    }
    return parts.join('') + text.slice(from)
  })

/** A rewrite that cuts every occurrence and the spaces that would be left doubled. */
export const cutting = (find: Find): ((text: string) => string) =>
  untilGone(find, ({ text }, found) => cut(text, found))

/** A rewrite that cuts the sentences in which it occurs. */
export const cuttingSentences = (find: Find): ((text: string) => string) =>
  untilGone(find, (view, found) =>
    cut(
      view.text,
      sentencesOf(view, found).map(({ sentence }) => sentence),
    ),
  )

/** The punctuation or word that joins an opener to the rest of its sentence. */
const LEAD_END = /(?:,? (?:but|however)\b,?|[,.!?:;…]+|\s?[—–-](?=\s))\s*/y

/** Where what is joined to an opener goes on. */
function leadEnd(text: string, end: number): number {
  LEAD_END.lastIndex = end
  return end + (LEAD_END.exec(text)?.[0].length ?? 0)
}

/**
 * The range of a courtesy together with what joins it to the rest. The space before the next word is left
 * out, because it is part of that word's token.
 */
export const withLeadEnds =
  (find: Find): Find =>
  (view) =>
    find(view).map(([start, end]) => {
      const whole = view.text.slice(start, leadEnd(view.text, end))
      return [start, start + whole.trimEnd().length]
    })

/**
 * A rewrite for openers: "Certainly! Here is" becomes "Here is", "I'm sorry, but I can't" becomes "I can't".
 * Where the opener is part of its sentence's grammar, the whole sentence is cut.
 */
export const cuttingLeads = (find: Find): ((text: string) => string) =>
  untilGone(find, (view, found) => {
    const { text } = view
    const capitals = new Set<number>()
    const gone = sentencesOf(view, found).map(({ sentence, first: [start, end] }): Range => {
      const rest = leadEnd(text, end)
      if (rest === end || start !== sentence[0] || rest >= sentence[1]) return sentence
      capitals.add(rest)
      return [start, rest]
    })
    return cut(text, gone, capitals)
  })

/** The sentences that hold a range, in order, each with its first. */
function sentencesOf(view: TextView, found: readonly Range[]): { sentence: Range; first: Range }[] {
  const held: { sentence: Range; first: Range }[] = []
  let next = 0
  for (const sentence of view.words.sentences) {
    while (next < found.length && found[next]![1] <= sentence[0]) next++
    const first = found[next]
    if (first !== undefined && first[0] < sentence[1]) held.push({ sentence, first })
  }
  return held
}

const LINE_HEAD = /^[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?$/
const LINE_TAIL = /[ \t]*(?:\n\s*|$)/y

/**
 * Cuts ranges. A line that becomes empty is removed with its list marker and line break; no double or
 * trailing space remains.
 * @param capitals positions in the text where a letter now begins a sentence
 */
function cut(text: string, found: readonly Range[], capitals: ReadonlySet<number> = new Set()): string {
  const parts: string[] = []
  // The current line so far.
  let line = ''
  let from = 0
  for (const [start, end] of found) {
    const kept = text.slice(from, start)
    const lastBreak = kept.lastIndexOf('\n')
    line = lastBreak >= 0 ? kept.slice(lastBreak + 1) : line + kept
    LINE_TAIL.lastIndex = end
    const tail = LINE_TAIL.exec(text)
    const atHead = line.length < 16 && LINE_HEAD.test(line)
    from = end
    if (atHead && tail !== null) {
      parts.push(lastBreak >= 0 ? kept.slice(0, lastBreak + 1) : '')
      line = ''
      from = end + tail[0].length
    } else if (atHead) {
      parts.push(kept)
      while (text[from] === ' ') from++
    } else if (tail !== null || /[\s.,!?;:)]/.test(text.charAt(end))) parts.push(withoutTrailingSpaces(kept))
    else parts.push(kept)
    if (capitals.has(end)) {
      parts.push(text.charAt(from).toUpperCase())
      from++
    }
  }
  parts.push(text.slice(from))
  const result = parts.join('')
  return from >= text.length ? result.trimEnd() : result
}

function withoutTrailingSpaces(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(0, end)
}
