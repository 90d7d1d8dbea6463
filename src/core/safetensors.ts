import { strFromU8, strToU8 } from 'fflate'
import { WhittleError } from './failure.ts'
import { halfToFloats } from './half.ts'
import { parseJson } from './parse-json.ts'

/** Bytes of one element, for the types that Whittle reads. */
const WIDTH = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const

export type DType = keyof typeof WIDTH

/** A named array; `bytes` are its elements, little-endian, row by row. */
export interface SafeTensor {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: ReadonlyMap<string, SafeTensor>
}

const broken = (why: string) => new WhittleError('model', `This is not a valid safetensors file: ${why}.`)

/**
 * Reads a safetensors file: 8 bytes header length, JSON header, data. Tensors are views of `bytes`, not
 * copies.
 * @throws WhittleError when the bytes are not a complete, consistent safetensors file
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw broken('it is shorter than its header')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (length > bytes.length - 8) throw broken('its header is longer than the file')
  const header = parseHeader(bytes.subarray(8, 8 + length))
  const data = bytes.subarray(8 + length)
  const tensors = new Map<string, SafeTensor>()
  let metadata: Record<string, string> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = readMetadata(entry)
    else tensors.set(name, readEntry(name, entry, data))
  }
  return { metadata, tensors }
}

/** The named tensor's elements as 32-bit floats: a view where the bytes are aligned F32, else a copy. */
export function floats(file: Safetensors, name: string): Float32Array {
  const found = tensor(file, name)
  const { dtype, bytes } = found
  switch (dtype) {
    case 'F32':
      return new Float32Array(...aligned(bytes, 4))
    case 'F16':
      return halfToFloats(uint16s(found))
    case 'BF16':
      return new Float32Array(Uint32Array.from(uint16s(found), (bits) => bits << 16).buffer)
    case 'F64':
      return Float32Array.from(new Float64Array(...aligned(bytes, 8)))
    default:
      throw broken(`“${name}” holds ${dtype}, where real numbers are expected`)
  }
}

/**
 * The elements of a tensor of 32-bit or 16-bit unsigned integers (or half floats' bits): a view where
 * aligned.
 */
export function uint32s({ bytes }: SafeTensor): Uint32Array {
  return new Uint32Array(...aligned(bytes, 4))
}

export function uint16s({ bytes }: SafeTensor): Uint16Array {
  return new Uint16Array(...aligned(bytes, 2))
}

export function int8s({ bytes }: SafeTensor): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The named tensor. @throws WhittleError when it is missing, or not of the type asked for */
export function tensor(file: Safetensors, name: string, dtype?: DType): SafeTensor {
  const found = file.tensors.get(name)
  if (!found) throw broken(`it has no tensor “${name}”`)
  if (dtype && found.dtype !== dtype)
    throw broken(`“${name}” holds ${found.dtype}, where ${dtype} is expected`)
  return found
}

export type TensorSource = { readonly shape: readonly number[] } & (
  | { readonly dtype: 'F32'; readonly data: Float32Array }
  | { readonly dtype: 'F16' | 'BF16' | 'U16'; readonly data: Uint16Array }
  | { readonly dtype: 'U32'; readonly data: Uint32Array }
  | { readonly dtype: 'I32'; readonly data: Int32Array }
  | { readonly dtype: 'U8'; readonly data: Uint8Array }
  | { readonly dtype: 'I8'; readonly data: Int8Array }
)

/**
 * Writes a safetensors file. Half floats are given as bits ({@link floatsToHalf}). Wide types come first and
 * the header is padded to 8 bytes, so that every tensor can be read as a view.
 * @throws RangeError when a shape does not fit its data
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, TensorSource>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).sort(([, a], [, b]) => WIDTH[b.dtype] - WIDTH[a.dtype])
  const header: Record<string, unknown> = { __metadata__: metadata }
  let end = 0
  for (const [name, { dtype, shape, data }] of entries) {
    if (count(shape) !== data.length)
      throw new RangeError(`“${name}”: ${data.length} values, shape ${shape.join(' × ')}`)
    header[name] = { dtype, shape, data_offsets: [end, (end += data.byteLength)] }
  }
  const json = strToU8(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / 8) * 8
  const file = new Uint8Array(8 + headerLength + end)
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true)
  file.set(json, 8)
  file.fill(0x20, 8 + json.length, 8 + headerLength)
  let at = 8 + headerLength
  for (const [, { data }] of entries) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return file
}

const count = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1)

function parseHeader(bytes: Uint8Array): object {
  const header = parseJson(strFromU8(bytes))
  if (header === undefined) throw broken('its header is not JSON')
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw broken('its header is not an object')
  return header
}

function readMetadata(entry: unknown): Record<string, string> {
  if (typeof entry !== 'object' || entry === null) throw broken('its metadata is not an object')
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, String(value)]))
}

function readEntry(name: string, entry: unknown, data: Uint8Array): SafeTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(WIDTH, dtype))
    throw broken(`“${name}” has the unknown type ${String(dtype)}`)
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw broken(`“${name}” has no valid shape or place`)
  const [start, end] = [offsets[0]!, offsets[1]!]
  const size = count(shape) * WIDTH[dtype as DType]
  if (end - start !== size || end > data.length) throw broken(`“${name}” does not lie within the file`)
  return { dtype: dtype as DType, shape, bytes: data.subarray(start, end) }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0)
}

/**
 * Arguments for a typed array over `bytes`: in place where their offset is a multiple of `width`, else over a
 * copy.
 */
function aligned(bytes: Uint8Array, width: number): [ArrayBufferLike, number, number] {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes)
  return [buffer, byteOffset, byteLength / width]
}
