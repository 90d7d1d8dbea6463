import { structureIn } from './cells.ts'
import { isRecord } from './rows.ts'
import { readSides } from './label-sets.ts'
import { oneOfSeveral, type Proposal } from './layout.ts'
import type { Mapping } from './mapping.ts'
import { columnNames, ranksIn } from './ordered.ts'
import { nameOf, valueAt, valuesAt, votesAt } from './paths.ts'
import { nameTwins } from './side-twins.ts'
import type { Table } from './table.ts'

/*
 * Argilla's exports. Fields are the texts; people answer a question (responses), and perhaps a model did
 * (suggestions). Version 1 nests {fields, responses: [{values}], suggestions: [{question_name}]}, or has a
 * column a question: [{user_id, value, status}] and NAME-suggestion. Version 2 nests {fields, responses:
 * {NAME: [{value}]}, suggestions: {NAME: {value}}}, or has NAME.responses, NAME.responses.status and
 * NAME.suggestion.
 */

/** A question, and where its answers are. */
interface Question {
  readonly name: string
  readonly responses: string
  readonly suggestion: string
}

/** What the questions of an Argilla export say of its fields. */
export function argilla(table: Table): Proposal[] {
  const questions = questionsOf(table)
  if (questions.length === 0) return []
  const fields = fieldsOf(table, questions)
  const answered = questions.map((question) => {
    const people = table.sample.some((record) => votesAt(record, question.responses).some(isThere))
    return { question, at: people ? question.responses : question.suggestion, people }
  })
  return oneOfSeveral([
    ...answered.flatMap((one) => [...ranking(table, fields, one), ...label(table, fields, one)]),
    ...ratings(table, fields, answered),
  ])
}

interface Answered {
  readonly question: Question
  readonly at: string
  /** Whether people answered; else a model did. */
  readonly people: boolean
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

function questionsOf({ rows, sample }: Table): Question[] {
  const { columns } = rows
  if (columns.includes('fields') && columns.includes('responses')) {
    const nested = new Map<string, Question>()
    for (const record of sample) {
      for (const values of valuesAt(record, 'responses.*.values')) {
        for (const name of isRecord(values) ? Object.keys(values) : []) {
          const suggestion = `suggestions.*[question_name=${name}].value`
          nested.set(name, { name, responses: `responses.*.values.${name}.value`, suggestion })
        }
      }
      for (const name of valuesAt(record, 'suggestions.*.question_name')) {
        if (typeof name !== 'string' || nested.has(name)) continue
        const suggestion = `suggestions.*[question_name=${name}].value`
        nested.set(name, { name, responses: `responses.*.values.${name}.value`, suggestion })
      }
      for (const column of ['responses', 'suggestions']) {
        const second = structureIn(valueAt(record, column))
        for (const name of isRecord(second) ? Object.keys(second) : []) {
          nested.set(name, {
            name,
            responses: `responses.${name}.*.value`,
            suggestion: `suggestions.${name}.value`,
          })
        }
      }
    }
    return [...nested.values()]
  }
  return columns.flatMap((column): Question[] => {
    if (columns.includes(`${column}-suggestion`)) {
      return [{ name: column, responses: `${column}.*.value`, suggestion: `${column}-suggestion` }]
    }
    const name = /^(.+)\.responses$/.exec(column)?.[1]
    if (name === undefined || !columns.includes(`${column}.status`)) return []
    return [{ name, responses: `${column}.*`, suggestion: `${name}.suggestion` }]
  })
}

/** Paths of the texts that the questions are about. */
function fieldsOf(table: Table, questions: readonly Question[]): string[] {
  const nested = table.rows.columns.includes('fields')
  const own = new Set(questions.map(({ name }) => name))
  return table.paths.filter(
    (path) =>
      (nested ? path.startsWith('fields.') : !own.has(path.split(/[.-](?=suggestion|responses)/)[0]!)) &&
      !/^(id|_server_id|external_id|metadata|vectors|status)($|\.)/.test(path) &&
      table.share(path, 'said') > 0.5,
  )
}

const PROMPTS = /^(prompt|instruction|question|query|input|context|conversation|chat|user|text)$/i

const promptOf = (fields: readonly string[], taken: readonly string[]): string | null => {
  const free = fields.filter((path) => !taken.includes(path))
  return free.find((path) => PROMPTS.test(nameOf(path))) ?? free[0] ?? null
}

/** A question that puts the fields into an order. */
function ranking(table: Table, fields: readonly string[], answered: Answered): Proposal[] {
  const { at } = answered
  const names = new Set(
    table.sample.flatMap((record) =>
      votesAt(record, at).flatMap((vote) => [...(ranksIn(vote)?.keys() ?? [])]),
    ),
  )
  const answers = fields.filter((path) => columnNames(path).some((name) => names.has(name)))
  if (answers.length < 2) return []
  const prompt = promptOf(fields, answers)
  return [proposal({ kind: 'ordered', prompt, answers, order: at, rule: 'best-worst' }, answered)]
}

/** A question that names one of two fields. */
function label(table: Table, fields: readonly string[], answered: Answered): Proposal[] {
  const { at } = answered
  const twin = nameTwins(fields).find(({ better }) => !better)
  if (!twin) return []
  const [a, b] = twin.names
  const read = readSides(table.set(at), { a, b, ends: twin.words }, at)
  if (!read || read.certainty < 0.9) return []
  const { aWins, bWins, ties } = read
  const mapping: Mapping = {
    kind: 'labelled',
    prompt: promptOf(fields, [a, b]),
    ...{ a, b, label: at, aWins: [...aWins], bWins: [...bWins], ties: [...ties] },
  }
  return [proposal(mapping, answered)]
}

/** Two questions that rate either of two fields. */
function ratings(table: Table, fields: readonly string[], answered: readonly Answered[]): Proposal[] {
  const twin = nameTwins(fields).find(({ better }) => !better)
  const rated = nameTwins(answered.map(({ question }) => question.name)).find(
    ({ words }) => twin && words.join() === twin.words.join(),
  )
  if (!twin || !rated) return []
  const [first, second] = rated.names.map((name) => answered.find(({ question }) => question.name === name)!)
  if (!first || !second || table.share(first.at, 'number') < 0.5) return []
  const [a, b] = twin.names
  const mapping: Mapping = {
    kind: 'scored',
    prompt: promptOf(fields, [a, b]),
    ...{ a, b, aScore: first.at, bScore: second.at, better: 'higher' },
  }
  return [proposal(mapping, first)]
}

/** What a model suggested and nobody answered is asked about. */
const proposal = (mapping: Mapping, { people, question }: Answered): Proposal => ({
  id: 'argilla',
  name: 'Argilla, answers to a question',
  mapping,
  certainty: mapping.prompt === null ? 0.6 : people ? 0.96 : 0.7,
  because: people ? '' : `Nobody answered “${question.name}”: what is suggested for it is taken.`,
})
