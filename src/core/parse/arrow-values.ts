import type { ArrowData, ArrowField, ArrowType } from 'apache-arrow/ipc/reader'
import type { SchemaElement, SchemaTree } from 'hyparquet'
import { invalidAt } from './encoding.ts'
import { plainer } from './parquet-values.ts'
import { decode } from './text.ts'

/** How Arrow's library numbers types. */
const TYPE = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
  dictionary: -1,
} as const

type ValueReader = (row: number) => unknown

/** What reads the values of a column. @param count called with the bytes of text and binary that were read */
export function valueReader(data: ArrowData, count: (bytes: number) => void): ValueReader {
  const read = reader(data, count)
  const { nullBitmap: bitmap, offset } = data
  if (!bitmap || bitmap.length === 0) return read
  return (row) => ((bitmap[(offset + row) >> 3]! >> ((offset + row) & 7)) & 1 ? read(row) : null)
}

function reader(data: ArrowData, count: (bytes: number) => void): ValueReader {
  const { type, children } = data
  switch (type.typeId) {
    case TYPE.null:
      return () => null
    case TYPE.bool: {
      const bits = data.values as Uint8Array
      return (row) => ((bits[(data.offset + row) >> 3]! >> ((data.offset + row) & 7)) & 1) === 1
    }
    case TYPE.utf8:
    case TYPE.largeUtf8:
    case TYPE.binary:
    case TYPE.largeBinary:
    case TYPE.fixedBinary:
    case TYPE.binaryView:
    case TYPE.utf8View: {
      const bytesOf = slices(data)
      const isText = [TYPE.utf8, TYPE.largeUtf8, TYPE.utf8View].includes(type.typeId as 5)
      return (row) => {
        const bytes = bytesOf(row)
        count(bytes.length)
        return isText ? text(bytes) : bytes.slice()
      }
    }
    case TYPE.list:
    case TYPE.largeList:
    case TYPE.fixedList:
      return listReader(data, count)
    case TYPE.map: {
      const items = listReader(data, count)
      return (row) => entries(items(row) as Record<string, unknown>[])
    }
    case TYPE.struct: {
      const fields = type.children!.map(({ name }, i) => [name, valueReader(children[i]!, count)] as const)
      return (row) => Object.fromEntries(fields.map(([name, read]) => [name, read(row)]))
    }
    case TYPE.dictionary:
      return dictionaryReader(data, count)
    default:
      return scalars(data)
  }
}

function listReader(data: ArrowData, count: (bytes: number) => void): (row: number) => readonly unknown[] {
  const { type, children } = data
  const item = valueReader(children[0]!, count)
  const range = type.typeId === TYPE.fixedList ? fixedRange(type.listSize) : offsets(data)
  return (row) => {
    const [from, to] = range(row)
    if (from < 0 || to < from || to > children[0]!.length)
      throw new Error('a list beyond the end of its items')
    return Array.from({ length: to - from }, (_, i) => item(from + i))
  }
}

function dictionaryReader(data: ArrowData, count: (bytes: number) => void): ValueReader {
  const parts = (data.dictionary?.data ?? []).map((part) => ({
    read: valueReader(part, count),
    length: part.length,
  }))
  const keys = data.values
  return (row) => {
    let key = Number(keys[row])
    for (const { read, length } of parts) {
      if (key < length) return read(key)
      key -= length
    }
    throw new Error('a key beyond the end of its dictionary')
  }
}

/** Numbers and times, as Parquet's columns of the same types give them. */
function scalars(data: ArrowData): ValueReader {
  const [element] = elementsOf({ name: '', type: data.type })
  const convert = plainer({
    element: element! as SchemaElement,
    children: [],
    count: 0,
    path: [],
  } as unknown as SchemaTree)
  const { values, type } = data
  if (type.typeId === TYPE.decimal) {
    const words = values as unknown as Uint32Array
    const width = type.bitWidth / 32
    return (row) => {
      let value = 0n
      for (let k = width - 1; k >= 0; k--) value = (value << 32n) | BigInt(words[row * width + k]!)
      return convert(BigInt.asIntN(type.bitWidth, value))
    }
  }
  if (type.typeId === TYPE.float && type.precision === 0) {
    const bits = values as Uint16Array
    return (row) => convert(Uint8Array.of(bits[row]! & 255, bits[row]! >> 8))
  }
  // Seconds have no type of their own in Parquet.
  const factor = isTime(type) && type.unit === 0 ? 1000n : 1n
  // Dates as milliseconds are whole days.
  const days = type.typeId === TYPE.date && type.unit === 1
  return (row) => {
    const value = values[row]
    if (value === undefined) throw new Error('a column shorter than its rows')
    if (days) return convert(Number(BigInt(value) / 86_400_000n))
    return convert(factor === 1n ? value : BigInt(value) * factor)
  }
}

const isTime = ({ typeId }: ArrowType): boolean => typeId === TYPE.timestamp || typeId === TYPE.time

/** Text that is not UTF-8 stays bytes, as in Parquet. */
function text(bytes: Uint8Array): unknown {
  const decoded = decode(bytes)
  return decoded.includes('\ufffd') && invalidAt(bytes) >= 0 ? bytes.slice() : decoded
}

function slices(data: ArrowData): (row: number) => Uint8Array {
  const bytes = data.values as unknown as Uint8Array
  const { type } = data
  if (type.typeId === TYPE.fixedBinary)
    return (row) => bytes.subarray(row * type.byteWidth, (row + 1) * type.byteWidth)
  if (type.typeId === TYPE.binaryView || type.typeId === TYPE.utf8View)
    return (row) => viewed(bytes, row, data.variadicBuffers)
  const range = offsets(data)
  return (row) => {
    const [from, to] = range(row)
    if (from < 0 || to < from || to > bytes.length) throw new Error('a text beyond the end of its column')
    return bytes.subarray(from, to)
  }
}

