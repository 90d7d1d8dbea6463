import { NOWHERE, pattern, presence, type Detector } from './detector.ts'
import { cutting, replacing } from './rewrite.ts'
import { ranges, type TextView } from './view.ts'
import type { Range } from './words.ts'

const ATOM = String.raw`(?:\p{Emoji_Presentation}|(?=\p{Extended_Pictographic})[\u2600-\u27bf]|\p{Extended_Pictographic}\uFE0F)`
const TAIL = String.raw`(?:\uFE0F|\u20E3|\p{Emoji_Modifier})*`
/** One match an emoji as a person sees it: sequences, skin tones, flags and keycaps are one. */
const EMOJI = new RegExp(
  String.raw`\p{Regional_Indicator}{2}|${ATOM}${TAIL}(?:\u200D(?:${ATOM}|\p{Extended_Pictographic})${TAIL})*|[0-9#*]\uFE0F?\u20E3`,
  'gu',
)
const MAYBE_EMOJI = /[\u20e3\u2190-\u2bff\u3030-\u32ff\ud83c-\ud83e]/
const emoji = ({ prose }: TextView) => (MAYBE_EMOJI.test(prose) ? ranges(prose, EMOJI) : NOWHERE)

const emoticon = ({ prose }: TextView) =>
  ranges(prose, /(?:[:;=8]['’]?-?[)(DPp3/|]|<3|[xX]D|\^_\^|\(:)(?=$|[\s.,!?])(?<=(?:^|\s)\S{2,4})/gm)

/** Em dashes with the spaces around them; none between digits, where a dash means a range. */
const emDash = ({ prose }: TextView): readonly Range[] => {
  if (!prose.includes('—') && !prose.includes('--')) return NOWHERE
  const dashes = / ?—+ ?|(?<=[\w"”’)*,.]) -- (?=[^\s-])|(?<=[A-Za-z])--(?=[A-Za-z])/g
  return ranges(prose, dashes).filter(
    ([start, end]) => !(/\d/.test(prose.charAt(start - 1)) && /\d/.test(prose.charAt(end))),
  )
}

// After a digit or a lone letter "!" is a factorial unless the sentence ends there.
const EXCLAMATION =
  /(?:(?<=[^\s\d!?])(?<!(?<![\w'’])[a-z])|(?<=\d)(?=!+(?:["”’*)\s]*$|["”’*)]*\s+["“*]*[A-Z])))\?{0,3}!{1,20}[!?]{0,20}(?![=[\w(])/gm
const exclamation = ({ prose }: TextView) => (prose.includes('!') ? ranges(prose, EXCLAMATION) : NOWHERE)

const ELLIPSIS = /(?<!\[)…|(?<=[\p{L}\p{N},"”’)*_!?])\.{3,}(?![\w/])|(?<=\p{L})\.{3,}(?=\p{L})/gu
const ellipsis = ({ prose }: TextView) =>
  prose.includes('…') || prose.includes('...') ? ranges(prose, ELLIPSIS) : NOWHERE

/** The last sentence, where a question mark ends it and no word follows. */
const endsWithQuestion = ({ prose, words }: TextView) => {
  const last = words.sentences.at(-1)
  return last !== undefined && /[?？][^\p{L}\p{N}?？]*$/u.test(prose.trimEnd().slice(-12)) ? [last] : NOWHERE
}

const SEMICOLON = /;(?<=[\p{L}\p{N})"”’*];)(?<!&\w{1,8};)(?= +[\p{L}\p{N}"“(*])/gu

/** Punctuation and signs in the prose. */
export const PUNCTUATION: readonly Detector[] = [
  presence({
    id: 's:emoji',
    name: 'Emoji',
    description: 'Emoji and pictographs, flags and keycaps; not ©, ™ or plain arrows.',
    kind: 'style',
    find: emoji,
    rewrite: cutting(emoji),
  }),
  presence({
    id: 's:emoticon',
    name: 'Emoticon',
    description: 'Faces and hearts typed from characters, such as :) or <3.',
    kind: 'style',
    find: emoticon,
    rewrite: cutting(emoticon),
  }),
  presence({
    id: 's:em-dash',
    name: 'Em dash',
    description: 'An em dash, or two hyphens in its place; not between figures, not a hyphen or an en dash.',
    kind: 'style',
    find: emDash,
    rewrite: replacing(emDash, (_match, before, after) => {
      if (before === '' || before === '\n' || /^(?:$|[\n"”’)*_.,!?])/.test(after)) return ''
      return /[,;:.!?]/.test(before) ? ' ' : ', '
    }),
  }),
  presence({
    id: 's:exclamation',
    name: 'Exclamation mark',
    description: 'An exclamation mark that ends a sentence or an outcry; not != or a factorial.',
    kind: 'style',
    find: exclamation,
    rewrite: replacing(exclamation, (match, before) =>
      match.includes('?') ? '?' : /[.…!?]/.test(before) ? '' : '.',
    ),
  }),
  pattern({
    id: 's:question',
    name: 'Question',
    description: 'A question mark at the end of a sentence or phrase; not inside a web address.',
    kind: 'syntax',
    hint: ['?', '？'],
    pattern: /[?？]+(?=["'”’)\]*_!]{0,5}(?:\s|$))|？+/g,
  }),
  presence({
    id: 's:ends-question',
    name: 'Ends with a question',
    description: 'The last sentence of the response is a question.',
    kind: 'behaviour',
    find: endsWithQuestion,
  }),
  presence({
    id: 's:ellipsis',
    name: 'Ellipsis',
    description: 'Three dots or … after a word; not […] for a cut.',
    kind: 'style',
    find: ellipsis,
    rewrite: replacing(ellipsis, (_match, before, after) => {
      if (/^(?:\s?$|[\n"”’)*_.,!?]| ?[\p{Lu}"“(*])/u.test(after)) return /[,!?]/.test(before) ? '' : '.'
      const comma = /[,!?]/.test(before) ? '' : ','
      return after.startsWith(' ') ? comma : `${comma} `
    }),
  }),
  pattern({
    id: 's:semicolon',
    name: 'Semicolon',
    description: 'A semicolon between clauses or items of a sentence.',
    kind: 'syntax',
    hint: ['; '],
    pattern: SEMICOLON,
  }),
  pattern({
    id: 's:parenthetical',
    name: 'Parenthetical remark',
    description: 'Words in round brackets inside a sentence; not a function call or a list marker.',
    kind: 'syntax',
    hint: ['('],
    pattern: /(?<=^|[\s*_])\((?=[^()\n]{0,300}\p{L}{2})[^()\n]{3,300}\)/gmu,
  }),
  pattern({
    id: 's:quotation',
    name: 'Quotation marks',
    description: 'Words between double quotation marks of any style.',
    kind: 'syntax',
    hint: ['"', '“', '«', '„'],
    pattern:
      /(?<=^|[\s([—*_>])"(?=[^\s"])[^"\n]{1,1000}(?<=\S)"(?=[\s.,;:!?)\]—*_'’]|$)|[“„][^“„”\n]{2,1000}[”“]|«[^«»\n]{2,1000}»/gm,
  }),
  pattern({
    id: 's:all-caps',
    name: 'Words in capitals',
    description: 'Words capitalised for emphasis: NOT, NEVER, a long word or a run of three; not an acronym.',
    kind: 'style',
    hint: /[A-Z]{2}/,
    pattern:
      /(?<![\w'’.-])(?:(?:[A-Z]{2,}[ ,]{1,2}){2,}[A-Z]{2,}|NOT|NEVER|ALWAYS|MUST|ALL|ONLY|VERY|EVERY|ANY|BUT|AND|NO|YES|STOP|DON[’']T|CAN[’']T|PLEASE|SHOULD|REALLY|NOTE|BOTH|BEFORE|AFTER|[A-Z]{7,})(?![\w'’-])/g,
  }),
  pattern({
    id: 's:numerals',
    name: 'Figures',
    description: 'Numbers written in figures; list numbers are not counted.',
    kind: 'number',
    hint: /\d/,
    pattern:
      /(?<![\p{L}\p{N}_./-])(?!(?<=^[ \t]{0,20}(?:\*\*)?\(?)\d{1,3}[.)]\s)\d+(?:[.,]\d+)*(?![\p{N}])/gmu,
  }),
  pattern({
    id: 's:money',
    name: 'Amounts of money',
    description: 'A figure with a currency sign, code or name.',
    kind: 'number',
    hint: /\d/,
    pattern:
      /[$€£¥₹] ?\d+(?:[.,]\d+)*|(?<![\w.])\d+(?:[.,]\d+)* ?(?:€|£|dollars?|euros?|cents?|rupees?|yen|USD|EUR|GBP)(?!\w)/g,
  }),
  pattern({
    id: 's:percent',
    name: 'Percentages',
    description: 'A figure followed by %, percent or per cent.',
    kind: 'number',
    hint: /\d/,
    pattern: /(?<![\w.])\d+(?:[.,]\d+)*(?: ?%| percent\b| per cent\b)/g,
  }),
  pattern({
    id: 's:dates',
    name: 'Dates and years',
    description: 'A calendar date, or a four-figure year after a word such as in, since or by.',
    kind: 'number',
    hint: /\d/,
    pattern:
      /\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?\b(?![.,]\d|%)|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\/\d{1,2}\/(?:\d{2}){1,2}\b|\b(?:[Ii]n|[Ss]ince|[Ff]rom|[Uu]ntil|[Bb]y|of|[Bb]etween|[Aa]round|[Bb]efore|[Aa]fter|[Dd]uring|[Ee]arly|[Ll]ate) (?:1[0-9]\d{2}|20\d{2})s?\b(?! (?:people|words|years|miles|km|dollars|calories))/g,
  }),
  pattern({
    id: 's:other-script',
    name: 'Non-Latin script',
    description: 'Two or more letters in a row of a script other than Latin.',
    kind: 'syntax',
    hint: /[^\0-\u024f]/,
    pattern: /(?:(?!\p{Script=Latin}|\p{Script=Common}|\p{Script=Inherited})\p{L}\p{M}*){2,}/gu,
  }),
]
