import { existsSync, readFileSync } from 'node:fs'
import {
  type Activations,
  featureColumns,
  gatherUnits,
  poolUnits,
  type UnitTable,
} from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { dictionaryConcepts } from '../../../src/core/concepts/dictionary.ts'
import { type Disparities, disparities } from '../../../src/core/concepts/disparity.ts'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import type { Hypothesis } from '../../../src/core/hypothesis.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { type PairTable, selectPairs } from '../../../src/core/pairs.ts'
import { random } from '../../../src/core/random.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import type { Shaping } from '../../../src/core/shape/decision.ts'
import { encodedTexts } from '../../../src/core/shape/encoded-texts.ts'
import { type HeldOut, heldOut } from '../../../src/core/shape/evaluate/held-out.ts'
import type { ConceptProof } from '../../../src/core/shape/evaluate/evaluation-result.ts'
import { placesOf } from '../../../src/core/shape/evaluate/proof.ts'
import { rediscover } from '../../../src/core/shape/evaluate/rediscover.ts'
import { evaluationSetup, textsToEncode } from '../../../src/core/shape/evaluate/evaluation-setup.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { pairValues } from '../../../src/core/shape/pair-edits.ts'
import { lengthDifference } from '../../../src/core/stats/length.ts'
import type { Protocol } from '../../../src/core/verdict.ts'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import { textMasks } from '../../../src/core/workspace/marks.ts'
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

/** What is drawn to find anew must not be what was drawn to plant. */
const REDISCOVERY = 1000

/** Extracts each text once. */
export interface Encoder {
  readonly dictionary: Dictionary
  /** Extracts texts, known or not, and remembers them. */
  learn(texts: readonly string[]): Promise<void>
  /** Units of texts, in order; what is not known yet is learnt. */
  units(texts: readonly string[]): Promise<UnitTable>
}

export function rememberingEncoder(
  dictionary: Dictionary,
  extract: (texts: readonly string[]) => Promise<UnitTable>,
): Encoder {
  const tables: UnitTable[] = []
  const place = new Map<string, { table: number; span: number }>()
  const learn = async (texts: readonly string[]) => {
    if (texts.length === 0) return
    const table = tables.push(await extract(texts)) - 1
    texts.forEach((text, span) => place.set(text, { table, span }))
  }
  return {
    dictionary,
    learn,
    async units(texts) {
      await learn([...new Set(texts)].filter((text) => !place.has(text)))
      return gatherUnits(
        tables,
        texts.map((text) => place.get(text)!),
      )
    },
  }
}

export interface Planted {
  readonly pairs: PairTable
  readonly concepts: readonly Concept[]
  readonly disparities: Disparities
  readonly detector: string
  shape(protocol: Protocol, kept: readonly string[]): Shaping
  /**
   * What heads do on pairs held out; accuracy on those that nothing was planted in. @param kappa of the heads
   * they are compared with
   */
  heldOut(shaping: Shaping, kappa?: number): Promise<HeldOut>
  /** Where the style's detector stands in the table before and after. */
  places(shaping: Shaping): Promise<ConceptProof['place']>
}

/**
 * Plants a style in a share of the chosen responses.
 * @param encoder without it, detectors and phrases are all that is seen
 * @param planted false leaves the texts as they came: what heads would learn had nothing been planted
 */
export async function plant(
  base: PairTable,
  style: Style,
  seed: number,
  encoder: Encoder | null = null,
  planted = true,
): Promise<Planted> {
  const { detector, add } = STYLES[style]
  const rng = random(seed)
  const has = Uint8Array.from(base.row, () => (planted && rng() < SHARE ? 1 : 0))
  const pairs = { ...base, chosen: base.chosen.map((text, i) => (has[i] ? add(text) : text)) }
  const latents = encoder?.dictionary.latents ?? 0
  const text = textFeatures(pairs, latents)
  const units = encoder && (await encoder.units(pairs.chosen.flatMap((y, i) => [y, pairs.rejected[i]!])))
  const concepts = [...(encoder ? dictionaryConcepts(encoder.dictionary) : []), ...text.concepts]
  const columns = featureColumns([
    ...(units ? [poolUnits(units, encoder!.dictionary.presence)] : []),
    text.surface,
    text.phrases,
  ] satisfies Activations[])
  const length = lengthDifference(pairs)
  const u = disparities(columns, concepts)
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const scored = (id: string) => byId.get(id)
  const shaper = createShaper({
    columns,
    length,
    row: pairs.row,
    scored,
    seed: 1,
    controls: createControls({ columns, concepts, length, states: units, pairs, scored, seed: 1 }),
  })
  const stand = async (shaping: Shaping) => {
    const edits = pairValues(shaping, {
      concept: (id) => byId.get(id)!,
      marks: (id, pair, side) => textMasks(byId.get(id)!, pairs[side][pair]!, pairs.prompt[pair]!),
    })
    const input = { pairs, columns, concepts, states: units, shaping, edits }
    if (!encoder) return evaluationSetup(input)
    const texts = textsToEncode(input)
    const found = encodedTexts(texts, await encoder.units(texts), encoder.dictionary.presence)
    return evaluationSetup({ ...input, encoded: new Map(found) })
  }
  let found: readonly Hypothesis[] | undefined
  return {
    pairs,
    concepts,
    disparities: u,
    detector,
    shape: (protocol, kept) =>
      shaper.shape([decide(detector, 'suppress', protocol), ...kept.map((id) => decide(id, 'keep'))]),
    heldOut: async (shaping, kappa) =>
      heldOut({ pairs, stand: await stand(shaping), seed, kappa, measured: (pair) => has[pair] === 0 }),
    async places(shaping) {
      found ??= overallHypotheses({ pairs, columns, concepts, disparities: u, seed: 1 }).hypotheses
      const { edited } = await stand(shaping)
      return placesOf(
        detector,
        found,
        rediscover(edited.pairs, edited.columns, concepts, shaping, REDISCOVERY + seed),
      )
    },
  }
}

/**
 * Mean disparity of a concept over the pairs that stay, by their weights; flipped pairs count the other way.
 */
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
