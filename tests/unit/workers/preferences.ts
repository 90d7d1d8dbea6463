import type { UnitTable } from '../../../src/core/activations.ts'
import { unitsOf } from '../tables.ts'

export const PAIRS = 320
const topics = ['rivers', 'bread', 'chess', 'knots']

/** Every second chosen response is bold, and one rejected response in six. */
const lines = Array.from({ length: PAIRS }, (_, i) => {
  const topic = topics[i % topics.length]!
  const word = (bold: boolean) => (bold ? `**${topic}**` : topic)
  return JSON.stringify({
    prompt: `Question ${i} about ${topic}?`,
    chosen: `It is ${word(i % 2 < 1)} ${'and more of it '.repeat(1 + (i % 7))}`,
    rejected: `It might be ${word(i % 6 === 1)} ${'or less '.repeat(1 + (i % 5))}`,
  })
})

/** A file of preferences; rows that are no pairs can follow. */
export const preferences = (name = 'made.jsonl', bad: readonly string[] = []) =>
  new File([[...lines, ...bad].join('\n')], name)

/** The latent that fires where a text has bold. */
export const LATENT = 24
const DIM = 8

const ones = (units: number) => new Float32Array(units).fill(1 / 127)

/** What an extractor might find: one unit a text; states lie together by topic. */
export function extracted(texts: readonly string[]): UnitTable {
  const units = unitsOf(texts.map((text) => [text.includes('**') ? { [LATENT]: 30 } : {}]))
  const state = new Float32Array(texts.length * DIM)
  texts.forEach((text, j) => {
    const topic = topics.findIndex((word) => text.includes(word))
    state[j * DIM + Math.max(0, topic)] = 1
    state[j * DIM + 4 + (text.length % 4)] = 0.2
  })
  const unitStates = { value: Int8Array.from(state, (x) => Math.round(127 * x)), scale: ones(texts.length) }
  return { ...units, state, dim: DIM, unitStates }
}
