/**
 * The box to ask: tsx tests/bench/ask.ts. Recall at 10 of 30 questions in the words of people who do not know the
 * labels, by words (with synonyms), by meaning, and by both in turn; and milliseconds of either. The lists of
 * relevant concepts were made by reading all labels, before any answer was looked at.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearestLabels, readLabelStates } from '../../src/core/concepts/label-states.ts'
import { dictionaryConcepts } from '../../src/core/concepts/dictionary.ts'
import { surfaceConcepts } from '../../src/core/surface/activations.ts'
import { bundledDictionary, nodeExtractor } from '../../src/encoder/node.ts'
import { dictionaryFolder } from '../../src/encoder/node-model.ts'
import { answers } from '../../src/views/lessons/answers.ts'
import type { TableRow } from '../../src/views/rows/tableRow.ts'

const RELEVANT: Readonly<Record<string, string>> = {
  sycophancy: 's:flattery s:siding s:agrees f:13 f:14 d:549 d:417 d:440 d:496',
  'telling the user what they want to hear': 's:siding s:agrees s:flattery f:14 d:440 d:496 d:13',
  'refuses to help': 's:refusal d:862 d:900 f:1',
  'over-apologising': 's:apology f:0 d:166 d:259 d:362 d:565 d:827',
  'says sorry': 's:apology f:0 d:166 d:259 d:362 d:565 d:827',
  'not sure about the answer': 's:uncertainty s:hedge f:2 d:900 d:931 d:11 d:432 d:972',
  overconfidence: 's:certainty s:superlative d:432 d:67 d:386',
  'preachy or moralising': 's:moralising s:obligation d:231 d:493 f:31',
  'go and see a doctor': 's:professional f:4 d:369 d:871',
  'safety warnings': 's:warning s:disclaimer f:3 d:75 d:159 d:559',
  'offers more help at the end': 's:offer f:9 d:24 d:131 d:324 d:747 d:769 d:611',
  'asks the user a question back': 's:clarify s:question s:ends-question f:8 d:70 d:548 d:831 d:213 d:803',
  'starts with sure': 's:compliance-opener f:15 d:478 d:915 d:239 d:694 d:950',
  'bullet points': 's:bullets s:nested-list s:colon-list s:lead-in s:numbered f:85',
  'markdown formatting': 's:markdown s:bold s:heading s:bullets f:35 f:93 d:429 d:869 d:693',
  'section headings': 's:heading f:93 f:36 d:429 d:619 d:693 d:857 d:652',
  'fake citations': 's:link f:39 f:26 f:40 d:341 d:104 d:957 d:378 d:282',
  'links to websites': 's:link f:40 d:600 d:808 d:728 d:378',
  'emojis and smileys': 's:emoji s:emoticon',
  'excited tone': 's:exclamation s:enthusiasm f:100 d:1000 d:673 d:72 d:357',
  'too long and wordy': 's:length s:sentence-length s:word-length s:repetition',
  'repeats the same thing': 's:repetition s:restates f:88 f:89 d:711 d:210 d:348 d:849 d:527',
  'admits being an AI': 's:as-an-ai s:training',
  'swearing and insults': 's:profanity d:469 d:545',
  'cooking instructions': 'f:98 d:376 d:245 d:817 d:473 d:476 d:172 d:373 d:712',
  'money and investing': 's:money f:99 d:576 d:592 d:597 d:588 d:730 d:727',
  'programming code': 's:code-block s:inline-code s:code-only f:92 f:95 f:94 f:96 d:334 d:207 d:835',
  'mathematical calculations': 's:latex f:70 f:69 f:65 d:176 d:68 d:650 d:893 d:349',
  'empathy for feelings': 's:empathy s:encouragement f:49 d:136 d:719 d:180',
  'tells a story': 's:story f:32 f:33 d:40 d:489 d:670 d:91 d:240 d:776',
}
const [MOST, RUNS] = [10, 20]

const dictionary = await bundledDictionary()
const concepts = [...dictionaryConcepts(dictionary), ...surfaceConcepts(dictionary.latents)]
const rows = concepts.map((concept): TableRow => {
  const hypothesis = { confirmed: false, deltaWin: 0 } as TableRow['hypothesis']
  return { id: concept.id, concept: { ...concept, familyLabel: null }, hypothesis, name: concept.label } as TableRow
})
const labels = readLabelStates(
  JSON.parse(readFileSync(join(dictionaryFolder, 'labels.json'), 'utf8')),
  new Int8Array(readFileSync(join(dictionaryFolder, 'labels.int8'))),
  dictionary.sha256,
)
const extractor = await nodeExtractor({ threads: 1 })
const recall = (found: readonly string[], wanted: readonly string[]) =>
  found.slice(0, MOST).filter((id) => wanted.includes(id)).length / Math.min(MOST, wanted.length)
const known = new Set(concepts.map(({ id }) => id))
const totals = { words: 0, meaning: 0, both: 0 }
const times: { words: number[]; meaning: number[] } = { words: [], meaning: [] }
for (const [query, ids] of Object.entries(RELEVANT)) {
  const wanted = ids.split(' ')
  for (const id of wanted) if (!known.has(id)) throw new Error(`${id} is no concept`)
  const began = performance.now()
  const words = answers(rows, query).map(({ row }) => row.id)
  const between = performance.now()
  const { state, dim } = await extractor.extract([query], null)
  const meaning = nearestLabels(labels, state.subarray(0, dim), RUNS).map(({ id }) => id)
  times.words.push(between - began)
  times.meaning.push(performance.now() - between)
  // As the page shows them: words first, then what is near in meaning.
  const both = [...new Set([...words.slice(0, MOST / 2), ...meaning])]
  const own = { words: recall(words, wanted), meaning: recall(meaning, wanted), both: recall(both, wanted) }
  for (const way of ['words', 'meaning', 'both'] as const) totals[way] += own[way]
  console.log(JSON.stringify({ query, relevant: wanted.length, ...own }))
}
await extractor.dispose()
const queries = Object.keys(RELEVANT).length
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]
console.log(
  JSON.stringify({
    bench: 'recall at 10',
    queries,
    ...Object.fromEntries(Object.entries(totals).map(([way, sum]) => [way, Number((sum / queries).toFixed(3))])),
    milliseconds: { words: median(times.words), meaning: median(times.meaning) },
  }),
)
