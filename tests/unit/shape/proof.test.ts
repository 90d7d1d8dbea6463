import { expect, test } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { random } from '../../../src/core/random.ts'
import { collateral } from '../../../src/core/shape/collateral.ts'
import type { Decision } from '../../../src/core/shape/decision.ts'
import { headFeatures } from '../../../src/core/shape/head.ts'
import type { ConceptProof } from '../../../src/core/shape/evaluate/evaluation-result.ts'
import { proveShaping } from '../../../src/core/shape/evaluate/proof.ts'
import { refit } from '../../../src/core/shape/evaluate/refit.ts'
import { accuracySentence, conceptSentence } from '../../../src/core/shape/evaluate/sentences.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { pairValues } from '../../../src/core/shape/pair-edits.ts'
import { lengthDifference } from '../../../src/core/stats/length.ts'
import { textMasks } from '../../../src/core/workspace/marks.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'
import { pairsOf } from '../tables.ts'
import { decide } from './columns.ts'

/** Answers about a few things, some in bold: annotators like bold, and answers that ask back. */
const rng = random(3)
const pick = <T>(from: readonly T[]): T => from[Math.floor(rng() * from.length)]!
const nouns = ['river', 'engine', 'garden', 'letter', 'bridge', 'winter', 'market', 'window']
const answer = () => {
  const bold = rng() < 0.35
  const asks = rng() < 0.35
  const noun = pick(nouns)
  const filler = Array.from({ length: Math.floor(8 * rng()) }, () => ` and the ${pick(nouns)}`).join('')
  const text = `The ${bold ? `**${noun}**` : noun} is near the ${pick(nouns)}${filler}.`
  return { bold, asks, text: asks ? `${text} Which ${pick(nouns)} do you mean?` : text }
}
const pairs = pairsOf(
  ...Array.from({ length: 700 }, (_, i) => {
    const [a, b] = [answer(), answer()]
    const worth = 1.5 * (Number(a.bold) - Number(b.bold)) + 1.2 * (Number(a.asks) - Number(b.asks))
    const [better, worse] = rng() < 1 / (1 + Math.exp(-worth)) ? [a, b] : [b, a]
    return [`Question ${i % 350}`, better.text, worse.text] as const
  }),
)
const { concepts, surface, phrases } = textFeatures(pairs, 0)
const columns = featureColumns([surface, phrases])
const length = lengthDifference(pairs)
const byId = new Map(concepts.map((concept) => [concept.id, concept]))
const shaper = createShaper({ columns, length, scored: (id) => byId.get(id), seed: 1 })
const found = overallHypotheses({ pairs, columns, concepts, seed: 1 }).hypotheses
const prove = (...decisions: Decision[]) => {
  const shaping = shaper.shape(decisions)
  const edits = pairValues(shaping, {
    concept: (id) => byId.get(id)!,
    marks: (id, pair, side) => textMasks(byId.get(id)!, pairs[side][pair]!, pairs.prompt[pair]!),
  })
  return proveShaping({ pairs, columns, concepts, states: null, shaping, edits, found, seed: 1 })
}
const only = (...decisions: Decision[]) => prove(...decisions).concepts[0]!

test('nothing decided, nothing changes', () => {
  const { accuracy, concepts, sentence } = prove()
  expect(concepts).toEqual([])
  expect(accuracy.change).toEqual({ value: 0, low: 0, high: 0 })
  expect(accuracy.before.value).toBeGreaterThan(0.6)
  expect(sentence).toMatch(/^Accuracy on held-out pairs 0\.(\d\d) → 0\.\1\.$/)
})

test.each(['offsets', 'reweight', 'drop', 'rewrite', 'mask'] as const)(
  'suppressed by %s, a head no longer relies on bold, and bold leaves the table',
  (protocol) => {
    const proof = prove(decide('s:bold', 'suppress', protocol), decide('s:question', 'keep'))
    const [bold, question] = proof.concepts
    expect(bold!.method).toBe('counterfactual')
    expect(bold!.before.low).toBeGreaterThan(0.5)
    expect(bold!.reduction.value).toBeGreaterThan(0.75)
    expect(bold!.reduction.value).toBeLessThan(1.25)
    expect(bold!.place.before!.q).toBeLessThan(0.01)
    expect(bold!.place.left).toBe(true)
    expect(bold!.sentence).toContain('it has left the table')
    expect(question!.method).toBe('matched')
    expect(question!.after.value / question!.before.value).toBeGreaterThan(0.8)
    expect(question!.place.left).toBe(false)
    expect(question!.sentence).toContain('was kept')
  },
)

test('amplified, a head relies on it more; with the sides exchanged, less', () => {
  const { before, after, sentence } = only(decide('s:bold', 'amplify'))
  expect(after.value / before.value).toBeGreaterThan(1.5)
  expect(sentence).toMatch(/^Reliance on Bold text rose by \d+% \(\d+–\d+\); it is still in the table\.$/)
  expect(only(decide('s:bold', 'suppress', 'relabel')).reduction.value).toBeGreaterThan(0.75)
})

