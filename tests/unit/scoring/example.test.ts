import { beforeAll, expect, test } from 'vitest'
import { createScorer, type Scorer } from '../../../src/cli/scorer.ts'
import type { ScoredText } from '../../../src/core/scoring/score-texts.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import type { Workspace } from '../../../src/core/workspace/workspace.ts'
import { nodeExtractor } from '../../../src/encoder/node.ts'
import { analysedExample, decide, exampleSpec } from './example.ts'

const DETECTOR = decide('s:bold', 'suppress')
const PHRASE = decide('p:perhaps', 'amplify', { strength: 0.5 })
const LATENT = decide('d:372', 'suppress')

let workspace: Workspace
beforeAll(async () => {
  workspace = await analysedExample()
})

const requests = (pairs: readonly number[]) =>
  pairs.flatMap((i) =>
    [workspace.pairs.chosen[i]!, workspace.pairs.rejected[i]!].map((completion) => ({
      prompt: workspace.pairs.prompt[i]!,
      completion,
      reward: 0,
    })),
  )

/** The activations that the example ships with, in place of the encoder. */
const storedModel = (pairs: readonly number[]) => ({
  extractor: {
    engine: 'stored',
    hashes: { encoder: '', engine: '', dictionary: '' },
    callsInFlight: 1,
    extract: () => Promise.resolve(workspace.extraction.responses(Uint32Array.from(pairs))),
    dispose: () => Promise.resolve(),
  },
  presence: workspace.dictionary.presence,
})

/** What the scores make of a pair's offset: Σ λ·(s(chosen) − s(rejected)). */
const offsetOf = (scored: readonly ScoredText[], k: number) =>
  scored[2 * k + 1]!.shaped - scored[2 * k]!.shaped

const noEncoder = () => Promise.reject(new Error('the encoder is not needed'))

async function scoreWith(scorer: Scorer, verdicts: readonly Verdict[], pairs: readonly number[]) {
  const { offsets } = workspace.shape(verdicts)
  const scored = await scorer.score(requests(pairs))
  return pairs.map((pair, k) => ({ app: offsets[pair]!, scorer: offsetOf(scored, k) }))
}

test('detectors and phrases: every pair’s offset is the difference of its scores, and no encoder is loaded', async () => {
  const verdicts = [DETECTOR, PHRASE]
  const scorer = await createScorer(exampleSpec(workspace, verdicts), noEncoder)
  const both = await scoreWith(scorer, verdicts, [...workspace.pairs.row.keys()])
  expect(both.some(({ app }) => app !== 0)).toBe(true)
  for (const { app, scorer } of both) expect(Math.abs(app - scorer)).toBeLessThan(1e-9)
})

test('latents: with the responses encoded anew, scores are the app’s to 1e-6', async () => {
  const verdicts = [LATENT, DETECTOR, PHRASE]
  const spec = exampleSpec(workspace, verdicts)
  const alone = workspace.shape([LATENT]).offsets
  const fires = [...workspace.pairs.row.keys()].filter((pair) => alone[pair] !== 0).slice(0, 3)
  expect(fires).toHaveLength(3)
  const stored = await createScorer(spec, () => Promise.resolve(storedModel(fires)))
  for (const { app, scorer } of await scoreWith(stored, verdicts, fires)) expect(scorer).toBeCloseTo(app, 9)
  const extractor = await nodeExtractor({ threads: 1 })
  const { presence } = workspace.dictionary
  const encoding = await createScorer(spec, () => Promise.resolve({ extractor, presence }))
  const [app, own] = [await stored.score(requests(fires)), await encoding.score(requests(fires))]
  own.forEach(({ shaped, concepts }, j) => {
    const there = app[j]!
    expect(near(shaped, there.shaped)).toBe(true)
    for (const [id, { s }] of Object.entries(concepts)) expect(near(s, there.concepts[id]!.s)).toBe(true)
  })
  await encoding.dispose()
})

/** Single precision: activations are relative. */
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b))

test('a decision that the data enact otherwise scores by its λ all the same', async () => {
  const spec = exampleSpec(workspace, [decide('s:bold', 'suppress', { protocol: 'drop' })])
  const [concept] = spec.concepts
  expect(concept!.lambda).toBeGreaterThan(0)
  const scorer = await createScorer(spec, noEncoder)
  const [{ shaped, concepts }] = (await scorer.score([
    { prompt: '', completion: 'It is **bold**.', reward: 1.5 },
  ])) as [ScoredText]
  const { mean, sd } = concept!.normalisation
  const s = (Math.log(2) - mean) / sd
  expect(concepts['s:bold']!.s).toBeCloseTo(s, 6)
  expect(shaped).toBeCloseTo(1.5 - concept!.lambda * s, 6)
})

test('a member of a kept family scores net of it', async () => {
  const member = workspace.concepts.find(({ source, family }) => source === 'dictionary' && family)!
  const verdicts = [decide(member.id, 'suppress'), decide(member.family!, 'keep')]
  const spec = exampleSpec(workspace, verdicts)
  expect(spec.concepts[0]!.residual).not.toBeNull()
  const spans = [...workspace.pairs.row.keys()]
  const scorer = await createScorer(spec, () => Promise.resolve(storedModel(spans)))
  for (const { app, scorer: own } of await scoreWith(scorer, verdicts, spans))
    expect(Math.abs(app - own)).toBeLessThan(1e-9)
})

test('a decision inside a context is refused, or left out where that is asked for', async () => {
  const spec = exampleSpec(workspace, [DETECTOR, PHRASE])
  const [bold, phrase] = spec.concepts
  const local = { ...spec, scopes: { here: [1] }, concepts: [bold!, { ...phrase!, scope: 'here' }] }
  await expect(createScorer(local, noEncoder)).rejects.toThrow(/inside contexts \(“.*” in here\)/)
  const scorer = await createScorer(local, noEncoder, true)
  const [{ concepts }] = (await scorer.score([{ prompt: '', completion: 'Perhaps.', reward: 0 }])) as [
    ScoredText,
  ]
  expect(Object.keys(concepts)).toEqual(['s:bold'])
})
