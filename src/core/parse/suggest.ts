import { jsonText } from './json-write.ts'
import { exchangedSides, isTie, readJudged, readSides, type SidesReading } from './label-sets.ts'
import type { Proposal } from './layout.ts'
import { bothSides } from './response-layouts.ts'
import { labelText, numeric, scoreValue } from './labels.ts'
import type { Mapping } from './mapping.ts'
import { nameOf, valueAt } from './paths.ts'
import { quoted } from './rows.ts'
import { type NameTwins, nameTwins } from './side-twins.ts'
import { LOOKS, type Table } from './table.ts'
import { responseText, structuredTurns } from './turns.ts'

/*
 * Ways to read a file that is in no known layout, from names and values: which one fits the rows best is for
 * detect() to find. Certainties are below what opens a file without asking.
 */

const PROMPT = [
  'prompt',
  'instruction',
  'question',
  'query',
  'user',
  'human',
  'user_prompt',
  'input',
  'context',
  'conversation',
  'conversations',
  'messages',
  'history',
  'post',
  'problem',
  'task',
  'request',
  'article',
  'document',
  'title',
  'user_message',
  'user_query',
  'user_input',
  'prompt_text',
  'inputs',
  'in',
  'x',
  'ask',
  'dialogue',
  'dialog',
  'frage',
  'aufgabe',
  'pregunta',
  'consulta',
  'pergunta',
  'sujet',
  'consigne',
  'domanda',
  'вопрос',
  '问题',
  '提问',
  '指令',
  '質問',
  '指示',
  '질문',
]
/** Names of columns that are about a row and are no text of it. */
const ABOUT =
  /(^|[_.\s-])(id|ids|uuid|hash|sha|url|uri|path|file|filename|image|images|model|models|name|source|dataset|lang|language|split|category|domain|topic|date|time|created|timestamp|worker|annotator|judge|user_id|author|license|subreddit|tags?|type|status|version)$/i
/** Texts that speak about a response, or that are none of the two. */
const BESIDE =
  /reason|rational|explan|comment|feedback|critique|justif|note|reference|gold|ground|principle|rubric/i
const RESPONSE =
  /completion|response|output|answer|reply|generat|message|text|content|summary|continuation|solution|^out$|^body$|antwort|respuesta|r[eé]ponse|resposta|risposta|ответ|回答|回复|答案|답변/i
const LABEL =
  /label|winner|(^|_)wins?(_|$)|preference|preferred|choice|better|(^|_)best(_|$)|(^|_)pick(ed)?(_|$)|outcome|^(correct_)?answer$|(^|_)vote(s|d)?$|verdict|chosen|selected|comparison|decision|judg|gewinner|besser|ganador|mejor|choix|pr[eé]f[eé]r[eé]|escolha|勝者|胜者|偏好/i
const JUDGED =
  /label|tag$|thumb|feedback|(^|_)(up|down)?votes?$|rating|star|score|like|good|quality|desirab|judg|verdict|grade|helpful|accept|reward|correct|safe|toxic|harm|reaction|review|approv|note$|bewertung|puntuaci|评分|評価/i
const SCORE =
  /score|rating|reward|rank|grade|quality|helpful|upvote|votes([_.-]|$)|likes([_.-]|$)|stars?([_.-]|$)|elo|overall|selected|accepted|loss|perplexity|ppl|toxicity|karma|points|bewertung|puntuaci|得分|评分/i
const LOWER =
  /(^|[_.])(rank|ranking|position|place|loss|perplexity|ppl|toxicity|harm(fulness)?|errors?)([_.]|$)/i

/**
 * Every way that the columns suggest, with the texts of any path weighed by how much they look like
 * responses.
 */
export function suggestions(table: Table): Proposal[] {
  const texts = table.paths.filter((path) => mostlyAt(table, path, isTextual))
  const weights = new Map(texts.map((path) => [path, textWeight(table, path)]))
  const context: Suggesting = { table, texts, weight: (path) => weights.get(path) ?? 0 }
  return [
    ...twins(context),
    ...byColumnName(context),
    ...lists(context),
    ...single(context),
    ...byLength(context),
  ]
}

interface Suggesting {
  readonly table: Table
  readonly texts: readonly string[]
  /** How much the texts at a path look like responses, 0 to 1. */
  weight(path: string): number
}

