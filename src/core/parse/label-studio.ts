import { isRecord } from './rows.ts'
import { readSides } from './label-sets.ts'
import { oneOfSeveral, type Proposal } from './layout.ts'
import type { Mapping } from './mapping.ts'
import { columnNames, ranksIn } from './ordered.ts'
import { nameOf, valuesAt } from './paths.ts'
import { nameTwins, type NameTwins } from './side-twins.ts'
import { LOOKS, type Table } from './table.ts'

/*
 * Label Studio's JSON export: the texts in `data` under any names, and in every annotation a list of results,
 * one for each control, told apart by `from_name`.
 */

const RESULTS = 'annotations.*.result'
const PROMPTS = ['prompt', 'question', 'instruction', 'text', 'context', 'query', 'input']

/** What the controls of an export say of the texts in `data`. */
export function labelStudio(table: Table): Proposal[] {
  if (table.values(RESULTS).length === 0) return []
  const found = controlsOf(table).flatMap(({ name, type }): Proposal[] => {
    const results = `${RESULTS}.*[from_name=${name}].value`
    switch (type) {
      case 'pairwise':
        return sides(table, `${results}.selected`)
      case 'choices':
        return sides(table, `${results}.choices.*`)
      case 'ranker':
        return ranker(table, `${results}.ranker`)
      case 'rating':
        return ratings(table, name)
      default:
        return []
    }
  })
  return oneOfSeveral(found)
}

interface Control {
  readonly name: string
  readonly type: string
}

/** The controls with which the sampled tasks were annotated. */
function controlsOf(table: Table): Control[] {
  const found = new Map<string, Control>()
  for (const record of table.sample) {
    for (const result of valuesAt(record, `${RESULTS}.*`)) {
      if (!isRecord(result)) continue
      const { from_name: name, type } = result
      if (typeof name === 'string' && typeof type === 'string') found.set(name, { name, type })
    }
  }
  return [...found.values()]
}

const dataPaths = (table: Table): string[] => table.paths.filter((path) => path.startsWith('data.'))

const twinOf = (table: Table): NameTwins | undefined =>
  nameTwins(dataPaths(table)).find(
    ({ names, better }) => !better && names.every((path) => table.share(path, 'said') > 0.5),
  )

function promptOf(table: Table, taken: readonly string[]): string | null {
  const free = dataPaths(table).filter((path) => !taken.includes(path) && table.share(path, 'said') > 0.5)
  return PROMPTS.map((name) => `data.${name}`).find((path) => free.includes(path)) ?? null
}

/** A control that names the left or the right text. */
function sides(table: Table, label: string): Proposal[] {
  const twin = twinOf(table)
  const set = table.set(label)
  if (!twin || set.size === 0) return []
  const [a, b] = twin.names
  const read = readSides(set, { a, b, ends: twin.words }, label)
  if (!read) return []
  const { aWins, bWins, ties, certainty, because } = read
  const prompt = promptOf(table, [a, b])
  const mapping: Mapping = {
    kind: 'labelled',
    prompt,
    ...{ a, b, label, aWins: [...aWins], bWins: [...bWins], ties: [...ties] },
  }
  return [proposal('Label Studio, a choice of two', mapping, certainty >= 0.9 ? 0.95 : 0.7, because)]
}

/** A control that puts answers into an order: those of a list in `data`, or columns of their own. */
function ranker(table: Table, order: string): Proposal[] {
  const orders = table.values(order).flatMap((value) => ranksIn(value) ?? [])
  if (orders.length === 0) return []
  const names = new Set(orders.flatMap((ranks) => [...ranks.keys()]))
  const columns = dataPaths(table).filter(
    (path) => columnNames(path).some((name) => names.has(name)) && table.share(path, 'said') > 0.5,
  )
  const list = dataPaths(table).find(
    (path) => table.share(path, 'list') > 0.5 && valuesAt(table.sample[0]!, `${path}.*.id`).length > 1,
  )
  const answers = list === undefined ? columns : list
  if (typeof answers !== 'string' && answers.length < 2) return []
  const inside = ['body', 'text', 'answer', 'response', 'content', 'title', 'html'].find(
    (name) => list !== undefined && valuesAt(table.sample[0]!, `${list}.*.${name}`).some(LOOKS.text),
  )
  if (list !== undefined && inside === undefined) return []
  const prompt = promptOf(table, [answers].flat())
  const mapping: Mapping = {
    kind: 'ordered',
    ...{ prompt, answers, order, rule: 'best-worst' },
    ...(list === undefined ? {} : { response: inside!, key: 'id' }),
  }
  return [proposal('Label Studio, answers in order', mapping, 0.95, '')]
}

/** Two controls that rate either text. */
function ratings(table: Table, name: string): Proposal[] {
  const names = controlsOf(table).flatMap((control) => (control.type === 'rating' ? [control.name] : []))
  const twin = nameTwins(names).find(({ names: [first], better }) => first === name && !better)
  const texts = twinOf(table)
  if (!twin || !texts || twin.words.join() !== texts.words.join()) return []
  const [a, b] = texts.names
  const [aScore, bScore] = twin.names.map((one) => `${RESULTS}.*[from_name=${one}].value.rating`) as [
    string,
    string,
  ]
  const mapping: Mapping = {
    kind: 'scored',
    prompt: promptOf(table, [a, b]),
    ...{ a, b, aScore, bScore, better: 'higher' },
  }
  return [proposal(`Label Studio, ratings (${nameOf(a)} and ${nameOf(b)})`, mapping, 0.9, '')]
}

const proposal = (name: string, mapping: Mapping, certainty: number, because: string): Proposal => ({
  id: 'label-studio',
  name,
  mapping,
  certainty: mapping.prompt === null ? 0.6 : certainty,
  because: certainty >= 0.9 && mapping.prompt !== null ? '' : because,
})
