import { WhittleError } from '../failure.ts'
import { type FileKind, listed, quoted, type SourceRows } from './rows.ts'

/** One file of several. */
export interface Part {
  /** With its folders. */
  readonly name: string
  readonly rows: SourceRows
}

/** Parts with the same columns. */
export interface PartGroup {
  readonly names: readonly string[]
  readonly rows: number
  readonly columns: readonly string[]
}

/** Several files that are not one table: a person chooses which to open. */
export class DifferentParts extends WhittleError {
  constructor(readonly groups: readonly PartGroup[]) {
    const shown = groups.slice(0, 4).map(({ names, rows, columns }) => {
      const files = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : names[0]
      return `${files} (${rows} rows: ${listed([...columns.slice(0, 5).map(quoted), ...(columns.length > 5 ? ['…'] : [])])})`
    })
    super(
      'bad-file',
      `The files have different columns: ${shown.join('; ')}. Open those that belong together.`,
    )
  }
}

/**
 * Puts the rows of several files together, in their order, when their columns agree. Where the files are
 * splits of a dataset, or just have different names, a column says which each row is of; shards of one table
 * are one table.
 * @param beside names of files that are no data, for a note
 * @throws DifferentParts
 */
export function putTogether(parts: readonly Part[], beside: readonly string[]): SourceRows {
  const [first] = parts
  if (parts.length === 1) return withNotes(first!.rows, besideNotes(beside))
  const groups = grouped(parts)
  if (groups.length > 1) throw new DifferentParts(groups.map(described))
  const names = parts.map(({ name }) => splitOf(name))
  const splits = names.every((name) => name !== null) && new Set(names).size > 1
  const labels = splits ? (names as string[]) : parts.map(({ name }) => withoutShard(name))
  const columns = [...new Set(parts.flatMap(({ rows }) => rows.columns))]
  const column = new Set(labels).size > 1 ? free(splits ? 'split' : 'file', columns) : null
  const kinds = new Set(parts.map(({ rows }) => rows.fileKind))
  const notes = parts.flatMap(({ name, rows }) => rows.notes.map((note) => `${name}: ${note}`))
  const said = column ? `; the column ${quoted(column)} says which each row is of` : ''
  const files = listed(
    parts
      .slice(0, 6)
      .map(({ name }) => name)
      .concat(parts.length > 6 ? [`${parts.length - 6} more`] : []),
  )
  let before = 0
  const bad = parts.flatMap(({ rows }) => {
    const moved = rows.bad.map(({ row, reason }) => ({ row: row + before, reason }))
    before += rows.records.length
    return moved
  })
  const [schema] = new Set(parts.map(({ rows }) => rows.schema))
  return {
    fileKind: kinds.size === 1 ? [...kinds][0]! : ('jsonl' satisfies FileKind),
    columns: column ? [...columns, column] : columns,
    records: parts.flatMap(({ rows }, p) =>
      rows.records.map((record) => (record && column ? { ...record, [column]: labels[p] } : record)),
    ),
    bad,
    notes: [`${files} are read together${said}.`, ...notes, ...besideNotes(beside)],
    ...(schema && parts.every(({ rows }) => sameSchema(rows.schema, schema)) && { schema }),
  }
}

const sameSchema = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Agree: the same columns, or those of one are among the other's and most of them, as where empty fields are
 * left out.
 */
function grouped(parts: readonly Part[]): Part[][] {
  const groups: { columns: Set<string>; parts: Part[] }[] = []
  for (const part of parts) {
    const own = part.rows.columns
    const fits = groups.find(({ columns }) => {
      const shared = own.filter((name) => columns.has(name)).length
      return (
        shared === Math.min(own.length, columns.size) && shared >= 0.6 * Math.max(own.length, columns.size)
      )
    })
    if (fits) {
      fits.parts.push(part)
      for (const name of own) fits.columns.add(name)
    } else groups.push({ columns: new Set(own), parts: [part] })
  }
  return groups.map(({ parts: members }) => members)
}

const described = (group: readonly Part[]): PartGroup => ({
  names: group.map(({ name }) => name),
  rows: group.reduce((sum, { rows }) => sum + rows.records.length, 0),
  columns: group[0]!.rows.columns,
})

/** The split in a file's name, as the Hub names them: train-00000-of-00002.parquet, data/test/0.jsonl. */
function splitOf(name: string): string | null {
  const found = name.match(/(?:^|[/_.-])(train|test|validation|valid|val|dev|eval)(?=$|[/_.\-\d])/gi)
  return found
    ? found
        .at(-1)!
        .replace(/^[/_.-]/, '')
        .toLowerCase()
    : null
}

const withoutShard = (name: string): string =>
  name.replace(/[-_.]?\d+(-of-\d+)?(?=(\.\w+)+$)/, '').replace(/(\.\w+)+$/, '')

function free(name: string, columns: readonly string[]): string {
  return columns.includes(name) ? free(`file_${name}`, columns) : name
}

function besideNotes(beside: readonly string[]): string[] {
  if (beside.length === 0) return []
  const shown = [...beside.slice(0, 5), ...(beside.length > 5 ? [`${beside.length - 5} more`] : [])]
  return [`Not read, since not data: ${listed(shown)}.`]
}

const withNotes = (rows: SourceRows, notes: readonly string[]): SourceRows =>
  notes.length > 0 ? { ...rows, notes: [...rows.notes, ...notes] } : rows
