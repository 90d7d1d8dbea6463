import { existsSync, readFileSync } from 'node:fs'
import { type Activations, featureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { type Disparities, disparities } from '../../../src/core/concepts/disparity.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { type PairTable, selectPairs } from '../../../src/core/pairs.ts'
import { random } from '../../../src/core/random.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import type { Shaping } from '../../../src/core/shape/decision.ts'
import { type Proof, proveShaping } from '../../../src/core/shape/prove/proof.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { lengthDifference } from '../../../src/core/stats/length.ts'
import type { Protocol } from '../../../src/core/verdict.ts'
import { openDataset } from '../../../src/core/workspace/dataset.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'
import { decide } from './columns.ts'

const folder = new URL('../../../../shared/data/', import.meta.url)
/** Other people's data lies beside the checkout, or nowhere. */
export const haveData = existsSync(folder)

/** The first pairs of an HH test split. */
export async function hh(kind: 'helpful' | 'harmless', most = Infinity): Promise<PairTable> {
  const name = `hh-${kind}-base-test.jsonl.gz`
  const opened = await openDataset(name, new Uint8Array(readFileSync(new URL(name, folder))), '', null)
  if (opened.kind !== 'dataset') throw new Error(`${name} is not recognised`)
  const { pairs } = opened.dataset
  return selectPairs(pairs, Uint32Array.from(pairs.row.keys()).slice(0, most))
}

/** Styles that a text can be given, and the detector that sees each. */
export const STYLES = {
  bold: { detector: 's:bold', add: (text: string) => text.replace(/\w+(?: \w+)?(?=\W*$)/, '**$&**') },
  emoji: { detector: 's:emoji', add: (text: string) => `${text} 😊` },
  'flattering opener': { detector: 's:flattery', add: (text: string) => `Great question! ${text}` },
} as const

export type Style = keyof typeof STYLES

/** The share of chosen responses that a style is planted in. */
const SHARE = 0.3

export interface Planted {
  readonly pairs: PairTable
  readonly concepts: readonly Concept[]
  readonly disparities: Disparities
  readonly detector: string
  shape(protocol: Protocol, kept: readonly string[]): Shaping
  prove(shaping: Shaping): Proof
}

/** Plants a style in a share of the chosen responses. Detectors and phrases are all that is seen: nothing is encoded. */
export function plant(base: PairTable, style: Style, seed: number): Planted {
  const { detector, add } = STYLES[style]
  const rng = random(seed)
  const has = Uint8Array.from(base.row, () => (rng() < SHARE ? 1 : 0))
  const pairs = { ...base, chosen: base.chosen.map((text, i) => (has[i] ? add(text) : text)) }
  const { surface, phrases, concepts } = textFeatures(pairs, 0)
  const columns = featureColumns([surface, phrases] satisfies Activations[])
  const length = lengthDifference(pairs)
  const u = disparities(columns, concepts)
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const shaper = createShaper({
    columns,
    length,
    row: pairs.row,
    scored: (id) => byId.get(id),
    seed: 1,
    controls: createControls({ columns, concepts, length, states: null, pairs, seed: 1 }),
  })
  const found = overallHypotheses({ pairs, columns, concepts, disparities: u, seed: 1 }).hypotheses
  return {
    pairs,
    concepts,
    disparities: u,
    detector,
    shape: (protocol, kept) =>
      shaper.shape([decide(detector, 'suppress', protocol), ...kept.map((id) => decide(id, 'keep'))]),
    prove: (shaping) =>
      proveShaping({
        pairs,
        columns,
        concepts,
        states: null,
        shaping,
        found,
        seed: 1,
        measured: (pair) => has[pair] === 0,
      }),
  }
}

/** Mean disparity of a concept over the pairs that stay, by their weights; flipped pairs count the other way. */
export function meanDisparity(
  { concepts, disparities }: Planted,
  id: string,
  shaping: Shaping | null,
): number {
  const m = concepts.findIndex((concept) => concept.id === id)
  let sum = 0
  for (let k = disparities.indptr[m]!; k < disparities.indptr[m + 1]!; k++) {
    const i = disparities.pair[k]!
    const weight = !shaping ? 1 : shaping.dropped[i] ? 0 : shaping.weights[i]! * (shaping.flipped[i] ? -1 : 1)
    sum += weight * disparities.u[k]!
  }
  return sum / (disparities.pairs - (shaping?.droppedCount ?? 0))
}
