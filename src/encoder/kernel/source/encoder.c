// The encoder's first layers, the mean state of every unit and the dictionary's latents that fire on it, for
// a run of windows that lie one behind the other, without padding. One thread, one memory; the caller writes
// the inputs into the arrays below and reads the outputs from them.
#include "attention.h"

#define EXPORT(name) __attribute__((export_name(#name))) name
#define BUFFER __attribute__((aligned(64)))

// Matrices are halves in panels of COLUMNS columns; the rest is floats. weights.ts writes this image: keep
// both alike.
struct Norm {
  float gain[DIM], shift[DIM];
};
struct Layer {
  uint16_t qkv[DIM * 3 * DIM], out[DIM * DIM], up[DIM * WIDE], down[WIDE * DIM];
  float qkvBias[3 * DIM], outBias[DIM], upBias[WIDE], downBias[DIM];
  struct Norm outNorm, downNorm;
};
static struct {
  // Position and type of the token together.
  float places[WINDOW * DIM];
  struct Norm norm;
  struct Layer layers[LAYERS];
} weights BUFFER;

static uint16_t words[TOKENS * DIM] BUFFER; // word embeddings of the run's tokens, halves
static uint16_t lengths[TOKENS] BUFFER;     // tokens of every window
static uint16_t unitFirst[TOKENS] BUFFER;   // first token of every unit
static uint16_t unitTokens[TOKENS] BUFFER;  // tokens of every unit

// ROWS more than a run has, since products are computed ROWS rows at a time.
static float hidden[(TOKENS + ROWS) * DIM] BUFFER;
static float sums[(TOKENS + ROWS) * DIM] BUFFER;
static float mixed[(TOKENS + ROWS) * DIM] BUFFER;
static float qkv[(TOKENS + ROWS) * 3 * DIM] BUFFER;
static float wide[(TOKENS + ROWS) * WIDE] BUFFER;
static float states[(TOKENS + ROWS) * DIM] BUFFER;
static uint32_t firings[TOKENS + 1] BUFFER; // those of unit k are firings[k] .. firings[k + 1]

// The dictionary, which has as many latents as it has, and what is read with it: behind everything else.
extern float __heap_base[];
struct Head {
  const float *encoder, *bias, *threshold; // encoder: panels of floats
  float *pre;                              // (UNITS + ROWS) x latents
  float *value;                            // of every firing; a token is the shortest unit, and all latents may fire
  uint16_t *latent;
};
INLINE struct Head headOf(int latents) {
  float *at = __heap_base + 16 - (uintptr_t)__heap_base / 4 % 16;
  struct Head head = {.encoder = at};
  head.bias = at += DIM * latents;
  head.threshold = at += latents;
  head.pre = at += latents;
  head.value = at += (UNITS + ROWS) * latents;
  head.latent = (uint16_t *)(at += TOKENS * latents);
  return head;
}

void *EXPORT(weightsAt)(void) { return &weights; }
int EXPORT(weightsSize)(void) { return sizeof weights; }
void *EXPORT(wordsAt)(void) { return words; }
void *EXPORT(lengthsAt)(void) { return lengths; }
void *EXPORT(unitFirstAt)(void) { return unitFirst; }
void *EXPORT(unitTokensAt)(void) { return unitTokens; }
void *EXPORT(statesAt)(void) { return states; }
void *EXPORT(firingsAt)(void) { return firings; }
// Where encoder, bias and threshold are written, one behind the other, and where memory ends.
const void *EXPORT(headAt)(int latents) { return headOf(latents).encoder; }
void *EXPORT(valueAt)(int latents) { return headOf(latents).value; }
void *EXPORT(latentAt)(int latents) { return headOf(latents).latent; }
void *EXPORT(endAt)(int latents) { return headOf(latents).latent + TOKENS * latents; }

