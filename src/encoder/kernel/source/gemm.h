// C = A B + bias (+ skip), optionally through GELU. B is packed in panels of COLUMNS columns, row by row of
// the panel.
#pragma once
#include "simd.h"

// Rows and columns of C that one pass over A and B computes in registers. Eight accumulators, two vectors of
// B and one of A fit the 15 registers that V8 has on x64, in every version that was tried; 5 x 8 and 6 x 8
// spill in some.
enum { ROWS = 4, COLUMNS = 8 };
// Rows of B that are unpacked at a time: with A's, 12 kB of floats stay in the first-level cache.
enum { DEPTH = 384 };

INLINE int rounded(int n, int step) { return (n + step - 1) / step * step; }

// acc += A B for ROWS rows of A, `lda` floats apart, and one panel of B that is k rows long. The strides are
// constants where this is inlined, so that all rows are read from one address. Not unrolled: V8 would run out
// of registers.
INLINE void multiply(f32x4 acc[ROWS][2], const float *a, int lda, const float *b, int k) {
#pragma clang loop unroll(disable)
  for (int i = 0; i < k; i++, a++, b += COLUMNS) {
    const f32x4 left = load(b);
    const f32x4 right = load(b + 4);
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) {
      const f32x4 x = wasm_v128_load32_splat(a + r * lda);
      acc[r][0] = madd(x, left, acc[r][0]);
      acc[r][1] = madd(x, right, acc[r][1]);
    }
  }
}

// What C starts from, and what becomes of it.
struct Epilogue {
  const float *bias; // one a column
  const float *skip; // laid out as C, added to it; null for none
  int gelu;
};

// rows of C (to a multiple of ROWS) by `columns`; `depth` is a multiple of DEPTH. B is halves (`half`) or
// floats.
INLINE void gemm(const float *a, int depth, const void *b, int half, float *c, int columns, int rows,
                 struct Epilogue end) {
  static float unpacked[DEPTH * COLUMNS] __attribute__((aligned(64)));
  for (int column = 0; column < columns; column += COLUMNS) {
    for (int from = 0; from < depth; from += DEPTH) {
      const int at = column * depth + from * COLUMNS;
      const float *panel = half ? unpacked : (const float *)b + at;
      if (half) {
#pragma clang loop unroll(disable)
        for (int i = 0; i < DEPTH * COLUMNS; i += 4) store(unpacked + i, widen((const uint16_t *)b + at + i));
      }
      for (int row = 0; row < rows; row += ROWS) {
        float *to = c + row * columns + column;
        const float *start = from > 0 ? to : end.skip ? end.skip + row * columns + column : 0;
        f32x4 acc[ROWS][2];
#pragma clang loop unroll(full)
        for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
          for (int v = 0; v < 2; v++) {
            const f32x4 bias = from > 0 ? splat(0.0f) : load(end.bias + column + 4 * v);
            acc[r][v] = start ? wasm_f32x4_add(load(start + r * columns + 4 * v), bias) : bias;
          }
        }
        multiply(acc, a + row * depth + from, depth, panel, DEPTH);
#pragma clang loop unroll(full)
        for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
          for (int v = 0; v < 2; v++) store(to + r * columns + 4 * v, end.gelu ? gelu(acc[r][v]) : acc[r][v]);
        }
      }
    }
  }
}
