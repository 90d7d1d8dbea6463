import { z } from '../schema.ts'

/*
 * How rows become pairs, or single responses. The page's dialog, `whittle inspect` and mapping files share
 * this format. Columns are paths (see paths.ts). Label values are compared as text, numbers alike however
 * they are written; "< 4", "> 4" and "1 to 1.5" stand for ranges of numbers, after single values.
 */

const path = z.string().min(1)
const optional = path.nullish()
const texts = z.union([z.string().transform((text) => [text]), z.array(z.coerce.string())])
const better = z.enum(['higher', 'lower'])

/**
 * What every kind may say beside the responses. Left out, a column is looked for by its name; null for none.
 */
const common = {
  prompt: path
    .nullable()
    .describe('Null where the prompt is part of the responses (TRL’s implicit prompt, HH transcripts)'),
  system: optional.describe('The system message'),
  history: optional.describe('Earlier rounds, [question, answer] each (Alpaca)'),
  input: optional.describe('Goes below the prompt (Alpaca)'),
  prefill: optional.describe('How the answer begins on both sides (Step-DPO)'),
  turn: optional.describe('How many rounds of the conversations are judged (MT-bench)'),
  tied: z
    .enum(['keep', 'drop'])
    .nullish()
    .describe('Whether rows that are ties stay in the data, without being pairs; they do where left out'),
}

/** Two columns with a score each of the two responses, kept as a margin beside the label. */
const scores = z.tuple([path, path]).nullish()

const rule = z.enum(['best-worst', 'best-next', 'neighbours', 'all']).default('best-worst')

const columns = z.strictObject({
  kind: z.literal('columns'),
  ...common,
  chosen: path,
  rejected: path,
  scores,
  lists: z
    .enum(['first', 'matched', 'all'])
    .nullish()
    .describe('Where both columns hold lists of answers: which of them are paired'),
})

const labelled = z.strictObject({
  kind: z.literal('labelled'),
  ...common,
  a: path,
  b: path,
  label: z
    .union([path, z.array(path).min(1)])
    .describe('Of several, and of several values, most votes count'),
  aWins: texts.describe('Values where a is preferred'),
  bWins: texts,
  ties: texts.default([]).describe('Values where neither is; all others are no vote'),
  names: z.tuple([path, path]).nullish().describe('Columns with the names of a and b, which the label says'),
  scores,
})

const scored = z.strictObject({
  kind: z.literal('scored'),
  ...common,
  a: path,
  b: path,
  aScore: path,
  bScore: path,
  better: better.default('higher'),
})

const ranked = z.strictObject({
  kind: z.literal('ranked'),
  ...common,
  answers: path.describe('A list of answers'),
  response: path.nullable().describe('Inside each answer; null where the answers are the responses'),
  score: path.describe('Inside each answer; where response is null, a list as long as the answers'),
  better: better.default('higher'),
  rule,
})

const ordered = z.strictObject({
  kind: z.literal('ordered'),
  ...common,
  answers: z
    .union([path, z.array(path).min(2)])
    .describe('A list of answers, or the columns with one answer each'),
  response: optional.describe('Inside each answer of the list; null where the answers are the responses'),
  key: optional.describe('What the order calls an answer of the list; null for its place from 0'),
  order: path.describe('Names of the answers, the best first, or {rank, value} of each; of several the mean'),
  rule,
})

const branches = z.strictObject({
  kind: z.literal('branches'),
  ...common,
  conversation: path.describe('Messages, with several answers to each of the user’s (PRISM)'),
  chosen: path.describe('Inside a message: whether the conversation went on with it'),
  score: optional.describe('Inside a message; of those not chosen the lowest is the rejected one'),
})

const rows = z.strictObject({
  kind: z.literal('rows'),
  ...common,
  prompt: path,
  response: path,
  score: path,
  better: better.default('higher'),
})

const judged = z.strictObject({
  kind: z.literal('judged'),
  ...common,
  response: path,
  label: path,
  good: texts.describe('Values where the response is good'),
  bad: texts.describe('Values where it is bad; all others are no vote'),
})

export const mappingSchema = z.discriminatedUnion('kind', [
  columns,
  labelled,
  scored,
  ranked,
  ordered,
  branches,
  rows,
  judged,
])

/** How rows become pairs, or single responses. */
export type Mapping = z.infer<typeof mappingSchema>
/** One response a row, judged good or bad. */
export type ResponseMapping = Extract<Mapping, { kind: 'judged' }>
/** How rows become pairs. */
export type PairMapping = Exclude<Mapping, ResponseMapping>

/** How pairs are made of a list of answers, as shown to a person. */
export const PAIR_RULES = {
  'best-worst': 'the best against the worst',
  'best-next': 'the best against the next best',
  neighbours: 'each against the next best',
  all: 'each against every worse one',
} as const

/** How lists of chosen and of rejected answers are paired, as shown to a person. */
export const LIST_RULES = {
  first: 'the first of either list',
  matched: 'each chosen answer and the rejected one at the same place',
  all: 'each chosen answer and every rejected one',
} as const
