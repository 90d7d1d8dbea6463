import { structureIn } from './cells.ts'
import type { Mapping } from './mapping.ts'
import { valueAt, valuesAt } from './paths.ts'
import type { SourceRecord } from './rows.ts'
import { type Template, templateOf, templateTurns, withoutEnd } from './templates.ts'
import { structuredTurns, type Turn } from './turns.ts'

/** How the cells of a mapping's columns are read: decided by the column, not cell by cell. */
export interface Interpretation {
  /** The chat template whose marks the texts have; null for none. */
  readonly template: Template | null
  /** Whether both responses begin with the prompt. */
  readonly repeatsPrompt: boolean
  /** Whether prompt and responses are lists of texts, one a round (LMArena 55k). */
  readonly rounds: boolean
  /** The cell as turns; null where it is neither text nor messages. */
  turns(path: string, value: unknown, speaker: 'user' | 'assistant'): Turn[] | null
}

/** Paths of the texts of a mapping: the responses', with a * for every answer of a list. */
export function responsePaths(mapping: Mapping): readonly string[] {
  switch (mapping.kind) {
    case 'columns':
      return mapping.lists
        ? [`${mapping.chosen}.*`, `${mapping.rejected}.*`]
        : [mapping.chosen, mapping.rejected]
    case 'labelled':
    case 'scored':
      return [mapping.a, mapping.b]
    case 'ranked':
    case 'ordered': {
      const { answers, response } = mapping
      if (typeof answers !== 'string') return answers
      return [response === undefined || response === null ? `${answers}.*` : `${answers}.*.${response}`]
    }
    case 'branches':
      return []
    case 'rows':
    case 'judged':
      return [mapping.response]
  }
}

/**
 * The path by which the cell of one of a pair's responses is read: that of its column, with a * for the items
 * of a list. @param side 0 for the first of the two
 */
export function readingPath(mapping: Mapping, cell: string, side: 0 | 1): string {
  const paths = responsePaths(mapping)
  if (mapping.kind === 'ordered' && typeof mapping.answers !== 'string') return cell
  return (paths.length === 1 ? paths[0] : paths[side]) ?? cell
}

/** From this share of cells on, a column's texts are read as what they look like. */
const MOST = 0.5
/** Short prompts begin many responses by chance: all must repeat theirs. */
const NEARLY_ALL = 0.95

/** Decides how a mapping's cells are read, from a sample of the rows. */
export function interpret(mapping: Mapping, sample: readonly SourceRecord[]): Interpretation {
  const responses = responsePaths(mapping)
  const paths = [...(mapping.prompt === null ? [] : [mapping.prompt]), ...responses]
  const columns = new Map(
    paths.map((path) => [path, columnReading(sample.flatMap((record) => valuesAt(record, path)))]),
  )
  const template = [...columns.values()].find((column) => column.template)?.template ?? null
  return {
    template,
    repeatsPrompt: repeatsPrompt(mapping.prompt, responses, sample),
    rounds: inRounds(mapping.prompt, responses, sample),
    turns: (path, value, speaker) => {
      const column = columns.get(path) ?? PLAIN
      if (typeof value !== 'string') return textIn(value, speaker) ?? structuredTurns(value)
      const messages = column.structured
        ? (structuredTurns(value) ?? textIn(structureIn(value), speaker))
        : null
      if (messages) return messages
      if (column.template?.test(value)) return templateTurns(value, column.template, speaker)
      return [{ role: speaker, content: template ? withoutEnd(value, template) : value }]
    },
  }
}

interface ColumnReading {
  /** Whether texts hold messages. */
  readonly structured: boolean
  readonly template: Template | null
}

const PLAIN: ColumnReading = { structured: false, template: null }

function columnReading(values: readonly unknown[]): ColumnReading {
  const texts = values.filter((value) => typeof value === 'string')
  const held = texts.filter((text) => structuredTurns(text) ?? textIn(structureIn(text), 'user'))
  return { structured: held.length > MOST * texts.length, template: templateOf(texts) }
}

/** A list of one text is that text. */
function textIn(value: unknown, role: string): Turn[] | null {
  const [only, more] = Array.isArray(value) ? (value as unknown[]) : []
  return typeof only === 'string' && more === undefined ? [{ role, content: only }] : null
}

function repeatsPrompt(
  prompt: string | null,
  responses: readonly string[],
  sample: readonly SourceRecord[],
): boolean {
  if (prompt === null) return false
  const texts = sample.flatMap((record) => {
    const asked = valueAt(record, prompt)
    const said = responses.flatMap((path) => valuesAt(record, path))
    return typeof asked === 'string' && asked.trim() !== '' && said.every((text) => typeof text === 'string')
      ? [said.every((text) => afterPrompt(asked, text) !== null)]
      : []
  })
  return texts.length > 0 && texts.filter(Boolean).length >= NEARLY_ALL * texts.length
}

/** What follows the prompt in a response that repeats it; null where it does not, or nothing follows. */
export function afterPrompt(prompt: string, response: string): string | null {
  const [asked, said] = [prompt.trim(), response.trimStart()]
  const rest = said.startsWith(asked) ? said.slice(asked.length).trimStart() : ''
  return rest === '' ? null : rest
}

/** Whether prompt and responses hold a list of texts each, with a response for every text of the prompt. */
function inRounds(
  prompt: string | null,
  responses: readonly string[],
  sample: readonly SourceRecord[],
): boolean {
  if (prompt === null || sample.length === 0) return false
  const fits = sample.filter((record) => {
    const lists = [prompt, ...responses].map((path) => textList(valueAt(record, path)))
    return lists.every((list) => list !== null && list.length === lists[0]!.length && list.length > 0)
  })
  return fits.length > MOST * sample.length
}

/** A list of texts, some of which may be missing; null for anything else. */
export function textList(value: unknown): (string | null)[] | null {
  const list = structureIn(value)
  return Array.isArray(list) && list.every((item) => typeof item === 'string' || item === null)
    ? (list as (string | null)[])
    : null
}
