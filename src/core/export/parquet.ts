import { type FileMetaData, parquetSchema, type SchemaElement } from 'hyparquet'
import { ByteWriter, parquetWriteRows } from 'hyparquet-writer'
import { type FileSchema, field, isRecord } from '../parse/rows.ts'
import { jsonText } from '../parse/json-write.ts'
import { Misfit, storer, writableElements } from './parquet-stored.ts'
import type { Row } from '../source.ts'

/** The writer has types of its own for the same schema. */
type WriterSchema = NonNullable<Parameters<typeof parquetWriteRows>[0]['schema']>

/** What a column holds: found from its values, as `datasets` and pandas find it. Every value may be null. */
type Type =
  | { readonly kind: 'none' | 'boolean' | 'integer' | 'number' | 'text' | 'bytes' | 'json' }
  | { readonly kind: 'list'; readonly item: Type }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Type> }

/** An object with more distinct keys than this over all rows is a map, not a struct: it is kept as JSON. */
const MAX_FIELDS = 64

/**
 * Writes rows as Parquet: messages as lists of structs, so that trainers find them as they find them in JSON,
 * and values of several kinds in one column as JSON text. The same rows give the same bytes.
 * @param rows gives the same rows each time: it is read once for the types and once to write
 * @param source the file's own types, which its columns keep where their values still fit; and its metadata
 */
export function writeParquet(
  columns: readonly string[],
  rows: () => Iterable<Row>,
  source?: FileSchema,
): Uint8Array<ArrayBuffer> {
  const own = source ? ownColumns(columns, source) : new Map<string, OwnColumn>()
  const types = new Map<string, Type>(columns.map((column) => [column, NONE]))
  for (const row of rows()) {
    for (const [column, value] of row) {
      if (own.has(column) && !fits(own.get(column)!, value)) own.delete(column)
      types.set(column, join(types.get(column)!, typeOf(value)))
    }
  }
  const root: SchemaElement = { name: 'schema', num_children: columns.length }
  const elements = columns.flatMap((column) => own.get(column)?.elements ?? nodes(column, types.get(column)!))
  const stored = (column: string, value: unknown) =>
    own.get(column)?.store(value) ?? (own.has(column) ? null : castTo(types.get(column)!, value))
  const writer = new ByteWriter()
  const kvMetadata = source && keptMetadata(source, columns, types)
  void parquetWriteRows({
    writer,
    schema: [root, ...elements] as WriterSchema,
    columns: columns.map((name) => ({ name })),
    rows: cast(rows(), columns, stored),
    createdBy: 'whittle',
    ...(kvMetadata && { kvMetadata }),
  })
  return writer.getBytes()
}

interface OwnColumn {
  readonly elements: readonly SchemaElement[]
  readonly store: (value: unknown) => unknown
}

/** The columns of the file that are written, with the types that they have there. */
function ownColumns(columns: readonly string[], { elements }: FileSchema): Map<string, OwnColumn> {
  const own = new Map<string, OwnColumn>()
  const writable = writableElements(elements)
  const children = parquetSchema({
    schema: [{ name: 'schema', num_children: topLevel(writable) }, ...writable],
  } as unknown as FileMetaData).children
  let at = 0
  for (const tree of children) {
    const { name } = tree.element
    if (columns.includes(name))
      own.set(name, { elements: writable.slice(at, at + tree.count), store: storer(tree) })
    at += tree.count
  }
  return own
}

/** Elements that are no other's child. */
const topLevel = (elements: readonly SchemaElement[]): number =>
  elements.length - elements.reduce((sum, { num_children = 0 }) => sum + num_children, 0)

function fits({ store }: OwnColumn, value: unknown): boolean {
  try {
    store(value)
    return true
  } catch (error) {
    if (error instanceof Misfit) return false
    throw error
  }
}

/**
 * Metadata of libraries that still holds. `datasets` is told of the columns that were added; Arrow's own copy
 * of the schema is left out, since it has to have as many fields as the file.
 */
function keptMetadata(
  { metadata }: FileSchema,
  columns: readonly string[],
  types: ReadonlyMap<string, Type>,
) {
  return metadata.flatMap(({ key, value }) => {
    if (key === 'ARROW:schema') return []
    if (value === undefined) return [{ key }]
    return [{ key, value: key === 'huggingface' ? withFeatures(value, columns, types) : value }]
  })
}

