import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { floatsToHalf, halfToFloats } from '../../../src/core/half.ts'
import {
  floats,
  readSafetensors,
  tensor,
  uint16s,
  uint32s,
  writeSafetensors,
} from '../../../src/core/safetensors.ts'

/** A file with this header and these data bytes, as anyone could craft it. */
function crafted(header: string, data = new Uint8Array()): Uint8Array {
  const json = strToU8(header)
  const file = new Uint8Array(8 + json.length + data.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
  file.set(json, 8)
  file.set(data, 8 + json.length)
  return file
}

const entry = (dtype: string, shape: number[], offsets: number[]) =>
  JSON.stringify({ x: { dtype, shape, data_offsets: offsets } })

describe('safetensors', () => {
  it('reads back what it wrote, metadata included', () => {
    const bytes = writeSafetensors(
      {
        small: { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) },
        matrix: { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1.5, -2, 0, 1e-20) },
        half: { dtype: 'F16', shape: [2], data: floatsToHalf(Float32Array.of(0.5, -3)) },
        index: { dtype: 'U32', shape: [1], data: Uint32Array.of(4_000_000_000) },
        short: { dtype: 'U16', shape: [1], data: Uint16Array.of(65_535) },
        signed: { dtype: 'I32', shape: [1], data: Int32Array.of(-7) },
      },
      { note: 'naïve — 数' },
    )
    const file = readSafetensors(bytes)
    expect(file.metadata).toEqual({ note: 'naïve — 数' })
    expect(Array.from(floats(file, 'matrix'))).toEqual(Array.from(Float32Array.of(1.5, -2, 0, 1e-20)))
    expect(Array.from(floats(file, 'half'))).toEqual([0.5, -3])
    expect(Array.from(uint32s(tensor(file, 'index', 'U32')))).toEqual([4_000_000_000])
    expect(Array.from(uint16s(tensor(file, 'short', 'U16')))).toEqual([65_535])
    expect(tensor(file, 'matrix').shape).toEqual([2, 2])
    expect(new Int32Array(tensor(file, 'signed').bytes.slice().buffer)[0]).toBe(-7)
  })

  it('gives aligned floats as views of the file, and copies others', () => {
    const bytes = writeSafetensors({ x: { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) } })
    expect(floats(readSafetensors(bytes), 'x').buffer).toBe(bytes.buffer)
    const shifted = new Uint8Array(bytes.length + 1)
    shifted.set(bytes, 1)
    const copy = floats(readSafetensors(shifted.subarray(1)), 'x')
    expect(copy.buffer).not.toBe(shifted.buffer)
    expect(Array.from(copy)).toEqual([1, 2])
  })

  it('widens bfloat16 and narrows doubles', () => {
    const brain = crafted(entry('BF16', [2], [0, 4]), Uint8Array.of(0x80, 0x3f, 0x20, 0xc0))
    expect(Array.from(floats(readSafetensors(brain), 'x'))).toEqual([1, -2.5])
    const double = crafted(entry('F64', [1], [0, 8]), new Uint8Array(Float64Array.of(Math.PI).buffer))
    expect(Array.from(floats(readSafetensors(double), 'x'))).toEqual([Math.fround(Math.PI)])
  })

  it.each([
    ['a file shorter than its header', Uint8Array.of(1, 2, 3), 'shorter'],
    ['a header longer than the file', crafted('{}').fill(0xff, 0, 3), 'longer'],
    ['a header that is no JSON', crafted('{"x":'), 'not JSON'],
    ['a header that is a list', crafted('[]'), 'not an object'],
    ['an unknown type', crafted(entry('Q3', [1], [0, 1]), new Uint8Array(1)), 'unknown type'],
    ['a type named like a property of every object', crafted(entry('toString', [1], [0, 1])), 'unknown type'],
    ['a shape that does not fit its bytes', crafted(entry('F32', [2], [0, 4]), new Uint8Array(4)), 'within'],
    ['a tensor beyond the end', crafted(entry('F32', [1], [0, 4])), 'within'],
    ['a tensor before the start', crafted(entry('F32', [1], [-4, 0]), new Uint8Array(4)), 'no valid'],
    ['a fractional shape', crafted(entry('U8', [1.5], [0, 1]), new Uint8Array(2)), 'no valid'],
    ['an entry that is null', crafted('{"x":null}'), 'unknown type'],
  ])('refuses %s', (_what, bytes, why) => {
    expect(() => readSafetensors(bytes)).toThrow(why)
    expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'model' }) as Error)
  })

  it('says which tensor is missing or of the wrong type', () => {
    const file = readSafetensors(crafted(entry('U8', [1], [0, 1]), new Uint8Array(1)))
    expect(() => floats(file, 'W_enc')).toThrow('no tensor “W_enc”')
    expect(() => floats(file, 'x')).toThrow('“x” holds U8')
    expect(() => tensor(file, 'x', 'U32')).toThrow('where U32 is expected')
  })

  it('refuses to write a shape that does not fit', () => {
    expect(() => writeSafetensors({ x: { dtype: 'U8', shape: [2], data: new Uint8Array(3) } })).toThrow(
      RangeError,
    )
  })
})

describe('half floats', () => {
  const every = Uint16Array.from({ length: 65_536 }, (_, bits) => bits)

  it('widen exactly by the definition of binary16', () => {
    halfToFloats(every).forEach((value, bits) => {
      const sign = bits & 0x8000 ? -1 : 1
      const exponent = (bits >> 10) & 31
      const fraction = bits & 1023
      const special = fraction ? NaN : sign * Infinity
      const normal = sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
      const expected = exponent === 31 ? special : exponent === 0 ? sign * fraction * 2 ** -24 : normal
      if (!Object.is(value, expected)) expect.fail(`${bits}: ${value}, expected ${expected}`)
    })
  })

  it('survive a round trip', () => {
    const back = floatsToHalf(halfToFloats(every))
    const changed = every.filter(
      (bits, i) => back[i] !== bits && !Number.isNaN(halfToFloats(every.subarray(i, i + 1))[0]),
    )
    expect(changed.length).toBe(0)
  })

  it('round to nearest, ties to even, and overflow to infinity', () => {
    const values = Float32Array.of(
      65_519.9,
      65_520,
      2 ** -25,
      2 ** -25 * 1.0001,
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      NaN,
    )
    expect(Array.from(floatsToHalf(values))).toEqual([0x7bff, 0x7c00, 0, 1, 0x3c00, 0x3c02, 0x7e00])
  })
})