const isTextual = (value: unknown): boolean =>
  (typeof value === 'string' && numeric(value) === null) ||
  LOOKS.turns(value) ||
  LOOKS.turn(value) ||
  LOOKS.messages(value)

/** Names of columns about a row mislead where their texts are longer. */
const FEW_WORDS = 4

/** Long, various texts of words weigh most; ids, names, paths and words of a small set next to nothing. */
function textWeight(table: Table, path: string): number {
  const texts = table.values(path).map(asText)
  if (texts.length === 0) return 0
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / texts.length
  const single = texts.filter((text) => !/\s/.test(text.trim())).length / texts.length
  const various = new Set(texts).size / texts.length
  const size = Math.min(1, Math.log2(1 + words) / 6)
  const about = ABOUT.test(nameOf(path)) && words < FEW_WORDS ? 0.2 : BESIDE.test(nameOf(path)) ? 0.5 : 1
  return size * (single > 0.9 ? 0.3 : 1) * (various < 0.2 && texts.length >= 10 ? 0.3 : 1) * about
}

function asText(value: unknown): string {
  const turns = typeof value === 'string' && !/^\s*[[{"]/.test(value) ? null : structuredTurns(value)
  return turns ? responseText(turns) : typeof value === 'string' ? value : jsonText(value)
}

/** Whether the texts of two columns can be two responses: those of one row mostly differ. */
function differ({ table }: Suggesting, [a, b]: readonly [string, string]): boolean {
  const both = table.sample.filter((record) =>
    [a, b].every((path) => (valueAt(record, path) ?? null) !== null),
  )
  const differing = both.filter((record) => asText(valueAt(record, a)) !== asText(valueAt(record, b)))
  return both.length > 0 && differing.length > both.length / 2
}

/** Two columns whose names are alike but for the words for the two responses. */
function twins(context: Suggesting): Proposal[] {
  const { texts } = context
  const found = nameTwins(texts).filter(({ names }) => differ(context, names))
  return found.flatMap((pair) => {
    const proposals = pair.better ? [chosenRejected(context, pair)] : placed(context, pair)
    // Names that say which is better may hold the names of two other columns.
    return proposals.flatMap((proposal) => proposal ?? [])
  })
}

function chosenRejected(context: Suggesting, { names: [chosen, rejected] }: NameTwins): Proposal | null {
  const prompt = promptOf(context, [chosen, rejected])
  const weight = pairWeight(context, [chosen, rejected])
  return {
    id: 'columns',
    name: 'a chosen and a rejected response',
    mapping: { kind: 'columns', prompt, chosen, rejected },
    certainty: 0.73 * weight,
    because: `${quoted(chosen)} and ${quoted(rejected)} are taken as the chosen and the rejected response.`,
  }
}

const pairWeight = ({ weight }: Suggesting, [a, b]: readonly [string, string]) =>
  Math.sqrt(Math.max(weight(a), 0.02) * Math.max(weight(b), 0.02)) ** 0.5

/** Two columns of text, one of which a label names: "gpt-4o", "mistral-large", and who won. */
function byColumnName(context: Suggesting): Proposal[] {
  const { table, texts } = context
  return table.paths.flatMap((label): Proposal[] => {
    const values = [...table.set(label).keys()]
    const named = texts.filter((path) => path !== label && values.includes(path.toLowerCase()))
    if (named.length !== 2 || !differ(context, [named[0]!, named[1]!])) return []
    const [a, b] = named as [string, string]
    const ties = values.filter((value) => isTie(value))
    if (values.length > 2 + ties.length) return []
    return [
      {
        id: 'labelled',
        name: 'two responses and a label',
        mapping: {
          kind: 'labelled',
          prompt: promptOf(context, named),
          ...{ a, b, label, aWins: [a.toLowerCase()], bWins: [b.toLowerCase()], ties },
        },
        certainty: 0.73 * pairWeight(context, [a, b]),
        because: `${quoted(label)} holds the name of the column whose response is preferred.`,
      },
    ]
  })
}

/** Two responses told apart by place, with a label or two scores that say which is better. */
function placed(context: Suggesting, { names, words }: NameTwins): Proposal[] {
  const [a, b] = names
  const { table } = context
  const prompt = promptOf(context, names)
  const weight = pairWeight(context, names)
  const scores = scoreTwins(table, words)
  const base = { prompt, a, b }
  const labels = labelPaths(context, [a, b, prompt]).flatMap((label): Proposal[] => {
    const named = byModelNames(context, label, words)
    const read = named ?? sideReading(table, { a, b, ends: words }, label, scores)
    if (!read) return []
    const { aWins, bWins, ties, certainty, because } = read
    const asked = LABEL.test(nameOf(label)) || LABEL.test(label) || isSigned(table, label) ? 1 : 0.6
    return [
      {
        id: 'labelled',
        name: 'two responses and a label',
        mapping: {
          kind: 'labelled',
          ...base,
          label,
          aWins: [...aWins],
          bWins: [...bWins],
          ties: [...ties],
          ...(named ? { names: named.names } : {}),
          ...(scores ? { scores } : {}),
        },
        certainty: Math.min(0.74, 0.5 + certainty / 4) * weight * asked,
        because,
      },
    ]
  })
  if (!scores) return labels
  const better = LOWER.test(nameOf(scores[0])) ? 'lower' : 'higher'
  const scored: Proposal = {
    id: 'scored',
    name: 'two responses with two scores',
    mapping: { kind: 'scored', ...base, aScore: scores[0], bScore: scores[1], better },
    certainty: 0.66 * weight,
    because: `The response with the ${better} score is taken as the chosen one (${quoted(scores[0])} and ${quoted(scores[1])}).`,
  }
  return [...labels, scored]
}

/** Two columns of numbers whose names differ as those of the responses do. */
export function scoreTwins(table: Table, words: readonly [string, string]): [string, string] | null {
  const numbers = table.paths.filter(
    (path) => SCORE.test(nameOf(path)) && mostlyAt(table, path, (value) => scoreValue(value) !== null),
  )
  const twin = nameTwins(numbers).find((found) => found.words[0] === words[0] && found.words[1] === words[1])
  return twin ? [...twin.names] : null
}

function mostlyAt(table: Table, path: string, test: (value: unknown) => boolean): boolean {
  const values = table.values(path)
  return values.length > 0 && values.filter(test).length > values.length / 2
}

const MOST_LABELS = 1000

/** Columns that could say which response is better: few values, or numbers. */
function labelPaths({ table, texts, weight }: Suggesting, taken: readonly (string | null)[]): string[] {
  const votes = table.paths
    .filter((path) => /\.0\.value$/.test(path))
    .map((path) => path.replace(/\.0\.value$/, '.*.value'))
  return [...new Set([...table.paths, ...votes])].filter((path) => {
    if (taken.includes(path) || path.endsWith('.0.value')) return false
    const name = nameOf(path)
    const named = LABEL.test(name) || LABEL.test(path)
    const size = table.set(path).size
    if (size === 0 || size >= MOST_LABELS) return false
    if (mostlyAt(table, path, LOOKS.number)) {
      return (isSigned(table, path) || (named && !SCORE.test(name))) && !/ratio|count|num/i.test(name)
    }
    return (named || !ABOUT.test(name)) && !(texts.includes(path) && weight(path) > 0.4 && size > 12)
  })
}

/** Numbers of both signs speak of one response against the other. */
function isSigned(table: Table, path: string): boolean {
  const signs = new Set([...table.set(path).keys()].map((value) => Math.sign(Number(value))))
  return signs.has(-1) && signs.has(1)
}

/** A label whose values are the names in two columns beside the responses. */
function byModelNames(
  { table }: Suggesting,
  label: string,
  words: readonly [string, string],
): (SidesReading & { readonly names: [string, string] }) | null {
  const pairs = nameTwins(table.paths).filter(
    (twin) => twin.words[0] === words[0] && twin.words[1] === words[1],
  )
  for (const { names } of pairs) {
    if (names.includes(label)) continue
    const rows = table.sample.map((record) =>
      [label, ...names].map((path) => labelText(valueAt(record, path))),
    )
    const said = rows.filter(([value]) => value !== '')
    const hits = said.filter(([value, a, b]) => a !== b && (value === a || value === b))
    if (hits.length < 2 || hits.length < said.length / 2) continue
    const others = new Set(said.filter((row) => !hits.includes(row)).map(([value]) => value!))
    return {
      names: [...names],
      aWins: [],
      bWins: [],
      ties: [...others].filter((value) => /tie|draw|both|same|equal|neither/.test(value)),
      certainty: 0.97,
      because: `${quoted(label)} holds the name of the model whose response is preferred (${quoted(names[0])} and ${quoted(names[1])}).`,
    }
  }
  return null
}

/** What a label says, the other way round where the scores beside the responses prove it. */
function sideReading(
  table: Table,
  twin: { a: string; b: string; ends: readonly [string, string] },
  label: string,
  scores: readonly [string, string] | null,
): SidesReading | null {
  const read = readSides(table.set(label), twin, label)
  if (!read || !scores) return read
  let [agree, disagree] = [0, 0]
  for (const record of table.sample) {
    const [x, y] = scores.map((path) => numeric(valueAt(record, path)))
    const value = labelText(valueAt(record, label))
    if (x === null || y === null || x === undefined || y === undefined || x === y) continue
    const first = read.aWins.includes(value)
    if (!first && !read.bWins.includes(value)) continue
    if (first === x > y) agree++
    else disagree++
  }
  if (agree + disagree < 3) return read
  const beside = `, as ${quoted(scores[0])} and ${quoted(scores[1])} show`
  const because = read.because.replace(/\.$/, `${beside}.`)
  if (agree >= 0.9 * (agree + disagree)) return { ...read, certainty: 0.9, because }
  if (disagree < 0.9 * (agree + disagree)) return read
  return {
    ...exchangedSides(read),
    certainty: 0.9,
    because: `${quoted(label)} names the response with the higher score${beside}.`,
  }
}

const promptName = (path: string): string =>
  nameOf(path)
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')

/** The likeliest prompt beside some responses: by name, else the weightiest other text. */
function promptOf({ texts, weight, table }: Suggesting, responses: readonly string[]): string | null {
  const within = responses.map((path) => path.slice(0, path.lastIndexOf('.') + 1))
  const free = texts.filter(
    (path) => !responses.includes(path) && !responses.some((other) => path.startsWith(`${other}.`)),
  )
  const named = PROMPT.flatMap((name) => free.filter((path) => promptName(path) === name))
  // A prompt in the object that holds the responses comes before one outside.
  const best = named.find((path) => within.includes(path.slice(0, path.lastIndexOf('.') + 1))) ?? named[0]
  if (best !== undefined) return best
  if (responses.some((path) => table.share(path, 'marked') > 0.5 || asksToo(table, path))) return null
  const rest = free.filter(
    (path) => !RESPONSE.test(nameOf(path)) && !BESIDE.test(nameOf(path)) && weight(path) > 0.2,
  )
  return rest.toSorted((x, y) => weight(y) - weight(x))[0] ?? null
}

/** Whether the responses are whole conversations. */
const asksToo = (table: Table, path: string) =>
  mostlyAt(table, path, (value) => structuredTurns(value)?.some(({ role }) => role === 'user') ?? false)

/** Lists of answers with a score or a rank each. */
function lists(context: Suggesting): Proposal[] {
  const { table } = context
  const found = table.paths.filter((path) =>
    mostlyAt(table, path, (value) => LOOKS.list(value) && structuredTurns(value) === null),
  )
  return found.flatMap((answers): Proposal[] => {
    const inside = table.paths
      .filter((path) => path.startsWith(`${answers}.0.`))
      .map((path) => path.slice(answers.length + 3))
    const at = (name: string) => `${answers}.0.${name}`
    const response = inside
      .filter((name) => mostlyAt(table, at(name), isTextual))
      .toSorted((x, y) => context.weight(at(y)) - context.weight(at(x)))[0]
    const score = inside.find((name) => SCORE.test(nameOf(name)) && mostlyAt(table, at(name), LOOKS.number))
    if (response !== undefined && score !== undefined)
      return [listProposal(context, { answers, response, score }, 0.72)]
    const beside = mostlyAt(table, answers, LOOKS.texts)
      ? found.find(
          (path) =>
            path !== answers && SCORE.test(nameOf(path)) && mostlyAt(table, `${path}.*`, LOOKS.number),
        )
      : undefined
    return beside === undefined
      ? []
      : [listProposal(context, { answers, response: null, score: beside }, 0.7)]
  })
}

function listProposal(
  context: Suggesting,
  list: { readonly answers: string; readonly response: string | null; readonly score: string },
  certainty: number,
): Proposal {
  const { answers, response, score } = list
  const better = LOWER.test(score) ? 'lower' : 'higher'
  const prompt = promptOf(context, [response === null ? `${answers}.0` : `${answers}.0.${response}`, answers])
  return {
    id: 'ranked',
    name: 'a list of answers with scores',
    mapping: { kind: 'ranked', prompt, answers, response, score, better, rule: 'best-worst' },
    certainty,
    because: `${quoted(answers)} lists answers; the best and the worst by ${quoted(score)} (${better} is better) are taken as a pair.`,
  }
}

/**
 * One response a row, with a label of few values or a score; rows with the same prompt one after the other
 * are pairs.
 */
function single(context: Suggesting): Proposal[] {
  const { table, texts, weight } = context
  // Beside two columns that could be the two responses, a label hardly speaks of one.
  const alone = nameTwins(texts).some(({ names }) => differ(context, names)) ? 0.8 : 1
  const labels = table.paths.filter(
    (path) => JUDGED.test(nameOf(path)) && !(texts.includes(path) && weight(path) > 0.4),
  )
  const [response] = texts
    .filter((path) => !labels.includes(path) && !PROMPT.includes(promptName(path)))
    .toSorted((x, y) => responseWeight(context, y) - responseWeight(context, x))
  const answer = response ?? texts.find((path) => asksToo(table, path))
  if (answer === undefined) return []
  const prompt = promptOf(context, [answer])
  return labels.flatMap((label, i): Proposal[] => {
    const read = readJudged(table.set(label), label)
    if (!read || table.set(label).size < 2) return []
    const later = alone * (1 - Math.min(i, 5) / 50)
    const mapping: Mapping = { kind: 'judged', prompt, response: answer, label, ...bothSides(read) }
    const judged = {
      id: 'judged',
      name: 'single responses and a label',
      mapping,
      certainty: 0.5 * later,
      because: read.because,
    }
    if (prompt === null || table.set(label).size < 3 || !mostlyAt(table, label, LOOKS.number)) return [judged]
    if (answeredTogether(table, prompt) < 0.8) return [judged]
    const better = LOWER.test(nameOf(label)) ? 'lower' : 'higher'
    const rows: Proposal = {
      id: 'rows',
      name: 'several rows a prompt, with scores',
      mapping: { kind: 'rows', prompt, response: answer, score: label, better },
      certainty: 0.55 * later,
      because: `Rows with the same prompt are taken as a pair: the best answer against the worst by ${quoted(label)} (${better} is better).`,
    }
    return [judged, rows]
  })
}

const responseWeight = ({ weight }: Suggesting, path: string) =>
  weight(path) * (RESPONSE.test(nameOf(path)) ? 2 : 1)

/** Share of the file's rows that stand beside another row with the same prompt. */
function answeredTogether(table: Table, prompt: string): number {
  const prompts = table.rows.records
    .slice(0, 2000)
    .flatMap((record) => (record ? [jsonText(valueAt(record, prompt))] : []))
  const beside = prompts.filter((text, i) => text === prompts[i - 1] || text === prompts[i + 1])
  return prompts.length > 0 ? beside.length / prompts.length : 0
}

/** With nothing to go by, the two longest columns are the responses, in the order of the file. */
function byLength(context: Suggesting): Proposal[] {
  const { texts, weight } = context
  const named = texts.find((path) => PROMPT.includes(promptName(path)))
  const candidates = texts.length > 2 ? texts.filter((path) => path !== named) : texts
  const top = texts.filter(
    (path) => !candidates.some((other) => path !== other && path.startsWith(`${other}.`)),
  )
  const longest = candidates
    .filter((path) => top.includes(path))
    .toSorted((x, y) => weight(y) - weight(x))
    .slice(0, 2)
  const [chosen, rejected] = candidates.filter((path) => longest.includes(path))
  if (chosen === undefined || rejected === undefined || !differ(context, [chosen, rejected])) return []
  const prompt = texts.length > 2 ? (named ?? promptOf(context, [chosen, rejected])) : null
  return [
    {
      id: 'columns',
      name: 'two columns of text',
      mapping: { kind: 'columns', prompt, chosen, rejected },
      certainty: 0.1,
      because: `Nothing says which response is better: ${quoted(chosen)} and ${quoted(rejected)} are merely the longest texts.`,
    },
  ]
}
