import { measure, NOWHERE, presence, type Detector } from './detector.ts'
import { STOP_WORDS } from './stopwords.ts'
import type { TextView } from './view.ts'
import { segment, type Range, type Words } from './words.ts'

/** Words of the whole response, code included. */
const allWords = (view: TextView): Words => {
  return view.codeBlocks.length + view.inlineCode.length === 0
    ? view.words
    : view.memo(allWords, () => segment(view.text))
}

const FEW_WORDS = 10
const REPEATED_WORDS = 4
/** Window of the moving-average type–token ratio (Covington and McFall 2010), in words. */
const DIVERSITY_WINDOW = 50

const veryShort = (view: TextView): readonly Range[] => {
  const count = allWords(view).text.length
  return count > 0 && count < FEW_WORDS ? [[0, view.text.length]] : NOWHERE
}

/** Mean share of distinct words over all windows; over the whole text where it is shorter than a window. */
function lexicalDiversity({ text }: Words): number {
  const length = text.length
  if (length <= DIVERSITY_WINDOW) return new Set(text).size / Math.max(1, length)
  const ids = new Map<string, number>()
  const word = new Uint32Array(length)
  const inWindow = new Uint32Array(length)
  let distinct = 0
  let total = 0
  for (let i = 0; i < length; i++) {
    let id = ids.get(text[i]!)
    if (id === undefined) ids.set(text[i]!, (id = ids.size))
    word[i] = id
    if (inWindow[id] === 0) distinct++
    inWindow[id]!++
    if (i >= DIVERSITY_WINDOW) {
      const gone = word[i - DIVERSITY_WINDOW]!
      inWindow[gone]!--
      if (inWindow[gone] === 0) distinct--
    }
    if (i >= DIVERSITY_WINDOW - 1) total += distinct
  }
  return total / (length - DIVERSITY_WINDOW + 1) / DIVERSITY_WINDOW
}

/** Sentences of four or more words that repeat an earlier one exactly. */
function repeatedSentences({ prose, words }: TextView): readonly Range[] {
  const { sentence, sentences } = words
  if (sentences.length < 2) return NOWHERE
  const length = new Uint32Array(sentences.length)
  for (const which of sentence) length[which]!++
  const written = new Set<string>()
  return sentences.filter(([start, end], i) => {
    if (length[i]! < REPEATED_WORDS) return false
    const text = prose.slice(start, end)
    const before = written.has(text)
    written.add(text)
    return before
  })
}

const DANGLING = new Set(
  'the a an of and or to with for in on at by from as that which who is are was were because if but than'.split(
    ' ',
  ),
)
const LIST_ITEM = /^[ \t]*(?:[-*+•‣◦▪●|#>]|\(?\d{1,3}[.)]\s)/
/** A last line of fewer words than this may be a title, an answer or a signature, and needs no full stop. */
const SENTENCE_WORDS = 8

/**
 * The last sentence of a response that breaks off: mid-sentence, at a comma or colon, or inside a code block.
 */
function unfinished(view: TextView): readonly Range[] {
  const text = view.text.trimEnd()
  const block = view.codeBlocks.at(-1)
  if (block !== undefined && block[1] >= text.length) {
    const lastLine = text.slice(text.lastIndexOf('\n') + 1).trim()
    return text.length > 3 && /^(?:`{3,}|~{3,})$/.test(lastLine) ? NOWHERE : [block]
  }
  const { words } = view
  const last = words.sentences.at(-1)
  if (last === undefined) return NOWHERE
  const tail = text.slice(words.end.at(-1)).replace(/[*_`"'”’]+/g, '')
  if (/[.!?…。！？)\]}>]/.test(tail)) return NOWHERE
  if (/[,;:([{-]\s*$/.test(tail) || DANGLING.has(words.text.at(-1)!)) return [last]
  if (tail.trim() !== '') return NOWHERE
  const lastLine = text.slice(text.lastIndexOf('\n') + 1)
  const long = words.sentence.length - words.sentence.indexOf(words.sentence.at(-1)!) >= SENTENCE_WORDS
  return long && !LIST_ITEM.test(lastLine) && !/:\/\/|\.\w+\/\S*$/.test(lastLine) ? [last] : NOWHERE
}

const RESTATED_WORDS = 3
const RESTATED_SHARE = 0.6

/** The first sentence, where it repeats most content words of the prompt's last question or request. */
function restated(view: TextView): readonly Range[] {
  const asked = view.prompt?.memo(restated, ({ words }) => contentWords(words, words.sentences.length - 1))
  const first = view.words.sentences[0]
  if (asked === undefined || asked.size < RESTATED_WORDS || first === undefined) return NOWHERE
  const said = contentWords(view.words, 0)
  let shared = 0
  for (const word of said) if (asked.has(word)) shared++
  return shared >= RESTATED_WORDS && shared >= RESTATED_SHARE * asked.size ? [first] : NOWHERE
}

/** The distinct words of a sentence that are not function words. */
function contentWords({ text, sentence }: Words, which: number): ReadonlySet<string> {
  const found = new Set<string>()
  for (let i = sentence.indexOf(which); i >= 0 && sentence[i] === which; i++) {
    if (!STOP_WORDS.has(text[i]!)) found.add(text[i]!)
  }
  return found
}

/** Length, variety and the shape of the whole response. */
export const SHAPE: readonly Detector[] = [
  measure({
    id: 's:length',
    name: 'Length in words',
    description: 'Number of words, code included; each character of an unspaced script is a word.',
    kind: 'style',
    value: (view) => allWords(view).text.length,
  }),
  measure({
    id: 's:sentence-length',
    name: 'Sentence length',
    description: 'Mean number of words in a sentence or list item, code left out.',
    kind: 'style',
    value: ({ words }) => words.text.length / Math.max(1, words.sentences.length),
  }),
  measure({
    id: 's:word-length',
    name: 'Word length',
    description: 'Mean number of characters in a word, code left out.',
    kind: 'style',
    value: ({ words }) =>
      words.text.reduce((sum, word) => sum + word.length, 0) / Math.max(1, words.text.length),
  }),
  measure({
    id: 's:diversity',
    name: 'Lexical diversity',
    description:
      'Share of distinct words in a window of 50, averaged over windows; does not depend on length.',
    kind: 'style',
    value: ({ words }) => lexicalDiversity(words),
  }),
  presence({
    id: 's:very-short',
    name: 'Very short answer',
    description: 'Fewer than ten words in all.',
    kind: 'style',
    find: veryShort,
  }),
  presence({
    id: 's:repetition',
    name: 'Repeats itself',
    description: 'A sentence of four or more words occurs twice, to the letter.',
    kind: 'style',
    find: repeatedSentences,
  }),
  presence({
    id: 's:unfinished',
    name: 'Unfinished ending',
    description: 'The response breaks off: in mid-sentence, at a comma or colon, or inside a code block.',
    kind: 'behaviour',
    find: unfinished,
  }),
  presence({
    id: 's:restates',
    name: 'Restates the question',
    description: 'The first sentence repeats most content words of the last thing asked.',
    kind: 'behaviour',
    find: restated,
  }),
]
