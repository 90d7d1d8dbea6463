import { NOWHERE } from './detector.ts'
import { ranges, type TextView } from './view.ts'
import type { Range } from './words.ts'

/** Finders of Markdown, shared by several detectors. */
type Finder = (view: TextView) => readonly Range[]

/** A finder whose result is computed once a text. */
const shared = (find: Finder): Finder => {
  const key = {}
  return (view) => view.memo(key, find)
}

/** A finder of a pattern in the prose, tried where one of the hints occurs. */
const finder = (hints: readonly string[], pattern: RegExp, least = 1): Finder =>
  shared(({ prose }) => {
    if (!hints.some((hint) => prose.includes(hint))) return NOWHERE
    const found = ranges(prose, pattern)
    return found.length < least ? NOWHERE : found
  })

// Bold may hold one stretch of italics; __init__ is an identifier, a**b**c is a power.
export const bold = finder(
  ['**', '__'],
  /(?<![\w*\\])\*\*(?=\*?[^\s*])[^*\n]*(?:\*[^*\n]+\*[^*\n]*)?(?<=\S)\*\*(?!\w)|(?<!\w)__(?=[^\s_])(?![a-z0-9_]+__)[^_\n]+(?<=\S)__(?!\w)/g,
)

export const italic = finder(
  ['*', '_'],
  /(?<![\w*\\])\*(?=[^\s*])[^*\n]+(?<=[^\s*\\])\*(?![\w*])|(?<![\w\\])_(?=[^\s_])[^_\n]+(?<=[^\s_\\])_(?!\w)/g,
)

export const heading = finder(['#'], /^ {0,3}#{1,6}[ \t]+(?=[^\s#])/gm)

export const rule = finder(['--', '**', '__', '- -', '* *', '_ _'], /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/gm)

/** The markers of bulleted items, at least two. */
export const bullets = finder(
  ['- ', '* ', '+ ', '•', '‣', '◦', '▪', '●', '\t'],
  /^[ \t]*[-*+•‣◦▪●][ \t]+(?=\S)(?![-*_ \t]+$)/gm,
  2,
)

/** The markers of numbered items, at least two. */
export const numbers = finder(['. ', ') ', '\t'], /^[ \t]*(?:\*\*)?\(?\d{1,3}[.)][ \t]+(?=\S)/gm, 2)

export const quoteLines = finder(['>'], /^ {0,3}>[ \t]?(?=\S)/gm)

export const markdownLinks = finder([']('], /\[[^[\]\n]+\]\([^()\s]+(?:[ \t]+"[^"\n]*")?\)/g)

/** Whole tables: a header row, a delimiter row (|---|---|) and the rows below. */
export const tables = shared(({ prose }) => {
  if (!prose.includes('|') || !prose.includes('--')) return NOWHERE
  const found: Range[] = []
  for (const [start, end] of ranges(prose, /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t:|-]*$/gm)) {
    const header = prose.lastIndexOf('\n', start - 2) + 1
    const inLast = found.length > 0 && start < found.at(-1)![1]
    if (start === 0 || inLast || !prose.slice(header, start).includes('|')) continue
    let to = end
    while (to < prose.length) {
      const next = prose.indexOf('\n', to + 1)
      const rowEnd = next < 0 ? prose.length : next
      if (!prose.slice(to + 1, rowEnd).includes('|')) break
      to = rowEnd
    }
    found.push([header, to])
  }
  return found
})

/** All Markdown in order; what is nested counts once. */
export const markdown = shared((view) => {
  const parts = [bold, italic, heading, rule, bullets, numbers, quoteLines, tables, markdownLinks]
  const all = [...parts.flatMap((find) => find(view)), ...view.codeBlocks, ...view.inlineCode]
  if (all.length === 0) return NOWHERE
  all.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const disjoint: Range[] = []
  for (const range of all) {
    if (disjoint.length === 0 || range[0] >= disjoint.at(-1)![1]) disjoint.push(range)
  }
  return disjoint
})
