import type { SchemaElement, SchemaTree } from 'hyparquet'
import { strToU8 } from 'fflate'
import { unitOf } from '../parse/parquet-values.ts'
import { jsonText } from '../parse/json-write.ts'
import { isRecord } from '../parse/rows.ts'

/** A value that a column of a file's own type cannot hold. */
export class Misfit extends Error {}

type Store = (value: unknown) => unknown

/**
 * The schema's elements as they can be written. INT96 times, which Parquet has given up, are 64-bit ones;
 * integers of 8 to 64 bits are named by their converted type alone, since the writer's logical one has a bit
 * width that Arrow cannot read.
 */
export const writableElements = (elements: readonly SchemaElement[]): SchemaElement[] =>
  elements.map((element) => {
    const { logical_type: logical, ...rest } = element
    if (element.type === 'INT96') {
      return {
        ...element,
        type: 'INT64',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' },
      }
    }
    if (logical?.type !== 'INTEGER') return element
    const converted = `${logical.isSigned ? '' : 'U'}INT_${logical.bitWidth}` as NonNullable<
      typeof element.converted_type
    >
    return { ...rest, converted_type: converted }
  })

/**
 * What turns rows' values into what a column of this type stores: the inverse of `plainer`. Missing is null,
 * also inside.
 * @throws Misfit for a value that the type does not hold
 */
export function storer(column: SchemaTree): Store {
  const { element, children } = column
  const one = children.length === 0 ? ofLeaf(element) : ofGroup(column)
  if (element.repetition_type === 'REPEATED') return (value) => list(value, one)
  return (value) => {
    if (value !== null && value !== undefined) return one(value)
    if (element.repetition_type === 'REQUIRED') throw new Misfit('missing')
    return null
  }
}

function ofGroup({ element, children }: SchemaTree): Store {
  const [only] = children
  if (element.converted_type === 'LIST' && only && children.length === 1) {
    const inner =
      only.children.length === 1 ? only.children[0]! : { ...only, element: required(only.element) }
    const item = storer(inner)
    return (value) => list(value, item)
  }
  if (element.converted_type === 'MAP' && only?.children.length === 2) {
    const [key, item] = only.children.map(storer) as [Store, Store]
    const isText = only.children[0]!.element.type === 'BYTE_ARRAY'
    return (value) =>
      Object.entries(record(value)).map(([name, inner]) => ({
        key: key(isText ? name : Number(name)),
        value: item(inner),
      }))
  }
  const stores = children.map((child) => [child.element.name, storer(child)] as const)
  return (value) => {
    const fields = record(value)
    const known = new Set(stores.map(([name]) => name))
    if (Object.keys(fields).some((name) => !known.has(name))) throw new Misfit('a field more')
    return Object.fromEntries(
      stores.map(([name, store]) => [name, store(Object.hasOwn(fields, name) ? fields[name] : null)]),
    )
  }
}

const required = (element: SchemaElement): SchemaElement => ({ ...element, repetition_type: 'REQUIRED' })

function list(value: unknown, item: Store): unknown[] {
  if (!Array.isArray(value)) throw new Misfit('no list')
  return value.map(item)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Misfit('no object')
  return value
}

function ofLeaf(element: SchemaElement): Store {
  const { type, converted_type: converted, logical_type: logical } = element
  if (converted === 'UTF8') return (value) => typed(value, 'string')
  if (logical?.type === 'STRING' || converted === 'ENUM' || logical?.type === 'ENUM') {
    return (value) => (value instanceof Uint8Array ? value : strToU8(typed(value, 'string')))
  }
  if (converted === 'JSON' || logical?.type === 'JSON')
    return (value) => (converted ? value : strToU8(jsonText(value)))
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0)
    return (value) => unscaled(value, scale)
  }
  if (converted === 'DATE' || logical?.type === 'DATE')
    return (value) => Number(sinceEpoch(`${typed(value, 'string')}T00:00:00Z`, 1n, 0) / 86400n)
  const time = unitOf(element)
  if (time && (converted?.startsWith('TIME_') || logical?.type === 'TIME')) {
    return (value) => {
      const units = sinceEpoch(`1970-01-01T${typed(value, 'string')}`, ...time)
      return type === 'INT32' ? Number(units) : units
    }
  }
  if (time) return (value) => sinceEpoch(typed(value, 'string'), ...time)
  switch (type) {
    case 'BOOLEAN':
      return (value) => typed(value, 'boolean')
    case 'INT64':
      return (value) => whole(value)
    case 'INT32':
      return (value) => Number(whole(value))
    case 'FLOAT':
    case 'DOUBLE':
      return (value) => typed(value, 'number')
    default:
      if (logical?.type === 'FLOAT16') return (value) => typed(value, 'number')
      if (logical?.type === 'UUID') return (value) => typed(value, 'string')
      return (value) => {
        if (value instanceof Uint8Array) return value
        throw new Misfit('no bytes')
      }
  }
}

interface Primitives {
  string: string
  number: number
  boolean: boolean
}

function typed<T extends keyof Primitives>(value: unknown, type: T): Primitives[T] {
  if (typeof value !== type) throw new Misfit(`no ${type}`)
  return value as Primitives[T]
}

function whole(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (!Number.isSafeInteger(value)) throw new Misfit('no whole number')
  return BigInt(value as number)
}

function unscaled(value: unknown, scale: number): bigint {
  const [, sign, units, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimalText(value, scale)) ?? []
  if (units === undefined || fraction.length > scale) throw new Misfit('no such decimal')
  return BigInt(sign + units + fraction.padEnd(scale, '0'))
}

const decimalText = (value: unknown, scale: number): string =>
  typeof value === 'number' ? value.toFixed(Math.min(100, scale)) : String(value)

const TIME = /^(-?\d+)$|^([+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/

/** Units since 1970 of an ISO time, or of the number that one beyond a Date's years is. */
function sinceEpoch(text: string, perSecond: bigint, digits: number): bigint {
  const [, number, whole, fraction = ''] = TIME.exec(text) ?? []
  if (number !== undefined) return BigInt(number)
  const milliseconds = Date.parse(`${whole}Z`)
  if (Number.isNaN(milliseconds) || fraction.length > digits) throw new Misfit('no time')
  return BigInt(milliseconds / 1000) * perSecond + BigInt(fraction.padEnd(digits, '0') || '0')
}