// Layer normalisation of one row: (x - mean) / sqrt(variance + epsilon) * gain + shift. `to` may be `from`.
static void normalize(const float *from, float *to, const struct Norm *norm, float epsilon) {
  f32x4 total = splat(0.0f);
  for (int d = 0; d < DIM; d += 4) total = wasm_f32x4_add(total, load(from + d));
  const f32x4 mean = splat(sum4(total) / DIM);
  f32x4 squares = splat(0.0f);
  for (int d = 0; d < DIM; d += 4) {
    const f32x4 x = wasm_f32x4_sub(load(from + d), mean);
    squares = madd(x, x, squares);
  }
  const f32x4 scale = splat(1.0f / __builtin_sqrtf(sum4(squares) / DIM + epsilon));
  for (int d = 0; d < DIM; d += 4) {
    const f32x4 x = wasm_f32x4_mul(wasm_f32x4_sub(load(from + d), mean), scale);
    store(to + d, madd(x, load(norm->gain + d), load(norm->shift + d)));
  }
}

static int embed(int windows, float epsilon) {
  int token = 0;
  for (int w = 0; w < windows; w++) {
    for (int t = 0; t < lengths[w]; t++, token++) {
      float *row = hidden + token * DIM;
      for (int d = 0; d < DIM; d += 4)
        store(row + d, wasm_f32x4_add(widen(words + token * DIM + d), load(weights.places + t * DIM + d)));
      normalize(row, row, &weights.norm, epsilon);
    }
  }
  return token;
}

static void layer(const struct Layer *w, int windows, int tokens, float epsilon) {
  gemm(hidden, DIM, w->qkv, 1, qkv, 3 * DIM, tokens, (struct Epilogue){w->qkvBias, 0, 0});
  for (int i = 0, token = 0; i < windows; token += lengths[i++])
    attention(qkv + token * 3 * DIM, mixed + token * DIM, lengths[i]);
  gemm(mixed, DIM, w->out, 1, sums, DIM, tokens, (struct Epilogue){w->outBias, hidden, 0});
  for (int t = 0; t < tokens; t++) normalize(sums + t * DIM, hidden + t * DIM, &w->outNorm, epsilon);
  gemm(hidden, DIM, w->up, 1, wide, WIDE, tokens, (struct Epilogue){w->upBias, 0, 1});
  gemm(wide, WIDE, w->down, 1, sums, DIM, tokens, (struct Epilogue){w->downBias, hidden, 0});
  for (int t = 0; t < tokens; t++) normalize(sums + t * DIM, hidden + t * DIM, &w->downNorm, epsilon);
}

// Mean state of every unit over its tokens.
static void pool(int units) {
  for (int u = 0; u < units; u++) {
    const f32x4 share = splat(1.0f / unitTokens[u]);
    for (int d = 0; d < DIM; d += 4) {
      f32x4 sum = splat(0.0f);
      for (int t = 0; t < unitTokens[u]; t++)
        sum = wasm_f32x4_add(sum, load(hidden + (unitFirst[u] + t) * DIM + d));
      store(states + u * DIM + d, wasm_f32x4_mul(sum, share));
    }
  }
}

void EXPORT(encode)(int windows, int units, float epsilon) {
  const int tokens = embed(windows, epsilon);
  for (int l = 0; l < LAYERS; l++) layer(&weights.layers[l], windows, tokens, epsilon);
  pool(units);
}

// The latents of every unit whose pre-activation exceeds their threshold: writes `firings` and the head's
// latent and value. `latents` is a multiple of COLUMNS.
void EXPORT(readLatents)(int units, int latents) {
  const struct Head head = headOf(latents);
  int count = 0;
  firings[0] = 0;
  for (int first = 0; first < units; first += UNITS) {
    const int here = units - first < UNITS ? units - first : UNITS;
    gemm(states + first * DIM, DIM, head.encoder, 0, head.pre, latents, here, (struct Epilogue){head.bias, 0, 0});
    for (int u = 0; u < here; u++) {
      const float *row = head.pre + u * latents;
      for (int f = 0; f < latents; f += 4) {
        int fires = wasm_i32x4_bitmask(wasm_f32x4_gt(load(row + f), load(head.threshold + f)));
        for (int k = 0; fires; k++, fires >>= 1) {
          if (!(fires & 1)) continue;
          head.latent[count] = f + k;
          head.value[count++] = row[f + k];
        }
      }
      firings[first + u + 1] = count;
    }
  }
}
