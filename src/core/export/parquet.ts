import { ByteWriter, parquetWriteRows, type schemaFromColumnData } from 'hyparquet-writer'
import { field, isRecord } from '../parse/rows.ts'
import type { Row } from '../source.ts'

type SchemaElement = ReturnType<typeof schemaFromColumnData>[number]

/** What a column holds: found from its values, as `datasets` and pandas find it. Every value may be null. */
type Type =
  | { readonly kind: 'none' | 'boolean' | 'integer' | 'number' | 'text' | 'json' }
  | { readonly kind: 'list'; readonly item: Type }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Type> }

/** An object with more distinct keys than this over all rows is a map, not a struct: it is kept as JSON. */
const MAX_FIELDS = 64

/**
 * Writes rows as Parquet: messages as lists of structs, so that trainers find them as they find them in JSON,
 * and values of several kinds in one column as JSON text. The same rows give the same bytes.
 * @param rows gives the same rows each time: it is read once for the types and once to write
 */
export function writeParquet(columns: readonly string[], rows: () => Iterable<Row>): Uint8Array<ArrayBuffer> {
  const types = new Map<string, Type>(columns.map((column) => [column, NONE]))
  for (const row of rows()) {
    for (const [column, value] of row) types.set(column, join(types.get(column)!, typeOf(value)))
  }
  const root: SchemaElement = { name: 'schema', num_children: columns.length }
  const schema = [root, ...columns.flatMap((column) => nodes(column, types.get(column)!))]
  const writer = new ByteWriter()
  void parquetWriteRows({
    writer,
    schema,
    columns: columns.map((name) => ({ name })),
    rows: cast(rows(), types),
    createdBy: 'whittle',
  })
  return writer.getBytes()
}

function* cast(rows: Iterable<Row>, types: ReadonlyMap<string, Type>): Generator<Record<string, unknown>> {
  for (const row of rows) {
    yield Object.fromEntries(row.map(([column, value]) => [column, castTo(types.get(column)!, value)]))
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
  if (Array.isArray(value) || value instanceof Uint8Array) {
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
      return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
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
