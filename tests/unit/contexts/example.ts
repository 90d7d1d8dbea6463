import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { featureColumns, gatherUnits, poolUnits, type UnitTable } from '../../../src/core/activations.ts'
import { dictionaryConcepts } from '../../../src/core/concepts/dictionary.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { denseStates } from '../../../src/core/contexts/embedding.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { readUnits } from '../../../src/core/unit-file.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'
import { random } from '../../../src/core/random.ts'
import { bundledDictionary } from '../../../src/encoder/node.ts'
import { relabelled } from './relabel.ts'

const folder = join(import.meta.dirname, '../../../public/example')

interface Row {
  readonly topic: string
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
}

/** The bundled example with the activations that it ships with, and the topic of each pair. */
export async function example(): Promise<PromptContextInput & { readonly topic: readonly string[] }> {
  const rows = readFileSync(join(folder, 'preferences.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const pairs = pairTable(
    rows.map(({ prompt, chosen, rejected }, i) => ({ prompt, chosen, rejected, row: i + 1 })),
  )
  const dictionary = await bundledDictionary()
  const { table } = readUnits(readFileSync(join(folder, 'activations.safetensors')))
  const spans = 2 * pairs.length
  const text = textFeatures(pairs, dictionary.latents)
  const pooled = poolUnits(part(table, 0, spans), dictionary.presence)
  const responses = featureColumns([pooled, text.surface, text.phrases])
  const concepts = [...dictionaryConcepts(dictionary), ...text.concepts]
  const prompts = part(table, spans, table.spans)
  return {
    pairs,
    responses,
    concepts,
    disparities: disparities(responses, concepts),
    prompts: featureColumns([poolUnits(prompts, dictionary.presence)]),
    states: {
      prompts: denseStates(prompts.dim, prompts.state),
      responses: denseStates(table.dim, table.state.subarray(0, spans * table.dim)),
    },
    seed: 1,
    topic: rows.map(({ topic }) => topic),
  }
}

/** Pairs with the sides dealt by a coin: nothing in them is preferred. */
export function neutral(data: PromptContextInput, seed: number): PromptContextInput {
  const rng = random(seed)
  const swap = Array.from({ length: data.pairs.length }, () => rng() < 0.5)
  return relabelled(data, (pair) => swap[pair]!)
}

const part = (table: UnitTable, from: number, to: number): UnitTable =>
  gatherUnits(
    [table],
    Array.from({ length: to - from }, (_, at) => ({ table: 0, span: from + at })),
  )