/** `datasets`' features, with those of the columns that it does not know. */
function withFeatures(text: string, columns: readonly string[], types: ReadonlyMap<string, Type>): string {
  try {
    const value = JSON.parse(text) as { info: { features: Record<string, unknown> } }
    const { features } = value.info
    const entries = columns.flatMap((column) => {
      const known = Object.hasOwn(features, column) ? features[column] : featureOf(types.get(column)!)
      return known === undefined ? [] : [[column, known] as const]
    })
    return JSON.stringify({ ...value, info: { ...value.info, features: Object.fromEntries(entries) } })
  } catch {
    return text
  }
}

/** A type as `datasets` names it. */
function featureOf(type: Type): unknown {
  switch (type.kind) {
    case 'boolean':
      return { dtype: 'bool', _type: 'Value' }
    case 'integer':
      return { dtype: 'int64', _type: 'Value' }
    case 'number':
      return { dtype: 'float64', _type: 'Value' }
    case 'list':
      return { feature: featureOf(type.item), _type: 'List' }
    case 'struct':
      return Object.fromEntries([...type.fields].map(([key, item]) => [key, featureOf(item)]))
    case 'bytes':
      return { dtype: 'binary', _type: 'Value' }
    default:
      return { dtype: 'string', _type: 'Value' }
  }
}

function* cast(
  rows: Iterable<Row>,
  columns: readonly string[],
  stored: (column: string, value: unknown) => unknown,
): Generator<Record<string, unknown>> {
  for (const row of rows) {
    const values = new Map(row)
    yield Object.fromEntries(columns.map((column) => [column, stored(column, values.get(column))]))
  }
}

const NONE: Type = { kind: 'none' }
const JSON_TEXT: Type = { kind: 'json' }

function typeOf(value: unknown): Type {
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean' }
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? { kind: 'integer' } : JSON_TEXT
    case 'number':
      return { kind: Number.isSafeInteger(value) ? 'integer' : 'number' }
    case 'string':
      return { kind: 'text' }
    default:
      break
  }
  if (value === null || value === undefined) return NONE
  if (value instanceof Uint8Array) return { kind: 'bytes' }
  if (Array.isArray(value)) {
    return { kind: 'list', item: Array.from(value, typeOf).reduce(join, NONE) }
  }
  const fields = new Map(Object.entries(value).map(([key, item]) => [key, typeOf(item)]))
  return isStruct(fields) ? { kind: 'struct', fields } : JSON_TEXT
}

/** Parquet has no struct without fields. */
const isStruct = ({ size }: ReadonlyMap<string, Type>) => size > 0 && size <= MAX_FIELDS

/** The narrowest type that holds what both hold. */
function join(a: Type, b: Type): Type {
  if (a.kind === 'none') return b
  if (b.kind === 'none') return a
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', item: join(a.item, b.item) }
  if (a.kind === 'struct' && b.kind === 'struct') {
    const fields = new Map(a.fields)
    for (const [key, type] of b.fields) fields.set(key, join(fields.get(key) ?? NONE, type))
    return isStruct(fields) ? { kind: 'struct', fields } : JSON_TEXT
  }
  if (a.kind === b.kind) return a
  const kinds = [a.kind, b.kind]
  return kinds.includes('integer') && kinds.includes('number') ? { kind: 'number' } : JSON_TEXT
}

/** A type as Parquet's schema: groups before their children. */
function nodes(name: string, type: Type): SchemaElement[] {
  const leaf = { name, repetition_type: 'OPTIONAL' } as const
  switch (type.kind) {
    case 'boolean':
      return [{ ...leaf, type: 'BOOLEAN' }]
    case 'integer':
      return [{ ...leaf, type: 'INT64' }]
    case 'number':
      return [{ ...leaf, type: 'DOUBLE' }]
    case 'bytes':
      return [{ ...leaf, type: 'BYTE_ARRAY' }]
    case 'list':
      return [
        { ...leaf, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...nodes('element', type.item),
      ]
    case 'struct': {
      const children = [...type.fields].flatMap(([key, item]) => nodes(key, item))
      return [{ ...leaf, num_children: type.fields.size }, ...children]
    }
    default:
      return [{ ...leaf, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }]
  }
}

function castTo(type: Type, value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'integer':
      return BigInt(value as number | bigint)
    case 'number':
      return Number(value)
    case 'json':
      return jsonText(value)
    case 'list':
      return Array.from(value as ArrayLike<unknown>, (item) => castTo(type.item, item))
    case 'struct':
      return isRecord(value)
        ? Object.fromEntries([...type.fields].map(([key, item]) => [key, castTo(item, field(value, key))]))
        : null
    default:
      return value
  }
}
