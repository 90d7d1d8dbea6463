import type { OwnDefinition } from '../../protocol/data.ts'

/** What the dialog holds while a concept is made: every field as it is typed. */
export interface Draft {
  readonly kind: OwnDefinition['kind']
  readonly label: string
  readonly positive: string
  readonly negative: string
  /** Source rows of sentences that were labelled in the dialog, by their text. */
  readonly rows: Readonly<Record<string, number>>
  readonly pattern: string
  readonly phrases: string
  readonly any: string
  readonly without: string
  readonly column: string
  readonly value: string
}

export const emptyDraft: Draft = {
  kind: 'examples',
  label: '',
  positive: '',
  negative: '',
  rows: {},
  pattern: '',
  phrases: '',
  any: '',
  without: '',
  column: '',
  value: '',
}

/** One item a line. */
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The id that a label gives, which is not among those taken. */
export function idFor(label: string, taken: readonly string[]): string {
  const stem =
    label
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'concept'
  for (let n = 1; ; n++) {
    const id = n === 1 ? stem : `${stem}-${n}`
    if (!taken.includes(id)) return id
  }
}

/** The definition that a draft says. */
export function definitionOf(draft: Draft, id: string): OwnDefinition {
  const named = { id, label: draft.label.trim() }
  const example = (text: string) => {
    const row = draft.rows[text]
    return row === undefined ? text : { text, row }
  }
  switch (draft.kind) {
    case 'examples':
      return {
        ...named,
        kind: 'examples',
        positive: lines(draft.positive).map(example),
        negative: lines(draft.negative).map(example),
      }
    case 'rule':
      return draft.phrases.trim() === ''
        ? { ...named, kind: 'rule', pattern: draft.pattern }
        : { ...named, kind: 'rule', phrases: lines(draft.phrases) }
    case 'compose': {
      const without = lines(draft.without)
      return { ...named, kind: 'compose', any: lines(draft.any), ...(without.length > 0 && { without }) }
    }
    case 'column':
      return {
        ...named,
        kind: 'column',
        column: draft.column,
        ...(draft.value.trim() !== '' && { value: draft.value.trim() }),
      }
  }
}

/** The draft that a definition is edited as. */
export function draftOf(definition: OwnDefinition): Draft {
  const draft = { ...emptyDraft, kind: definition.kind, label: definition.label }
  switch (definition.kind) {
    case 'examples': {
      const all = [...definition.positive, ...definition.negative]
      const rows = all.flatMap((one) => (typeof one === 'string' ? [] : [[one.text, one.row] as const]))
      const text = (one: (typeof all)[number]) =>
        (typeof one === 'string' ? one : one.text).replaceAll('\n', ' ')
      return {
        ...draft,
        positive: definition.positive.map(text).join('\n'),
        negative: definition.negative.map(text).join('\n'),
        rows: Object.fromEntries(rows),
      }
    }
    case 'rule':
      return { ...draft, pattern: definition.pattern ?? '', phrases: (definition.phrases ?? []).join('\n') }
    case 'compose':
      return { ...draft, any: definition.any.join('\n'), without: (definition.without ?? []).join('\n') }
    case 'column':
      return { ...draft, column: definition.column, value: String(definition.value ?? '') }
  }
}

/** Adds a line to a field. */
export const withLine = (text: string, line: string): string =>
  text.trim() === '' ? line : `${text.trimEnd()}\n${line}`
