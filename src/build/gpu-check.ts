/**
 * Writes src/encoder/gpu-check.json: what the kernel makes of two texts, with which a GPU is compared
 * before it is used: npx tsx src/build/gpu-check.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { STATE_STEP } from '../encoder/gpu-check.ts'
import { nodeExtractor } from '../encoder/node.ts'

/** Several windows, one of them long: where attention over many tokens or between windows goes wrong. */
const texts = [
  'I am sorry, but I cannot help with that. '.repeat(12),
  'Great question! The river bends north here, and **two** bridges cross it.',
]
const LATENTS = 24

const extractor = await nodeExtractor({ threads: 1, build: 'plain' })
const { state, feature, value } = await extractor.extract(texts)
await extractor.dispose()
const digits = (x: number) => Number(x.toFixed(5))
const states = Array.from(
  state.filter((_, i) => i % STATE_STEP === 0),
  digits,
)
/** Of each latent its last firing, as a Map keeps it; the strongest ones. */
const latents = [...new Map(Array.from(feature, (latent, k) => [latent, value[k]!]))]
  .toSorted(([, a], [, b]) => b - a)
  .slice(0, LATENTS)
  .map(([latent, level]) => [latent, digits(level)])
const path = join(import.meta.dirname, '../encoder/gpu-check.json')
writeFileSync(path, `${JSON.stringify({ texts, states, latents })}\n`)
process.exit()
