import { expect, test } from 'vitest'
import { featureColumns, type UnitTable, poolUnits } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { random } from '../../../src/core/random.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import { effectOf } from '../../../src/core/shape/effects.ts'
import { encodedTexts, NOTHING_ENCODED } from '../../../src/core/shape/encoded-texts.ts'
import { headFeatures } from '../../../src/core/shape/head.ts'
import { editedData, editedPairs } from '../../../src/core/shape/evaluate/edited.ts'
import { proveShaping } from '../../../src/core/shape/evaluate/proof.ts'
import { textsToEncode } from '../../../src/core/shape/evaluate/evaluation-setup.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { textReader } from '../../../src/core/shape/text-reader.ts'
import { pairValues } from '../../../src/core/shape/pair-edits.ts'
import { lengthDifference } from '../../../src/core/stats/length.ts'
import type { Protocol } from '../../../src/core/verdict.ts'
import { textMasks } from '../../../src/core/workspace/marks.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'
import { pairsOf } from '../tables.ts'
import { decide } from './columns.ts'

/*
 * Answers that annotators like in bold, seen by detectors, by one latent that fires on bold text, and by a
 * state that leans with it. An apology is often bold, too.
 */
const LATENT = 0
const DIM = 4
const rng = random(4)
const pick = <T>(from: readonly T[]): T => from[Math.floor(rng() * from.length)]!
const nouns = ['river', 'engine', 'garden', 'letter', 'bridge', 'winter', 'market', 'window']
const answer = () => {
  const [bold, sorry] = [rng() < 0.35, rng() < 0.3]
  const apology = rng() < 0.5 ? 'I am **sorry**. ' : 'I am sorry. '
  const text = `The ${bold ? `**${pick(nouns)}**` : pick(nouns)} is near the ${pick(nouns)} and the ${pick(nouns)}.`
  return sorry ? `${apology}${text}` : text
}
const isBold = (text: string) => text.includes('**')
const pairs = pairsOf(
  ...Array.from({ length: 700 }, (_, i) => {
    const [a, b] = [answer(), answer()]
    const [better, worse] =
      rng() < 1 / (1 + Math.exp(1.5 * (Number(isBold(b)) - Number(isBold(a))))) ? [a, b] : [b, a]
    return [`Question ${i}`, better, worse] as const
  }),
)

/** A unit a text: the latent fires where it is bold, and the state's first dimension is 1 there. */
function encode(texts: readonly string[]): UnitTable {
  const count = texts.length
  const fires = texts.map(isBold)
  const indptr = new Uint32Array(count + 1)
  fires.forEach((yes, unit) => (indptr[unit + 1] = indptr[unit]! + Number(yes)))
  const noise = random(8)
  return {
    spans: count,
    unitPtr: Uint32Array.from({ length: count + 1 }, (_, span) => span),
    start: new Uint32Array(count),
    end: Uint32Array.from(texts, (text) => text.length),
    tokens: new Uint16Array(count).fill(9),
    indptr,
    feature: new Uint16Array(indptr[count]!).fill(LATENT),
    value: new Float32Array(indptr[count]!).fill(2),
    state: Float32Array.from({ length: count * DIM }, (_, k) =>
      k % DIM === 0 ? Number(fires[k / DIM]!) : noise() - 0.5,
    ),
    dim: DIM,
  }
}
const presence = Float32Array.of(1)
const responses = pairs.chosen.flatMap((chosen, i) => [chosen, pairs.rejected[i]!])
const states = encode(responses)
const latent: Concept = {
  ...{ id: 'd:0', label: 'Bold, it seems', description: '', source: 'dictionary', kind: 'style' },
  ...{ features: Uint32Array.of(LATENT), family: null, measure: false, fidelity: null, hidden: false },
}
const text = textFeatures(pairs, 1)
const concepts = [latent, ...text.concepts]
const columns = featureColumns([poolUnits(states, presence), text.surface, text.phrases])
const length = lengthDifference(pairs)
const byId = new Map(concepts.map((concept) => [concept.id, concept]))
const scored = (id: string) => byId.get(id)
const shaper = createShaper({
  columns,
  length,
  scored,
  seed: 1,
  controls: createControls({ columns, concepts, length, states, pairs, scored, seed: 1 }),
})
const found = overallHypotheses({ pairs, columns, concepts, seed: 1 }).hypotheses
const standOf = (protocol: Protocol) => {
  const shaping = shaper.shape([decide('s:bold', 'suppress', protocol), decide('s:apology', 'keep')])
  const edits = pairValues(shaping, {
    concept: (id) => byId.get(id)!,
    marks: (id, pair, side) => textMasks(byId.get(id)!, pairs[side][pair]!, ''),
  })
  return { pairs, columns, concepts, states, shaping, edits }
}
const encodedOf = (texts: readonly string[]) => new Map(encodedTexts(texts, encode(texts), presence))

