import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { applySpec, specFeatures } from '../../../src/core/export/apply.ts'
import { featureRefs } from '../../../src/core/export/features.ts'
import { rewardSpec } from '../../../src/core/export/spec-schema.ts'
import { buildSpec, readSpec, specText } from '../../../src/core/export/spec.ts'
import { z } from '../../../src/core/schema.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { columnsOf, decide } from '../shape/columns.ts'
import { pairsOf } from '../tables.ts'
import { world } from '../shape/world.ts'

const data = world(600, 5)
const concept = (id: string, source: Concept['source'], features: number[]): Concept => ({
  id,
  source,
  features: Uint32Array.from(features),
  label: `Label of ${id}`,
  description: '',
  kind: 'style',
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
})
const concepts = [
  concept('d:0', 'dictionary', [0]),
  concept('s:bold', 'surface', [1]),
  concept('p:as an ai', 'phrase', [2]),
  concept('f:3', 'family', [0, 2]),
]
const byId = new Map(concepts.map((entry) => [entry.id, entry]))
const features = featureRefs(concepts)
const shaper = createShaper({ ...data, scored: (id) => byId.get(id), seed: 9 })
const shaping = shaper.shape([
  { ...decide('f:3', 'suppress'), note: 'too eager' },
  decide('s:bold', 'amplify', 'drop', 0.7),
  decide('d:0', 'suppress', 'drop', 0.4),
  decide('p:as an ai', 'keep'),
])
const extractor = { encoder: 'e'.repeat(64), dictionary: 'd'.repeat(64) }
const spec = buildSpec({
  whittle: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  dataset: { name: 'prefs.jsonl', sha256: 'a'.repeat(64), pairs: 600, format: 'TRL' },
  kind: 'pairs' as const,
  extractor,
  seed: 4,
  shaping,
  row: Uint32Array.from({ length: 600 }, (_, i) => i + 1),
  concepts: byId,
  features,
  names: { 'f:3': 'Eager' },
})
const text = specText(spec)

test('the JSON Schema in public/ is the one that the reader checks against', async () => {
  const schema = { title: 'Whittle reward spec, version 2', ...z.toJSONSchema(rewardSpec) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../public/reward-spec.schema.json',
  )
})

test('a spec that was written is read back as it was', () => {
  expect(readSpec(text, extractor)).toEqual(spec)
})

test('verdicts are stored in order with strength, λ, normalisation and the names of their features', () => {
  expect(spec.concepts.map((entry) => entry.id)).toEqual(['f:3', 's:bold', 'd:0', 'p:as an ai'])
  expect(spec.concepts[0]).toMatchObject({
    name: 'Eager',
    note: 'too eager',
    verdict: 'suppress',
    strength: 1,
    features: [
      { block: 'dictionary', id: 'd:0', weight: 1 },
      { block: 'phrase', id: 'p:as an ai', weight: 1 },
    ],
    ...shaping.verdicts[0]!.calibration,
    normalisation: shaping.verdicts[0]!.normalisation,
  })
  expect(spec.concepts[0]!.lambda).toBeGreaterThan(0)
  expect(spec.concepts[3]!.lambda).toBe(0)
})

test('applied to the same data, a spec read from its file gives the same offsets and drops', () => {
  const again = applySpec(readSpec(text), { columns: data.columns, length: data.length, features })
  expect(again.offsets).toEqual(shaping.offsets)
  expect(again.dropped).toEqual(shaping.dropped)
  expect(shaping.droppedCount).toBeGreaterThan(0)
  expect(shaping.offsets.some((offset) => offset !== 0)).toBe(true)
})

const even = Uint32Array.from({ length: 300 }, (_, i) => 2 * i)
const scope = (id: string) => (id === 'topic-3' ? even : undefined)
const row = Uint32Array.from({ length: 600 }, (_, i) => i + 10)
const pairs = pairsOf(...Array.from(row, (r) => [`${r}`, 'a', 'b'] as const))
const controls = createControls({
  columns: data.columns,
  concepts,
  length: data.length,
  states: null,
  pairs,
  scored: (id) => byId.get(id),
  seed: 9,
})
const shaperOfAll = createShaper({ ...data, scored: (id) => byId.get(id), scope, row, controls, seed: 9 })
const everything = shaperOfAll.shape([
  { ...decide('s:bold', 'amplify', 'relabel', 0.3), spared: [11, 12] },
  { ...decide('d:0', 'suppress', 'drop', 0.4), scope: 'topic-3' },
  decide('f:3', 'suppress', 'reweight', 0.8),
  decide('s:bold', 'suppress', 'mask', 0.5),
  decide('d:0', 'suppress', 'rewrite'),
  { ...decide('p:as an ai', 'suppress', 'inoculate'), template: 'Say that you are an AI.' },
  decide('d:0', 'amplify', 'steer'),
  decide('p:as an ai', 'keep'),
  decide('d:0', 'suppress', 'offsets', 0.3),
])
const whole = buildSpec({ ...specInput(), shaping: everything, concepts: byId, names: {}, row, scope })

