import { WhittleError } from '../failure.ts'
import { parseJson } from '../parse-json.ts'
import { isRecord, quoted } from '../parse/rows.ts'
import { z } from '../schema.ts'

/** A text that has the concept, or has not; with the source row that it was marked in, where it was. */
const example = z.union([
  z.string(),
  z.strictObject({ text: z.string(), row: z.int().positive().describe('Source row that it was marked in') }),
])

const common = {
  id: z.string(),
  label: z.string(),
  description: z.string().exactOptional(),
}

/** The form of a definition, for what holds one; `checkDefinitions` says more. */
export const ownDefinition = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('examples'),
    positive: z.array(example),
    negative: z.array(example),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('rule'),
    pattern: z.string().exactOptional(),
    phrases: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('compose'),
    any: z.array(z.string()),
    without: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('column'),
    column: z.string(),
    value: z.union([z.string(), z.number(), z.boolean()]).exactOptional(),
  }),
])

/** A concept of one's own, as files, sessions and specs hold it. */
export type OwnDefinition = z.infer<typeof ownDefinition>
export type ExamplesDefinition = Extract<OwnDefinition, { kind: 'examples' }>
export type RuleDefinition = Extract<OwnDefinition, { kind: 'rule' }>
export type ComposeDefinition = Extract<OwnDefinition, { kind: 'compose' }>
export type ColumnDefinition = Extract<OwnDefinition, { kind: 'column' }>
export type OwnKind = OwnDefinition['kind']

const KINDS = ['examples', 'rule', 'compose', 'column'] as const

const ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u
/** Limits that keep a hostile file from filling memory or the page. */
const LONGEST_ID = 80
const LONGEST_LABEL = 200
const LONGEST_PATTERN = 2000
const MOST_DEFINITIONS = 500
const MOST_EXAMPLES = 5000

export const exampleText = (one: ExamplesDefinition['positive'][number]): string =>
  typeof one === 'string' ? one : one.text

export const exampleRow = (one: ExamplesDefinition['positive'][number]): number | null =>
  typeof one === 'string' ? null : one.row

const bad = (sentence: string) => new WhittleError('bad-file', sentence)

/**
 * Reads a file of concepts.
 * @param name of the file, for sentences
 * @throws WhittleError 'bad-file' with one sentence
 */
export function readDefinitions(text: string, name: string): OwnDefinition[] {
  const value = parseJson(text)
  if (value === undefined) throw bad(`${name} is not JSON; a list of concepts is expected.`)
  if (!Array.isArray(value))
    throw bad(
      `${name} is no list of concepts like [{"id": "thanks", "label": "Thanks", "kind": "rule", "phrases": ["thank you"]}].`,
    )
  try {
    return checkDefinitions(value)
  } catch (error) {
    if (error instanceof WhittleError) throw bad(`${name}: ${error.message}`)
    throw error
  }
}

/**
 * Checks definitions that come from elsewhere. That the ids of `any` and `without` exist is checked where the
 * concepts of the data are known.
 * @throws WhittleError 'bad-file' with one sentence that names the concept
 */
export function checkDefinitions(values: readonly unknown[]): OwnDefinition[] {
  if (values.length > MOST_DEFINITIONS)
    throw bad(`There are ${values.length} concepts; ${MOST_DEFINITIONS} is the most.`)
  const checked = values.map(checkOne)
  const seen = new Set<string>()
  for (const { id } of checked) {
    if (seen.has(id)) throw bad(`Two concepts have the id ${quoted(id)}.`)
    seen.add(id)
  }
  inOrder(checked)
  return checked
}

/**
 * Definitions in an order in which a composed one comes after those that it names.
 * @throws WhittleError 'bad-file' where they name one another in a ring
 */
export function inOrder(definitions: readonly OwnDefinition[]): OwnDefinition[] {
  const byId = new Map(definitions.map((one) => [one.id, one]))
  const placed = new Set<string>()
  const open = new Set<string>()
  const order: OwnDefinition[] = []
  const place = (one: OwnDefinition) => {
    if (placed.has(one.id)) return
    if (open.has(one.id)) throw bad(`The concept ${quoted(one.id)} is composed of itself.`)
    open.add(one.id)
    for (const id of namesIn(one)) if (byId.has(id)) place(byId.get(id)!)
    placed.add(one.id)
    order.push(one)
  }
  definitions.forEach(place)
  return order
}

/** Ids that a definition names. */
export const namesIn = (one: OwnDefinition): readonly string[] =>
  one.kind === 'compose' ? [...one.any, ...(one.without ?? [])] : []

function checkOne(value: unknown, at: number): OwnDefinition {
  const id = isRecord(value) && typeof value['id'] === 'string' ? ` (${quoted(value['id'])})` : ''
  const wrong = (what: string) => bad(`Concept ${at + 1}${id} ${what}.`)
  if (!isRecord(value)) throw wrong('is no object')
  const kind = value['kind']
  if (!KINDS.some((one) => one === kind))
    throw wrong(`has the kind ${JSON.stringify(kind) ?? 'nothing'}; what there is are ${KINDS.join(', ')}`)
  const parsed = ownDefinition.safeParse(value)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw wrong(`is not as expected${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${message}`)
  }
  const what = fault(parsed.data)
  if (what) throw wrong(what)
  return parsed.data
}

/** What is wrong with a definition that has the right form; null where nothing is. */
function fault(one: OwnDefinition): string | null {
  if (!ID.test(one.id) || one.id.length > LONGEST_ID)
    return `needs an id of at most ${LONGEST_ID} letters, digits, "-", "_" and "."`
  if (one.label.trim() === '' || one.label.length > LONGEST_LABEL)
    return `needs a label of 1 to ${LONGEST_LABEL} characters`
  switch (one.kind) {
    case 'examples':
      return faultOfExamples(one)
    case 'rule':
      return faultOfRule(one)
    case 'compose': {
      const both = one.any.find((id) => one.without?.includes(id))
      if (one.any.length === 0) return 'names no concept in "any"'
      return both === undefined ? null : `has ${quoted(both)} both in "any" and in "without"`
    }
    case 'column':
      return one.column === '' ? 'names no column' : null
  }
}

function faultOfExamples({ positive, negative }: ExamplesDefinition): string | null {
  for (const [name, texts] of [['positive', positive] as const, ['negative', negative] as const]) {
    if (texts.length < 2) return `needs at least two ${name} examples`
    if (texts.length > MOST_EXAMPLES) return `has more than ${MOST_EXAMPLES} ${name} examples`
    const empty = texts.findIndex((text) => exampleText(text).trim() === '')
    if (empty >= 0) return `has an empty text: ${name} example ${empty + 1}`
  }
  const yes = new Set(positive.map(exampleText))
  const both = negative.map(exampleText).find((text) => yes.has(text))
  return both === undefined ? null : `has ${quoted(both)} both as a positive and as a negative example`
}

function faultOfRule({ pattern, phrases }: RuleDefinition): string | null {
  if ((pattern === undefined) === (phrases === undefined)) return 'needs either "pattern" or "phrases"'
  if (pattern === '') return 'has an empty pattern'
  if (pattern !== undefined && pattern.length > LONGEST_PATTERN)
    return `has a pattern of more than ${LONGEST_PATTERN} characters`
  return phrases?.length === 0 ? 'has no phrases' : null
}

/** What a definition says, but for its words: two with one key find the same. */
export const contentKey = ({ label: _, description: __, ...content }: OwnDefinition): string =>
  JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
