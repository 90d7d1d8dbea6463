/**
 * Half floats (IEEE 754 binary16) as bits to 32-bit floats, by van der Zijp's tables: exact for every input,
 * subnormal numbers, infinities and NaN included.
 */
export function halfToFloats(half: Uint16Array): Float32Array {
  const { mantissa, exponent, offset } = tables()
  const bits = new Uint32Array(half.length)
  for (let i = 0; i < half.length; i++) {
    const h = half[i]!
    const e = h >> 10
    bits[i] = mantissa[offset[e]! + (h & 0x3ff)]! + exponent[e]!
  }
  return new Float32Array(bits.buffer)
}

/** 32-bit floats to the nearest half floats, as bits; ties go to even, values beyond 65,504 to infinity. */
export function floatsToHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const half = new Uint16Array(values.length)
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let i = 0; i < values.length; i++) half[i] = toHalf(bits[i]!)
  return half
}

function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  const exponent = magnitude >>> 23
  // Below 2⁻¹⁴ the result is subnormal: the implicit bit becomes part of the mantissa, which is shifted
  // further.
  const shift = exponent < 113 ? Math.min(126 - exponent, 31) : 13
  const mantissa = exponent < 113 ? (magnitude & 0x7fffff) | 0x800000 : magnitude - (112 << 23)
  const kept = mantissa >>> shift
  const rest = mantissa - kept * 2 ** shift
  const middle = 2 ** (shift - 1)
  const rounded = rest > middle || (rest === middle && kept & 1) ? kept + 1 : kept
  return sign | Math.min(rounded, 0x7c00)
}

function tables() {
  const mantissa = new Uint32Array(2048)
  for (let i = 1; i < 1024; i++) {
    const zeros = Math.clz32(i) - 21
    mantissa[i] = ((i << (13 + zeros)) & 0x7fffff) | ((113 - zeros) << 23)
  }
  for (let i = 1024; i < 2048; i++) mantissa[i] = (112 << 23) + ((i - 1024) << 13)
  const exponent = new Uint32Array(64)
  const offset = new Uint16Array(64).fill(1024)
  for (let e = 0; e < 64; e++) exponent[e] = ((e & 31) << 23) | (e & 32 ? 0x80000000 : 0)
  for (const e of [31, 63]) exponent[e]! += 112 << 23
  offset[0] = offset[32] = 0
  return { mantissa, exponent, offset }
}
