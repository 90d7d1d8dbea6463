import type { Concept } from '../../../src/core/concepts/concept.ts'
import { featureRefs } from '../../../src/core/export/features.ts'
import { buildSpec, type RewardSpec } from '../../../src/core/export/spec.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { world } from '../shape/world.ts'
import type { Dataset } from '../../../src/core/dataset/dataset.ts'
import { openDataset } from '../../../src/core/dataset/dataset.ts'

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

const concept: Concept = {
  id: 's:bold',
  label: 'Bold',
  description: '',
  source: 'surface',
  kind: 'format',
  features: Uint32Array.of(0),
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
}

/** A spec of verdicts on `s:bold`, called `name` by the person, as the page would write it. */
export function specOf(verdicts: readonly Verdict[], name: string): RewardSpec {
  const data = world(300, 2)
  const concepts = new Map([[concept.id, concept]])
  return buildSpec({
    whittle: '0.1.0',
    created: '2026-01-02T03:04:05.000Z',
    dataset: { name, sha256: HASH, pairs: 300, format: 'TRL' },
    kind: 'pairs',
    extractor: { encoder: 'e'.repeat(64), dictionary: 'd'.repeat(64) },
    seed: 17,
    shaping: createShaper({ ...data, scored: (id) => concepts.get(id), seed: 1 }).shape(verdicts),
    row: Uint32Array.from({ length: 300 }, (_, i) => i + 1),
    concepts,
    features: featureRefs([concept]),
    names: { [concept.id]: name },
  })
}
