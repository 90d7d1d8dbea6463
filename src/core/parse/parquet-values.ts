import type { SchemaElement, SchemaTree } from 'hyparquet'
import { invalidAt } from './encoding.ts'
import { parseJson } from './json-text.ts'
import { decode } from './text.ts'

/**
 * The schema without the types that hyparquet turns into JavaScript's, which lose digits (dates to
 * milliseconds, decimals to doubles): what is left is how they are stored.
 */
export const plainElements = (elements: readonly SchemaElement[]): SchemaElement[] =>
  elements.map((element) => {
    const { converted_type: converted, logical_type: logical, ...stored } = element
    if (element.num_children) return element
    return isText(element)
      ? {
          ...stored,
          ...(converted && { converted_type: 'UTF8' as const }),
          ...(logical && { logical_type: { type: 'STRING' as const } }),
        }
      : stored
  })

const isText = ({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  type === 'BYTE_ARRAY' && (converted === 'UTF8' || logical?.type === 'STRING')

/** Text that is not UTF-8 stays bytes, so that nothing is repaired in silence. */
export const PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined): unknown => {
    if (!bytes) return undefined
    const text = decode(bytes)
    return text.includes('\ufffd') && invalidAt(bytes) >= 0 ? bytes.slice() : text
  },
  timestampFromNanoseconds: (nanoseconds: bigint): unknown => nanoseconds,
}

type Convert = (value: unknown) => unknown

/** What turns a column's stored values into rows' values. `stored` of parquet-types.ts is its inverse. */
export function plainer(column: SchemaTree): Convert {
  const { element, children } = column
  if (children.length === 0) {
    const leaf = ofLeaf(element)
    const repeated = element.repetition_type === 'REPEATED'
    return (value) =>
      value === null || value === undefined ? null : repeated ? (value as unknown[]).map(leaf) : leaf(value)
  }
  const [only] = children
  if (element.converted_type === 'LIST' && only && children.length === 1) {
    const item = only.children.length === 1 ? only.children[0]! : only
    const convert = item === only ? plainer(asItem(only)) : plainer(item)
    return (value) => (value === null || value === undefined ? null : (value as unknown[]).map(convert))
  }
  if (element.converted_type === 'MAP' && only?.children.length === 2) {
    const convert = plainer(only.children[1]!)
    return (value) => mapped(value, () => convert)
  }
  const converts = new Map(children.map((child) => [child.element.name, plainer(child)]))
  const struct: Convert = (value) => mapped(value, (name) => converts.get(name)!)
  return element.repetition_type === 'REPEATED'
    ? (value) => (value === null || value === undefined ? null : (value as unknown[]).map(struct))
    : struct
}

const asItem = (tree: SchemaTree): SchemaTree => ({
  ...tree,
  element: { ...tree.element, repetition_type: 'REQUIRED' },
})

function mapped(value: unknown, convertOf: (name: string) => Convert | undefined): unknown {
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, convertOf(name)?.(item) ?? null]),
  )
}

/** Digits that a double has to spare for a decimal. */
const EXACT_DIGITS = 15

function ofLeaf(element: SchemaElement): Convert {
  const { type, converted_type: converted, logical_type: logical } = element
  if (isText(element)) return (value) => (value === undefined ? null : value)
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0)
    return (value) =>
      decimal(value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint), scale)
  }
  if (converted === 'JSON' || logical?.type === 'JSON') return (value) => json(value as Uint8Array)
  if (converted === 'ENUM' || logical?.type === 'ENUM') return (value) => decode(value as Uint8Array)
  if (converted === 'DATE' || logical?.type === 'DATE')
    return (value) => isoTime(BigInt(value as number) * 86400n, 1n, 0).slice(0, 10)
  const time = unitOf(element)
  if (time && (converted?.startsWith('TIME_') || logical?.type === 'TIME')) {
    return (value) => isoTime(BigInt(value as number | bigint), ...time).slice(11)
  }
  if (time) {
    const utc = logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : true
    return (value) => isoTime(BigInt(value as bigint), ...time) + (utc ? 'Z' : '')
  }
  if (type === 'INT96') return (value) => isoTime(BigInt(value as bigint), 10n ** 9n, 9) + 'Z'
  const unsigned = converted?.startsWith('UINT_') || (logical?.type === 'INTEGER' && !logical.isSigned)
  if (type === 'INT64')
    return (value) =>
      integer(unsigned ? BigInt.asUintN(64, BigInt(value as bigint)) : BigInt(value as bigint))
  if (type === 'INT32') return (value) => (unsigned ? Number(value) >>> 0 : Number(value))
  if (logical?.type === 'FLOAT16') return (value) => float16(value as Uint8Array)
  if (logical?.type === 'UUID') return (value) => uuid(value as Uint8Array)
  // A view would hold the whole page.
  return (value) => (value instanceof Uint8Array ? value.slice() : value)
}

const integer = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value

/** Of a time: units in a second, and digits of its fraction. */
export function unitOf({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): [bigint, number] | null {
  const unit =
    logical?.type === 'TIMESTAMP' || logical?.type === 'TIME' ? logical.unit : converted?.split('_')[1]
  if (!converted?.startsWith('TIME') && logical?.type !== 'TIMESTAMP' && logical?.type !== 'TIME') return null
  return unit === 'NANOS' ? [10n ** 9n, 9] : unit === 'MICROS' ? [10n ** 6n, 6] : [1000n, 3]
}

/** "2024-05-01T12:00:00.000001" */
function isoTime(value: bigint, perSecond: bigint, digits: number): string {
  const fraction = ((value % perSecond) + perSecond) % perSecond
  const seconds = (value - fraction) / perSecond
  const date = new Date(Number(seconds) * 1000)
  // Beyond the years that a Date has, the number itself.
  if (Number.isNaN(date.getTime())) return String(value)
  const whole = date.toISOString().slice(0, -5)
  return digits === 0 ? whole : `${whole}.${String(fraction).padStart(digits, '0')}`
}

/** A number where a double holds it exactly, else text. */
function decimal(unscaled: bigint, scale: number): number | string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const text =
    (unscaled < 0n ? '-' : '') + (scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits)
  return digits.length <= EXACT_DIGITS ? Number(text) : text
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(8 * bytes.length, value)
}

function json(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

function float16(bytes: Uint8Array): number {
  const bits = bytes[0]! | (bytes[1]! << 8)
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = (bits & 1023) / 1024
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction) : 2 ** -14 * fraction)
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
