import { TIE } from './conversation.ts'
import type { Interpretation } from './interpret.ts'
import { hasLists } from './list-pairs.ts'
import { LIST_RULES, type Mapping, PAIR_RULES } from './mapping.ts'
import { type BadRow, quoted } from './rows.ts'
import { givesSeveral } from './sides.ts'
import type { PairSource } from './to-pairs.ts'
import type { Turn } from './turns.ts'

/** Pairs whose messages are looked at for what is beside their text. */
const LOOKED_AT = 200

/** What a person should know of how a file was read, each a sentence. */
export function readingNotes(
  mapping: Mapping,
  how: Interpretation,
  source: PairSource,
  bad: readonly BadRow[],
): string[] {
  return [
    ...(how.template
      ? [
          `The texts have the marks of a chat template (${how.template.name}): they are read into turns, and the marks are no part of any response.`,
        ]
      : []),
    ...(how.repeatsPrompt
      ? ['The responses repeat the prompt: what they repeat is no part of the response.']
      : []),
    ...ruleNotes(mapping, source),
    ...scoreNotes(mapping, source),
    ...tieNotes(mapping, bad, source),
    ...messageNotes(source),
  ]
}

function ruleNotes(mapping: Mapping, { found }: PairSource): string[] {
  const better = 'better' in mapping && mapping.better === 'lower' ? 'lower is better' : 'higher is better'
  const numbered =
    mapping.kind !== 'rows' && mapping.kind !== 'judged' && givesSeveral(mapping)
      ? ` A row may give several pairs, so the ${found.length} pairs have numbers of their own.`
      : ''
  if (mapping.kind === 'ordered') {
    return [
      `The answers have an order: a pair is ${PAIR_RULES[mapping.rule]} by ${quoted(mapping.order)}.${numbered}`,
    ]
  }
  if (mapping.kind === 'branches') {
    const worst = mapping.score ? ` with the lowest ${quoted(mapping.score)}` : ''
    return [
      `Each turn of ${quoted(mapping.conversation)} lists answers: a pair is the chosen one against the other${worst}, after the conversation as it went on.${numbered}`,
    ]
  }
  if (mapping.kind === 'ranked') {
    return [
      `Each row lists answers: a pair is ${PAIR_RULES[mapping.rule]} by ${quoted(mapping.score)} (${better}).${numbered}`,
    ]
  }
  if (mapping.kind === 'rows') {
    return [
      `Rows with the same prompt are one pair: the best answer against the worst by ${quoted(mapping.score)} (${better}).`,
    ]
  }
  if (mapping.kind === 'scored') {
    return [
      `The response with the better score is the chosen one (${quoted(mapping.aScore)} and ${quoted(mapping.bScore)}; ${better}).`,
    ]
  }
  if (mapping.kind !== 'columns' || !hasLists(mapping)) return []
  return [`The responses are lists: a pair is ${LIST_RULES[mapping.lists]}.${numbered}`]
}

/** Pairs whose scores say otherwise than their label. */
function scoreNotes(mapping: Mapping, { found }: PairSource): string[] {
  if ((mapping.kind !== 'columns' && mapping.kind !== 'labelled') || !mapping.scores) return []
  const opposite = found.filter(({ margin }) => margin !== null && margin < 0).length
  const equal = found.filter(({ margin }) => margin === 0).length
  if (opposite + equal === 0) return []
  const said = [
    ...(opposite > 0 ? [`in ${opposite} the rejected response has the higher score`] : []),
    ...(equal > 0 ? [`in ${equal} both have the same`] : []),
  ]
  return [
    `Of ${found.length} pairs, ${said.join(' and ')} (${quoted(mapping.scores[0])} and ${quoted(mapping.scores[1])}); they are read by the label.`,
  ]
}

function tieNotes(mapping: Mapping, bad: readonly BadRow[], { ties: kept }: PairSource): string[] {
  const ties = bad.filter(({ reason }) => reason === TIE).length
  if (ties === 0) return []
  const what = `${ties} row${ties === 1 ? ' is a tie and makes no pair' : 's are ties and make no pairs'}`
  if (kept.length > 0) return [`${what}; the data as it came keeps ${ties === 1 ? 'it' : 'them'}.`]
  return [
    mapping.tied === 'drop' ? `${what}; every export leaves ${ties === 1 ? 'it' : 'them'} out.` : `${what}.`,
  ]
}

/** What messages hold beside their text: it is kept in exports, and not analysed. */
function messageNotes({ found, conversation }: PairSource): string[] {
  const step = Math.max(1, Math.floor(found.length / LOOKED_AT))
  const has = { calls: false, reasoning: false, parts: false }
  for (let pair = 0; pair < found.length; pair += step) {
    const { prompt, chosen, rejected } = conversation(pair)
    for (const turn of [...prompt, ...chosen, ...rejected]) {
      has.calls ||= turn.calls !== undefined
      has.reasoning ||= hasReasoning(turn)
      has.parts ||= hasParts(turn)
    }
  }
  return [
    ...(has.calls ? ['Calls of tools are analysed as text; exports keep them as they came.'] : []),
    ...(has.reasoning ? ['Reasoning beside the answers is kept in exports and not analysed.'] : []),
    ...(has.parts ? ['Images and other parts of messages are kept in exports and not analysed.'] : []),
  ]
}

const hasReasoning = ({ message }: Turn): boolean =>
  ['reasoning_content', 'reasoning', 'thinking'].some((key) => Boolean(message?.[key]))

const hasParts = ({ message }: Turn): boolean => {
  const content: unknown = message?.content ?? message?.value
  return (
    Array.isArray(content) &&
    content.some((part: unknown) => typeof part === 'object' && part !== null && !isTextPart(part))
  )
}

const isTextPart = (part: object): boolean =>
  'text' in part && typeof part.text === 'string' && (!('type' in part) || part.type === 'text')