/** Twelve bytes in place, or a place in one of the buffers beside (Columnar format, 1.4). */
function viewed(views: Uint8Array, row: number, buffers: readonly Uint8Array[]): Uint8Array {
  const view = new DataView(views.buffer, views.byteOffset + 16 * row, 16)
  const length = view.getInt32(0, true)
  if (length <= 12) return views.subarray(16 * row + 4, 16 * row + 4 + length)
  const at = view.getInt32(12, true)
  const buffer = buffers[view.getInt32(8, true)]
  if (!buffer || at < 0 || at + length > buffer.length) throw new Error('a text beyond the end of its column')
  return buffer.subarray(at, at + length)
}

const offsets =
  ({ valueOffsets }: ArrowData) =>
  (row: number): readonly [number, number] => [Number(valueOffsets[row]), Number(valueOffsets[row + 1])]

const fixedRange =
  (size: number) =>
  (row: number): readonly [number, number] => [row * size, (row + 1) * size]

function entries(items: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(
    items.map((item) => {
      const [key, value] = Object.values(item)
      return [String(key), value]
    }),
  )
}

type NamedType = Pick<ArrowField, 'name' | 'type'>

/** An Arrow field as Parquet's schema: a group before its children. */
export function elementsOf({ name, type }: NamedType): SchemaElement[] {
  const leaf = { name, repetition_type: 'OPTIONAL' } as const
  switch (type.typeId) {
    case TYPE.int:
    case TYPE.float:
    case TYPE.bool:
    case TYPE.decimal:
      return [{ ...leaf, ...numberElement(type) }]
    case TYPE.date:
    case TYPE.time:
    case TYPE.timestamp:
    case TYPE.duration:
      return [{ ...leaf, ...timeElement(type) }]
    case TYPE.binary:
    case TYPE.largeBinary:
    case TYPE.binaryView:
      return [{ ...leaf, type: 'BYTE_ARRAY' }]
    case TYPE.fixedBinary:
      return [{ ...leaf, type: 'FIXED_LEN_BYTE_ARRAY', type_length: type.byteWidth }]
    case TYPE.list:
    case TYPE.largeList:
    case TYPE.fixedList:
    case TYPE.map:
    case TYPE.struct:
      return groupElements({ name, type })
    case TYPE.dictionary:
      return elementsOf({ name, type: type.dictionary })
    case TYPE.utf8:
    case TYPE.largeUtf8:
    case TYPE.utf8View:
    case TYPE.null:
      return [{ ...leaf, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }]
    default:
      throw new Error(`a column of a type that is not read (${name})`)
  }
}

function numberElement(type: ArrowField['type']): Omit<SchemaElement, 'name'> {
  switch (type.typeId) {
    case TYPE.bool:
      return { type: 'BOOLEAN' }
    case TYPE.decimal: {
      const { precision, scale } = type
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: type.bitWidth / 8,
        converted_type: 'DECIMAL',
        precision,
        scale,
        logical_type: { type: 'DECIMAL', precision, scale },
      }
    }
    case TYPE.float:
      if (type.precision === 0)
        return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } }
      return { type: type.precision === 1 ? 'FLOAT' : 'DOUBLE' }
    default:
      if (type.bitWidth === 64 && type.isSigned) return { type: 'INT64' }
      if (type.bitWidth === 32 && type.isSigned) return { type: 'INT32' }
      return {
        type: type.bitWidth === 64 ? 'INT64' : 'INT32',
        converted_type: `${type.isSigned ? '' : 'U'}INT_${type.bitWidth}` as 'INT_8',
        logical_type: { type: 'INTEGER', bitWidth: type.bitWidth, isSigned: type.isSigned },
      }
  }
}

function timeElement(type: ArrowField['type']): Omit<SchemaElement, 'name'> {
  const utc = { isAdjustedToUTC: type.timezone !== undefined && type.timezone !== null }
  const unit = (['MILLIS', 'MILLIS', 'MICROS', 'NANOS'] as const)[type.unit] ?? 'MILLIS'
  switch (type.typeId) {
    case TYPE.date:
      return { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }
    case TYPE.time:
      return {
        type: unit === 'MILLIS' ? 'INT32' : 'INT64',
        logical_type: { type: 'TIME', ...utc, unit },
      }
    case TYPE.timestamp:
      return { type: 'INT64', logical_type: { type: 'TIMESTAMP', ...utc, unit } }
    default:
      return { type: 'INT64' }
  }
}

/** A struct, a list or a map. */
function groupElements({ name, type }: NamedType): SchemaElement[] {
  const group = { name, repetition_type: 'OPTIONAL' } as const
  const children = type.children!
  if (type.typeId === TYPE.struct)
    return [{ ...group, num_children: children.length }, ...children.flatMap(elementsOf)]
  if (type.typeId !== TYPE.map)
    return [
      { ...group, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf({ ...children[0]!, name: 'element' }),
    ]
  const [key, value] = children[0]!.type.children!
  const [first, ...rest] = elementsOf({ ...key!, name: 'key' })
  return [
    { ...group, converted_type: 'MAP', logical_type: { type: 'MAP' }, num_children: 1 },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    { ...first!, repetition_type: 'REQUIRED' },
    ...rest,
    ...elementsOf({ ...value!, name: 'value' }),
  ]
}
