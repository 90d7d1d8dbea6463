import { NOWHERE, pattern, presence, type Detector } from './detector.ts'
import * as markup from './markup.ts'
import { cutting, replacing } from './rewrite.ts'
import type { TextView } from './view.ts'

const inlineCode = (view: TextView) => view.inlineCode
const nothing = () => ''

/** The whole response, where it is code and nothing else. */
const codeOnly = (view: TextView) =>
  view.codeBlocks.length > 0 && view.prose.trim() === '' ? [[0, view.text.length] as const] : NOWHERE

/** JSON objects with a quoted key, inside or outside code blocks. */
const json = ({ text }: TextView) => {
  if (!text.includes('":') && !text.includes('" :')) return NOWHERE
  const found = /[{[]\s*(?:\{\s*)?"[^"\n]{1,200}"\s*:/.exec(text)
  return found === null ? NOWHERE : [[found.index, found.index + found[0].length] as const]
}

/** Layout and markup: Markdown as CommonMark and GitHub write it. */
export const FORMAT: readonly Detector[] = [
  presence({
    id: 's:bold',
    name: 'Bold text',
    description: 'Text set in bold with **…** or __…__.',
    kind: 'format',
    find: markup.bold,
    rewrite: replacing(markup.bold, (match) => match.slice(2, -2)),
  }),
  presence({
    id: 's:italic',
    name: 'Italic text',
    description: 'Text set in italics with *…* or _…_, stage directions such as *smiles* too.',
    kind: 'format',
    find: markup.italic,
    rewrite: replacing(markup.italic, (match) => match.slice(1, -1)),
  }),
  presence({
    id: 's:heading',
    name: 'Heading',
    description: 'A Markdown heading: a line that begins with one to six # signs.',
    kind: 'format',
    find: markup.heading,
    rewrite: replacing(markup.heading, nothing),
  }),
  presence({
    id: 's:rule',
    name: 'Horizontal rule',
    description: 'A line of ---, *** or ___ alone.',
    kind: 'format',
    find: markup.rule,
    rewrite: cutting(markup.rule),
  }),
  presence({
    id: 's:bullets',
    name: 'Bulleted list',
    description: 'Two or more lines that begin with a bullet (-, *, + or •).',
    kind: 'format',
    find: markup.bullets,
    rewrite: replacing(markup.bullets, (match) => match.replace(/\S[ \t]+/, '')),
  }),
  presence({
    id: 's:numbered',
    name: 'Numbered list',
    description: 'Two or more lines that begin with a number and a full stop or bracket.',
    kind: 'format',
    find: markup.numbers,
    rewrite: replacing(markup.numbers, (match) => match.replace(/\(?\d+[.)][ \t]+/, '')),
  }),
  pattern({
    id: 's:lead-in',
    name: 'Bold lead-ins',
    description: 'List items that begin with a term in bold.',
    kind: 'format',
    hint: ['**'],
    pattern: /^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\*\*[^*\n]+\*\*/gm,
    least: 2,
  }),
  pattern({
    id: 's:nested-list',
    name: 'Nested list',
    description: 'A list item indented under another list item.',
    kind: 'format',
    hint: ['\n  ', '\n\t'],
    pattern: /^(?:[-*+•]|\d{1,3}[.)])[ \t][^\n]*\n\n?(?: {2,}|\t)[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)/gm,
  }),
  pattern({
    id: 's:colon-list',
    name: 'List led in by a colon',
    description: 'A line that ends with a colon, with a list item on the next line.',
    kind: 'format',
    hint: [':'],
    pattern: /:[*_]{0,2}[ \t]*\n\s*(?:[-*+•‣◦▪●]|\(?\d{1,3}[.)])[ \t]+(?=\S)/g,
  }),
  presence({
    id: 's:table',
    name: 'Table',
    description: 'A Markdown table with its delimiter row.',
    kind: 'format',
    find: markup.tables,
  }),
  presence({
    id: 's:blockquote',
    name: 'Block quotation',
    description: 'A line that begins with >.',
    kind: 'format',
    find: markup.quoteLines,
    rewrite: replacing(markup.quoteLines, nothing),
  }),
  presence({
    id: 's:code-block',
    name: 'Code block',
    description: 'A block fenced by ``` or ~~~.',
    kind: 'code',
    find: (view) => view.codeBlocks,
  }),
  presence({
    id: 's:inline-code',
    name: 'Inline code',
    description: 'Words set as `code` within a line.',
    kind: 'code',
    find: inlineCode,
    rewrite: replacing(inlineCode, (match) => match.replace(/^`+|`+$/g, '')),
  }),
  presence({
    id: 's:code-only',
    name: 'Code and nothing else',
    description: 'The whole response is a code block, without a word of explanation.',
    kind: 'code',
    find: codeOnly,
  }),
  presence({
    id: 's:json',
    name: 'JSON',
    description: 'A JSON object with quoted keys, in a code block or not.',
    kind: 'code',
    find: json,
  }),
  pattern({
    id: 's:markup-tags',
    name: 'HTML or XML tags',
    description: 'A tag such as <b>, </div> or <answer id="1"> in the prose.',
    kind: 'code',
    hint: ['<'],
    pattern: /<\/?[A-Za-z][\w-]*(?:[ \t]+[\w:-]+="[^"\n]*")*[ \t]*\/?>/g,
  }),
  pattern({
    id: 's:latex',
    name: 'LaTeX',
    description: 'Mathematics between \\(…\\), \\[…\\], $$…$$ or $…$, or a LaTeX command.',
    kind: 'format',
    hint: ['\\', '$'],
    pattern:
      /\\\((?:[^\n\\]|\\(?![()])){1,300}\\\)|\\\[|\$\$(?=[^$])|(?<![\w$\\])\$(?:[A-Za-z]|(?=[^\s\d$])(?=[^$\n]{0,300}[\\^_={}+])[^$\n]{1,300})\$(?!\w)|\\(?:frac|sqrt|sum|int|begin|text|cdot|times|left|alpha|beta|pi|infty|mathbb|le|ge)\b/g,
  }),
  pattern({
    id: 's:link',
    name: 'Link',
    description: 'A web address, or a Markdown link.',
    kind: 'format',
    hint: /\]\(|:\/\/|[a-z0-9]\.[a-z]/i,
    pattern:
      /\[[^[\]\n]+\]\([^()\s]+(?:[ \t]+"[^"\n]*")?\)|\bhttps?:\/\/[^\s<>)\]]+|\bwww\.[\w-]+\.[^\s<>)\]]+|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|gov|edu|io|info|uk|ca|au|de|eu|fr)\b(?!@|\.\w)(?:\/[^\s<>)\]]*)?/gi,
  }),
  presence({
    id: 's:markdown',
    name: 'Any Markdown',
    description: 'Bold, italics, headings, lists, rules, quotations, tables, links or code.',
    kind: 'format',
    find: markup.markdown,
  }),
  pattern({
    id: 's:paragraph-breaks',
    name: 'Paragraphs',
    description: 'Two or more blank lines between paragraphs.',
    kind: 'format',
    hint: ['\n\n', '\n ', '\n\t'],
    pattern: /\n[ \t]*\n(?=[ \t]*\S)/g,
    least: 2,
  }),
]
