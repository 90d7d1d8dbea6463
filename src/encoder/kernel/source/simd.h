// Four floats at a time: multiply-add, exp, GELU, and how far loops may be unrolled.
#pragma once
#include <stdint.h>
#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))

typedef v128_t f32x4;

// One rounding where relaxed SIMD has it and the processor fuses, two otherwise: the two builds differ in
// this alone.
#ifdef __wasm_relaxed_simd__
#define madd(a, b, c) wasm_f32x4_relaxed_madd(a, b, c)
#else
#define madd(a, b, c) wasm_f32x4_add(wasm_f32x4_mul(a, b), c)
#endif

#define splat(x) wasm_f32x4_splat(x)
#define load(p) wasm_v128_load(p)
#define store(p, x) wasm_v128_store(p, x)

// e^x for x <= 0 to 2 ulp: 2^n e^r with |r| <= ln 2 / 2, and the polynomial of Cephes' expf (Moshier 1989)
// for e^r. Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits, from where it is shifted
// into the exponent.
INLINE f32x4 exponential(f32x4 x) {
  x = wasm_f32x4_pmax(splat(-87.0f), x);
  const f32x4 shift = splat(12582912.0f);
  const f32x4 t = madd(x, splat(1.44269504f), shift);
  const f32x4 n = wasm_f32x4_sub(t, shift);
  f32x4 r = madd(n, splat(-0.693359375f), x);
  r = madd(n, splat(2.12194440e-4f), r);
  f32x4 p = splat(1.9875691500e-4f);
  p = madd(p, r, splat(1.3981999507e-3f));
  p = madd(p, r, splat(8.3334519073e-3f));
  p = madd(p, r, splat(4.1665795894e-2f));
  p = madd(p, r, splat(1.6666665459e-1f));
  p = madd(p, r, splat(5.0000001201e-1f));
  p = madd(p, wasm_f32x4_mul(r, r), wasm_f32x4_add(r, splat(1.0f)));
  return wasm_i32x4_add(p, wasm_i32x4_shl(t, 23));
}

// x Φ(x) with Φ by the error function of Abramowitz and Stegun 7.1.26, whose largest error is 1.5e-7.
INLINE f32x4 gelu(f32x4 x) {
  const f32x4 z = wasm_f32x4_mul(wasm_f32x4_abs(x), splat(0.70710678f));
  const f32x4 t = wasm_f32x4_div(splat(1.0f), madd(z, splat(0.3275911f), splat(1.0f)));
  f32x4 p = splat(1.061405429f);
  p = madd(p, t, splat(-1.453152027f));
  p = madd(p, t, splat(1.421413741f));
  p = madd(p, t, splat(-0.284496736f));
  p = madd(p, t, splat(0.254829592f));
  // tail = 1 - erf(z), so that x Φ(x) = x - x tail / 2 for x > 0 and x tail / 2 otherwise.
  const f32x4 tail = wasm_f32x4_mul(wasm_f32x4_mul(p, t), exponential(wasm_f32x4_neg(wasm_f32x4_mul(z, z))));
  const f32x4 half = wasm_f32x4_mul(wasm_f32x4_mul(x, tail), splat(0.5f));
  const f32x4 positive = wasm_f32x4_gt(x, splat(0.0f));
  return wasm_v128_bitselect(wasm_f32x4_sub(x, half), half, positive);
}

INLINE float sum4(f32x4 x) {
  return wasm_f32x4_extract_lane(x, 0) + wasm_f32x4_extract_lane(x, 1) + wasm_f32x4_extract_lane(x, 2) +
         wasm_f32x4_extract_lane(x, 3);
}

INLINE float max4(f32x4 x) {
  x = wasm_f32x4_pmax(x, wasm_i32x4_shuffle(x, x, 2, 3, 0, 1));
  x = wasm_f32x4_pmax(x, wasm_i32x4_shuffle(x, x, 1, 0, 3, 2));
  return wasm_f32x4_extract_lane(x, 0);
}

// Four half floats as floats. The exponent's bias is mended by a multiplication, which is right for
// subnormals, too.
INLINE f32x4 widen(const uint16_t *half) {
  const v128_t bits = wasm_u32x4_load16x4(half);
  const v128_t magnitude = wasm_i32x4_shl(wasm_v128_and(bits, wasm_i32x4_splat(0x7fff)), 13);
  const v128_t sign = wasm_i32x4_shl(wasm_v128_and(bits, wasm_i32x4_splat(0x8000)), 16);
  return wasm_v128_or(wasm_f32x4_mul(magnitude, splat(0x1p112f)), sign);
}
