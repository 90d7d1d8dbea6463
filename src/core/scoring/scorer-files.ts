/**
 * The files of the scorer that goes with an export, beside each other in one folder: the script, which needs
 * Node 20 and nothing else, the encoder's weights, its tokenizer and kernel, and the dictionary. By name, the
 * path at which the page is served each.
 */
export const SCORER_FILES = {
  'whittle-scorer.mjs': 'model/scorer/whittle-scorer.mjs',
  'kernel.wasm': 'model/scorer/kernel.wasm',
  'kernel-relaxed.wasm': 'model/scorer/kernel-relaxed.wasm',
  'manifest.json': 'model/manifest.json',
  'encoder.safetensors': 'model/encoder.safetensors',
  'config.json': 'model/config.json',
  'tokenizer.json': 'model/tokenizer.json',
  'dictionary.safetensors': 'dictionary/dictionary.safetensors',
  'features.json': 'dictionary/features.json',
  'families.json': 'dictionary/families.json',
} as const

export type ScorerFile = keyof typeof SCORER_FILES