test.each(['offsets', 'reweight', 'rewrite', 'mask'] as const)(
  'a head that sees latents and states, too, no longer relies on bold suppressed by %s',
  (protocol) => {
    const input = standOf(protocol)
    const encoded = encodedOf(textsToEncode(input))
    const { concepts: proofs, unread } = proveShaping({ ...input, encoded, found, seed: 1 })
    expect(unread).toBe(0)
    expect(proofs[0]!.before.low).toBeGreaterThan(0.5)
    expect(Math.abs(1 - proofs[0]!.reduction.value)).toBeLessThan(0.1)
    expect(proofs[0]!.place.left).toBe(true)
  },
)

test('what the encoder has not read stays as it was, and is counted', () => {
  const input = standOf('rewrite')
  const rewritten = editedPairs(pairs, input.edits)
  const reader = textReader(concepts)
  const before = { pairs, columns, states }
  const texts = [...new Set(rewritten.chosen)]
  const entriesOf = (feature: number, of: typeof columns) => of.indptr[feature + 1]! - of.indptr[feature]!
  const bold = byId.get('s:bold')!.features[0]!
  const anew = editedData(before, rewritten, reader, encodedOf([...texts, ...rewritten.rejected]))
  const old = editedData(before, rewritten, reader, NOTHING_ENCODED)
  expect([entriesOf(bold, anew.columns), entriesOf(LATENT, anew.columns), anew.unread]).toEqual([0, 0, 0])
  expect(entriesOf(LATENT, old.columns)).toBe(entriesOf(LATENT, columns))
  expect(old.unread).toBe(responses.filter(isBold).length)
  expect(old.states).toEqual({ state: states.state, dim: DIM })
  const leaning = anew.states!.state.filter((_, k) => k % DIM === 0)
  expect(leaning.every((x) => x === 0)).toBe(true)
})

test('masked text is cut, a rewrite goes before, and untouched pairs are the same', () => {
  const masks = () => ({ chosen: [[0, 4] as const, [8, 9] as const], rejected: [] })
  const two = pairsOf(['q', 'abcdefgh!?', 'same'], ['r', 'abcdefgh.', 'as well'])
  expect(editedPairs(two, { masks }).chosen).toEqual(['efgh?', 'efgh'])
  const rewrite = (pair: number, text: string) => (pair === 1 ? text.toUpperCase() : text)
  const edited = editedPairs(two, { masks, rewrite })
  expect(edited.chosen).toEqual(['efgh?', 'ABCDEFGH.'])
  expect(edited.rejected).toEqual(['same', 'AS WELL'])
  expect(editedPairs(two, {})).toBe(two)
})

test('an apology that stands in bold has no part in bold: effects are direct', () => {
  const all = Uint32Array.from(pairs.row.keys())
  const features = headFeatures({ columns, concepts, length, states }, all)
  const decided = ['s:apology', 's:bold'].map((id) => {
    const concept = byId.get(id)!
    return { concept, features: concept.features, ...conceptScores(columns, concept) }
  })
  const basis = {
    ...{ pairs, columns, states, features, decided, rows: all },
    reader: textReader(concepts),
    encoded: NOTHING_ENCODED,
    deltas: decided.map(({ z }) => pairDifference(z)),
    pairOf: (row: number) => row,
    responses: 300,
  }
  const v = effectOf(basis, 0)!
  const [apology, bold] = decided.map(({ concept }) => concept.features[0]!)
  const free = features.design.columns
  expect(v[apology!]).toBeGreaterThan(0.5)
  expect(v[free]).toBeGreaterThan(0.5)
  expect([v[bold!], v[free + 1]]).toEqual([0, 0])
  expect(
    effectOf({ ...basis, decided: decided.slice(0, 1), deltas: basis.deltas.slice(0, 1) }, 0)![bold!],
  ).toBeGreaterThan(0.1)
})
