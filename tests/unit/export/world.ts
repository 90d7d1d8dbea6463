import type { Dataset } from '../../../src/core/workspace/dataset.ts'
import { openDataset } from '../../../src/core/workspace/dataset.ts'

const HASH = 'a'.repeat(64)

export async function open(rows: readonly object[], name = 'pairs.jsonl'): Promise<Dataset> {
  return openBytes(new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n')), name)
}

export async function openBytes(bytes: Uint8Array, name: string): Promise<Dataset> {
  const opened = await openDataset(name, bytes, HASH, null)
  if (opened.kind !== 'dataset') throw new Error(`${name} asks for a mapping: ${opened.request.because}`)
  return opened.dataset
}

/** Plain texts, with what a reader could stumble over in them. */
export const TEXTS = [
  { prompt: 'What is 2 + 2?', chosen: 'It is **4**.', rejected: ' five\n\nor so ', id: 1, tags: ['a', 'b'] },
  {
    prompt: '"Quote", she said,\nand left',
    chosen: 'naïve 😀 \u2028 end',
    rejected: '</script>{{x}}',
    id: 2,
    tags: [],
  },
  { prompt: 'Third?', chosen: 'Yes', rejected: 'No', id: 3, tags: ['c'] },
]

const turn = (role: string, content: string) => ({ role, content })

/** Conversations: with a system message, of several rounds, of one. */
export const TALKS = [
  {
    prompt: [turn('system', 'Be brief.'), turn('user', 'Hello')],
    chosen: [turn('assistant', 'Hi!')],
    rejected: [turn('assistant', 'Greetings to you too, my friend.')],
    score: 1.5,
  },
  {
    prompt: [turn('user', 'One'), turn('assistant', 'Two'), turn('user', 'Three?')],
    chosen: [turn('assistant', 'Four')],
    rejected: [turn('assistant', 'Five')],
    score: 2,
  },
  {
    prompt: [turn('user', 'Alone')],
    chosen: [turn('assistant', 'Yes.')],
    rejected: [turn('assistant', 'No.')],
    score: null,
  },
]

/** A conversation whose responses go on for several turns. */
export const LONG_TALK = {
  prompt: [turn('user', 'Start')],
  chosen: [turn('assistant', 'a'), turn('user', 'and?'), turn('assistant', 'b')],
  rejected: [turn('assistant', 'c'), turn('user', 'and?'), turn('assistant', 'd')],
  score: 3,
}