test('weights count for what they tell: pairs of weight 2 among pairs of weight 0 are as the same pairs alone', () => {
  const kept = shaper.shape([decide('s:question', 'keep')])
  const none = Uint8Array.from(pairs.row, (_, i) => i % 2)
  const input = { pairs, columns, concepts, states: null, edits: {}, found, seed: 1 }
  const [weighed, alone] = [
    { ...kept, weights: Float64Array.from(none, (out) => (out ? 0 : 2)) },
    { ...kept, dropped: none, droppedCount: pairs.length >> 1 },
  ].map((shaping) => proveShaping({ ...input, shaping }).concepts[0]!.after)
  expect(weighed!.value).toBeCloseTo(alone!.value, 2)
  expect(weighed!.high).toBeCloseTo(alone!.high, 2)
})

test('intervals hold the value and shrink with the data behind it', () => {
  const { before, reduction } = only(decide('s:bold', 'suppress', 'offsets', 0.5))
  expect(before.low).toBeLessThan(before.value)
  expect(before.high).toBeGreaterThan(before.value)
  expect(before.high - before.low).toBeLessThan(1.2)
  expect(reduction.low).toBeLessThan(0.5)
  expect(reduction.high).toBeGreaterThan(0.5)
})

test('what a pair more would change is what fitting with it more changes', () => {
  const all = Uint32Array.from(pairs.row.keys())
  const features = headFeatures({ columns, concepts, length, states: null }, all)
  const ones = new Float64Array(pairs.length).fill(1)
  const none = new Uint8Array(pairs.length)
  const training = {
    features,
    deltas: [],
    offset: new Float64Array(pairs.length),
    flipped: none,
    dropped: none,
  }
  const v = new Float64Array(features.design.columns)
  v[byId.get('s:bold')!.features[0]!] = 1
  const plain = refit({ ...training, weights: ones }, all, 30)
  const influence = plain.influence(v)
  for (const pair of [3, 200, 555]) {
    const more = ones.map((weight, i) => (i === pair ? weight + 0.01 : weight))
    const change = refit({ ...training, weights: more }, all, 30).effect(v) - plain.effect(v)
    expect(change / 0.01).toBeCloseTo(influence[pair]!, 3)
  }
})

test('the collateral of explained-away bold has bold at none, and a question that stays', () => {
  const u = disparities(columns, concepts)
  const rows = collateral(shaper.shape([decide('s:bold', 'suppress')]), { disparities: u, concepts })
  const bold = rows.find(({ concept }) => concept === 's:bold')!
  expect(bold.before).toBeGreaterThan(0.1)
  expect(Math.abs(bold.after / bold.before)).toBeLessThan(0.15)
  const question = rows.find(({ concept }) => concept === 's:question')!
  expect(question.after / question.before).toBeGreaterThan(0.8)
  const changes = rows.map(({ before, after }) => Math.abs(after - before))
  expect(changes).toEqual(changes.toSorted((a, b) => b - a))
})

const at = (value: number, low = value - 0.1, high = value + 0.1) => ({ value, low, high })
const proof = (change: Partial<ConceptProof>): Omit<ConceptProof, 'sentence'> => ({
  concept: 's:bold',
  verdict: 'suppress',
  protocol: 'offsets',
  method: 'counterfactual',
  before: at(1),
  after: at(0.06),
  reduction: at(0.94, 0.91, 0.97),
  place: { before: null, after: null, left: false },
  ...change,
})

test.each([
  [proof({}), 'Reliance on Bold fell by 94% (91–97).'],
  [
    proof({ place: { before: null, after: null, left: true } }),
    'Reliance on Bold fell by 94% (91–97); it has left the table.',
  ],
  [proof({ reduction: at(-1, -1.1, -0.9), after: at(2) }), 'Reliance on Bold rose by 100% (90–110).'],
  [proof({ reduction: at(1.5), after: at(-0.5) }), 'Reliance on Bold was turned around: 1.00 → −0.50.'],
  [
    proof({ verdict: 'keep', after: at(0.98), reduction: at(0.02) }),
    'Reliance on Bold was kept: 1.00 → 0.98.',
  ],
  [
    proof({ before: at(0.03), after: at(0.01) }),
    'A reward head hardly relied on Bold to begin with (0.03, −0.07 to 0.13); afterwards 0.01, −0.09 to 0.11.',
  ],
  [
    proof({ verdict: 'keep', after: at(0.8), reduction: at(0.2, 0.05, 0.3) }),
    'Bold was to be kept, but reliance on it fell by 20% (5–30): 1.00 → 0.80.',
  ],
  [
    proof({ verdict: 'keep', after: at(0.8), reduction: at(0.2, -0.1, 0.4) }),
    'Reliance on Bold was kept: 1.00 → 0.80.',
  ],
  [
    proof({ protocol: 'mask' }),
    'Reliance on Bold fell by 94% (91–97) for a head that does not see what is masked.',
  ],
  [
    proof({ protocol: 'inoculate' }),
    'Bold is asked for while the policy trains, and the data stays as it is: a reward head relies on it as before (1.00).',
  ],
  [
    proof({ protocol: 'steer' }),
    'Bold has a direction, and the data stays as it is: a reward head relies on it as before (1.00).',
  ],
])('a proof says in a sentence what became of a concept: %#', (given, sentence) => {
  expect(conceptSentence('Bold', given)).toBe(sentence)
})

test('accuracy is said before and after', () => {
  const accuracy = { before: at(0.671), after: at(0.668), change: at(0) }
  expect(accuracySentence(accuracy, 0)).toBe('Accuracy on held-out pairs 0.67 → 0.67.')
  expect(accuracySentence(accuracy, 12)).toBe(
    'Accuracy on held-out pairs 0.67 → 0.67. 12 edited texts were not extracted anew: a head still sees there what the encoder saw before.',
  )
})
