// Softmax attention within one window, head by head.
#pragma once
#include "gemm.h"
#include "shape.h"

// Scores of ROWS queries; a row has room for the keys rounded up to whole panels, and is no power of two.
enum { SCORES = WINDOW + 8 };
static float keys[WINDOW * HEAD] __attribute__((aligned(64)));
static float values[WINDOW * HEAD] __attribute__((aligned(64)));
static float scores[ROWS * SCORES] __attribute__((aligned(64)));

// One head's keys, transposed, as panels [HEAD][COLUMNS], and its values as panels [length][COLUMNS].
static void packHead(const float *key, const float *value, int length) {
  for (int t = 0; t < length; t++, key += 3 * DIM, value += 3 * DIM) {
    float *panel = keys + t / COLUMNS * COLUMNS * HEAD + t % COLUMNS;
    for (int d = 0; d < HEAD; d++) panel[d * COLUMNS] = key[d];
    for (int d = 0; d < HEAD; d += COLUMNS) {
      float *row = values + d * length + t * COLUMNS;
      store(row, load(value + d));
      store(row + 4, load(value + d + 4));
    }
  }
}

// Turns a row of `length` scores q·k into e^((q·k - max) / sqrt HEAD), 0 in what lies behind it. Returns
// their sum.
static float exponentials(float *row, int length) {
  const int padded = rounded(length, COLUMNS);
  for (int t = length; t < padded; t++) row[t] = -1e30f;
  f32x4 most = load(row);
  for (int t = 4; t < padded; t += 4) most = wasm_f32x4_pmax(most, load(row + t));
  const f32x4 top = splat(max4(most));
  const f32x4 scale = splat(0.17677670f);
  f32x4 sum = splat(0.0f);
  for (int t = 0; t < padded; t += 4) {
    const f32x4 e = exponential(wasm_f32x4_mul(wasm_f32x4_sub(load(row + t), top), scale));
    store(row + t, e);
    sum = wasm_f32x4_add(sum, e);
  }
  return sum4(sum);
}

// `qkv` has query, key and value beside each other, 3 DIM a token; `out` DIM a token. Both have rows to a
// multiple of ROWS: what is written there belongs to the next window, which is computed later, or to nobody.
static void attention(const float *qkv, float *out, int length) {
  for (int head = 0; head < DIM; head += HEAD) {
    packHead(qkv + DIM + head, qkv + 2 * DIM + head, length);
    for (int row = 0; row < length; row += ROWS) {
      for (int t = 0; t < length; t += COLUMNS) {
        f32x4 acc[ROWS][2] = {};
        multiply(acc, qkv + row * 3 * DIM + head, 3 * DIM, keys + t * HEAD, HEAD);
        for (int r = 0; r < ROWS; r++) {
          store(scores + r * SCORES + t, acc[r][0]);
          store(scores + r * SCORES + t + 4, acc[r][1]);
        }
      }
      f32x4 weight[ROWS];
      for (int r = 0; r < ROWS; r++) weight[r] = splat(1.0f / exponentials(scores + r * SCORES, length));
      for (int d = 0; d < HEAD; d += COLUMNS) {
        f32x4 acc[ROWS][2] = {};
        multiply(acc, scores, SCORES, values + d * length, length);
        for (int r = 0; r < ROWS; r++) {
          store(out + (row + r) * DIM + head + d, wasm_f32x4_mul(acc[r][0], weight[r]));
          store(out + (row + r) * DIM + head + d + 4, wasm_f32x4_mul(acc[r][1], weight[r]));
        }
      }
    }
  }
}
