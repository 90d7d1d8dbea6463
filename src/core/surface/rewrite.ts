import { TextView } from './view.ts'
import type { Range } from './words.ts'

type Find = (view: TextView) => readonly Range[]
type Edit = (view: TextView, found: readonly Range[]) => string

/** Repeats an edit until the finder finds nothing: what it uncovers goes too. */
function untilGone(find: Find, edit: Edit): (text: string) => string {
  return (text) => {
    for (;;) {
      const view = new TextView(text)
      const found = find(view)
      if (found.length === 0) return text
      const edited = edit(view, found)
      if (edited === text) return text
      text = edited
    }
  }
}

/** Replaces each range by what `change` makes of its text, given the text on both sides. */
function replaceRanges(
  text: string,
  found: readonly Range[],
  change: (match: string, before: string, after: string) => string,
): string {
  let out = ''
  let from = 0
  for (const [start, end] of found) {
    out += text.slice(from, start)
    out += change(text.slice(start, end), out.slice(-1), text.slice(end, end + 2))
    from = end
  }
  return out + text.slice(from)
}

/** A rewrite that replaces every occurrence. */
export const replacing = (
  find: Find,
  change: (match: string, before: string, after: string) => string,
): ((text: string) => string) => untilGone(find, (view, found) => replaceRanges(view.text, found, change))

/** A rewrite that cuts every occurrence and the spaces that would be left doubled. */
export const cutting = (find: Find): ((text: string) => string) =>
  untilGone(find, ({ text }, found) => cut(text, found))

/** A rewrite that cuts the sentences in which it occurs. */
export const cuttingSentences = (find: Find): ((text: string) => string) =>
  untilGone(find, (view, found) => cut(view.text, sentencesOf(view, found)))

const LEAD_END = /^(?:,? (?:but|however)\b,?|[,.!:;…]+|\s*[—–-](?=\s))\s*/

/**
 * A rewrite for openers: "Certainly! Here is" becomes "Here is", "I'm sorry, but I can't" becomes "I can't". Where the
 * opener runs on into its sentence, the sentence goes.
 */
export const cuttingLeads = (find: Find): ((text: string) => string) =>
  untilGone(find, (view, found) => {
    const [start, end] = found[0]!
    const sentence = sentencesOf(view, [found[0]!])[0]!
    const rest = view.text.slice(end)
    const lead = LEAD_END.exec(rest)
    if (lead === null || start !== sentence[0] || end + lead[0].length >= sentence[1])
      return cut(view.text, [sentence])
    const kept = rest.slice(lead[0].length)
    return view.text.slice(0, start) + kept.charAt(0).toUpperCase() + kept.slice(1)
  })

/** The sentences that hold the ranges, without repeats. */
function sentencesOf(view: TextView, found: readonly Range[]): Range[] {
  const held = view.words.sentences.filter((sentence) =>
    found.some(([start, end]) => start < sentence[1] && end > sentence[0]),
  )
  return held
}

/** Cuts ranges; a line left empty goes with its line break, and no space is left at a line's end or doubled. */
function cut(text: string, found: readonly Range[]): string {
  let out = ''
  let from = 0
  for (const [start, end] of found) {
    out += text.slice(from, start)
    from = end
    const startsLine = /(?:^|\n)[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?$/.exec(out)
    const endsLine = /^[ \t]*(?:\n\s*|$)/.exec(text.slice(end))
    if (startsLine && endsLine) {
      // The whole line goes, with the marker of its list item.
      out = out.slice(0, startsLine.index + (startsLine[0].startsWith('\n') ? 1 : 0))
      from = end + endsLine[0].length
    } else if (startsLine) {
      while (text[from] === ' ') from++
    } else if (endsLine || /[\s.,!?;:)]/.test(text.charAt(end))) out = out.replace(/[ \t]+$/, '')
  }
  out += text.slice(from)
  return from >= text.length ? out.trimEnd() : out
}