test('applied to the same data, a spec of all protocols gives the same everything', () => {
  const again = applySpec(readSpec(specText(whole)), {
    columns: data.columns,
    length: data.length,
    features,
    row,
    sha256: whole.dataset.sha256,
  })
  for (const part of ['offsets', 'dropped', 'flipped', 'weights', 'weighing', 'droppedCount'] as const) {
    expect(again[part], part).toEqual(everything[part])
  }
  everything.verdicts.forEach(({ verdict, pairs, touched }, c) => {
    const spared = new Set(verdict.spared)
    expect(again.verdicts[c]!.touched).toBe(touched)
    expect(again.verdicts[c]!.pairs).toEqual(pairs.filter((i) => !spared.has(row[i]!)))
  })
  expect(everything.weighing!.rest.length).toBeGreaterThan(0)
  expect(everything.flipped.includes(1)).toBe(true)
  expect(everything.weights.some((weight) => weight !== 1)).toBe(true)
  expect(again.verdicts[5]!.verdict.template).toBe('Say that you are an AI.')
})

test('on another file, a verdict limited to a part of the data needs that part to be there', () => {
  const other = { columns: data.columns, length: data.length, features, row, sha256: 'b'.repeat(64) }
  expect(() => applySpec(whole, other)).toThrow('limits a verdict to "topic-3"')
  const there = applySpec(whole, { ...other, scope })
  expect([...there.dropped.keys()].every((i) => there.dropped[i] === 0 || i % 2 === 0)).toBe(true)
  expect(there.droppedCount).toBeGreaterThan(0)
  // Nobody reviewed flips here: they follow from the target, on all pairs that speak against it.
  expect(there.flipped.includes(1)).toBe(true)
})

test('on other data, features are found by id wherever they are, and nothing is fitted anew', () => {
  // One pair: latent 0 twice as strong in the chosen response. Features sit elsewhere, among others.
  const columns = columnsOf([
    [0, 0],
    [0, 0],
    [4, 2],
    [9, 9],
    [0, 0],
  ])
  const elsewhere = featureRefs([
    concept('p:as an ai', 'phrase', [1]),
    concept('d:0', 'dictionary', [2]),
    concept('s:bold', 'surface', [4]),
  ])
  const offsetsOnly = { ...spec, concepts: spec.concepts.filter((entry) => entry.protocol === 'offsets') }
  const { offsets } = applySpec(offsetsOnly, { columns, length: Float64Array.of(0), features: elsewhere })
  const { lambda, normalisation } = spec.concepts[0]!
  expect(offsets[0]).toBeCloseTo((lambda * 2) / normalisation.sd, 12)
})

test('data that was not scored for a feature is refused by name', () => {
  const partial = new Map([...features].filter(([, { id }]) => id !== 'p:as an ai'))
  expect(() => applySpec(spec, { columns: data.columns, length: data.length, features: partial })).toThrow(
    'uses the feature "p:as an ai"',
  )
})

test('a spec says which features it needs', () => {
  expect(specFeatures(spec)).toEqual({
    own: [],
    dictionary: ['d:0'],
    surface: ['s:bold'],
    phrase: ['p:as an ai'],
  })
})

test.each([
  ['{', 'not JSON'],
  ['[1]', 'not a reward spec'],
  ['{"format": "other"}', 'not a reward spec'],
  [JSON.stringify({ ...spec, version: 3 }), 'is of version 3; this Whittle reads versions 1 to 2'],
  [JSON.stringify({ ...spec, seed: 'x' }), 'damaged at seed'],
  [
    JSON.stringify({ ...spec, concepts: [{ ...spec.concepts[0], lambda: null }] }),
    'damaged at concepts.0.lambda',
  ],
  [JSON.stringify({ ...spec, extra: 1 }), 'damaged'],
])('bad text %# is refused with a sentence', (bad, sentence) => {
  expect(() => readSpec(bad)).toThrow(
    expect.objectContaining({ code: 'bad-spec', message: expect.stringContaining(sentence) }),
  )
})

test.each(['encoder', 'dictionary'] as const)(
  'a spec made with another %s is refused and says which',
  (part) => {
    expect(() => readSpec(text, { ...extractor, [part]: 'f'.repeat(64) })).toThrow(
      `another ${part} (${extractor[part].slice(0, 8)}…) than this Whittle’s (ffffffff…)`,
    )
  },
)

test('a name like an inherited property is no name', () => {
  const odd = buildSpec({
    ...specInput(),
    names: {},
    concepts: new Map([['constructor', concept('constructor', 'surface', [1])]]),
  })
  expect(odd.concepts[0]!.name).toBeNull()
})

function specInput() {
  const known = new Map([['constructor', { features: [1] }]])
  const odd = createShaper({ ...data, scored: (id) => known.get(id), seed: 9 }).shape([
    decide('constructor', 'keep'),
  ])
  return {
    whittle: '0',
    created: spec.created,
    dataset: spec.dataset,
    kind: 'pairs' as const,
    extractor,
    seed: 9,
    shaping: odd,
    row: new Uint32Array(0),
    features,
  }
}
