import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { random } from '../../../src/core/random.ts'
import { type FullFeatureHead, createControls } from '../../../src/core/shape/controls.ts'
import { choosePenalty, fitHead, headFeatures } from '../../../src/core/shape/head.ts'
import { candidateDecisions } from '../../../src/core/shape/candidate-decisions.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { pairsOf } from '../tables.ts'
import { columnsOf, decide } from './columns.ts'

/**
 * Pairs with a style that goes along with length and with another taste, and a shadow, which is the style but
 * for a few and what is liked.
 */
const PAIRS = 3000
const rng = random(5)
const spans = Array.from({ length: 2 * PAIRS }, () => {
  const taste = rng() < 0.4 ? 1 : 0
  const style = rng() < (taste ? 0.6 : 0.2) ? 1 : 0
  return { taste, style, shadow: rng() < 0.05 ? 1 - style : style, words: rng() + style }
})
const sides = Array.from({ length: PAIRS }, (_, i) => {
  const [a, b] = [spans[2 * i]!, spans[2 * i + 1]!]
  const worth = 2 * (a.taste - b.taste) + 0.8 * (a.shadow - b.shadow) + 0.3 * (a.words - b.words)
  return rng() < 1 / (1 + Math.exp(-worth)) ? [a, b] : [b, a]
}).flat()
const columns = columnsOf(
  (['taste', 'style', 'shadow'] as const).map((name) => sides.map((side) => side[name])),
)
const length = Float64Array.from({ length: PAIRS }, (_, i) => sides[2 * i]!.words - sides[2 * i + 1]!.words)
const concept = (id: string, feature: number): Concept => ({
  id,
  label: id,
  description: '',
  source: 'dictionary',
  kind: 'style',
  features: Uint32Array.of(feature),
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
})
const concepts = [concept('taste', 0), concept('style', 1), concept('shadow', 2)]
const scored = (id: string) => concepts.find((one) => one.id === id)
const pairs = pairsOf(...sides.map((_, i) => [`${i}`, 'a', 'b'] as const).slice(0, PAIRS))
const all = Uint32Array.from(length.keys())
const features = headFeatures({ columns, concepts, length, states: null }, all)
const kappa = choosePenalty(features, all)
const shaper = createShaper({
  columns,
  length,
  scored,
  seed: 1,
  controls: createControls({ columns, concepts, length, states: null, pairs, scored, seed: 1 }),
})
const style = pairDifference(conceptScores(columns, concepts[1]!).z)
const shadow = 2
/** Coefficient of the style in a head that sees the other taste, length, and not the shadow. */
const relianceIn = (offset?: Float64Array) =>
  fitHead(features, all, kappa, [style], { without: [1, shadow], ...(offset && { offset }) }).b.at(-1)!

test('what is likely to be decided on a concept that is looked at is computed beforehand, and comes out the same', () => {
  const asked: string[] = []
  const controls = createControls({ columns, concepts, length, states: null, pairs, scored, seed: 1 })
  const watched = Object.fromEntries(
    Object.entries(controls).map(([name, ask]) => [
      name,
      (...args: readonly unknown[]) => {
        asked.push(name)
        return (ask as (...args: readonly unknown[]) => unknown)(...args)
      },
    ]),
  ) as unknown as FullFeatureHead
  const input = { columns, length, scored, seed: 1, controls: watched }
  const kept = decide('taste', 'keep')
  const decisions = (['offsets', 'drop', 'reweight', 'relabel'] as const).map((protocol) => [
    kept,
    decide('style', 'suppress', protocol),
  ])
  for (const list of decisions) {
    const prepared = createShaper(input)
    prepared.shape([kept])
    prepared.prepare(() => undefined, candidateDecisions([kept], concepts[1]!, 'overall'))
    asked.length = 0
    const shaping = prepared.shape(list)
    expect(asked).toEqual([])
    expect(shaping).toEqual(createShaper(input).shape(list))
    expect(asked.length).toBeGreaterThan(0)
  }
})

test('a preparation that is interrupted goes on where it stopped', () => {
  const shaper = createShaper({ columns, length, scored, seed: 1 })
  let pauses = 0
  const lists = candidateDecisions([], concepts[1]!, 'overall')
  const count = () => void pauses++
  createShaper({ columns, length, scored, seed: 1 }).prepare(count, lists)
  const whole = pauses
  pauses = 0
  const stop = () => {
    if (++pauses === 4) throw new Error('something more urgent')
  }
  expect(() => shaper.prepare(stop, lists)).toThrow('something more urgent')
  expect(shaper.shape(lists[0]!).offsets.some((x) => x !== 0)).toBe(true)
  pauses = 0
  shaper.prepare(count, lists)
  expect(pauses).toBeGreaterThan(0)
  expect(pauses).toBeLessThan(whole - 2)
})

test('λ is the reliance in the presence of the other features, not that of a head that sees length alone', () => {
  const alone = createShaper({ columns, length, scored, seed: 1 })
  const [given, marginal] = [shaper, alone].map(
    (one) => one.shape([decide('style', 'suppress')]).verdicts[0]!.calibration.lambda,
  )
  expect(given! / relianceIn()).toBeCloseTo(1, 1)
  expect(marginal! / given!).toBeGreaterThan(1.3)
})

test('a head that sees the other features, refitted with the offsets, has given up the style', () => {
  const { offsets } = shaper.shape([decide('style', 'suppress')])
  expect(Math.abs(relianceIn(offsets) / relianceIn())).toBeLessThan(0.01)
})

test('drops, too, bring a head that sees the other features to give up the style', () => {
  const { dropped } = shaper.shape([decide('style', 'suppress', 'drop')])
  const left = all.filter((i) => !dropped[i])
  const refitted = fitHead(features, left, kappa, [style], { without: [1, shadow] }).b.at(-1)!
  expect(Math.abs(refitted / relianceIn())).toBeLessThan(0.1)
})

test('a feature that says the same is part of the concept, not a control', () => {
  const { lambda } = shaper.shape([decide('style', 'suppress')]).verdicts[0]!.calibration
  const againstItsShadow = fitHead(features, all, kappa, [style], { without: [1] }).b.at(-1)!
  expect(lambda).toBeGreaterThan(1.2 * againstItsShadow)
})

test('concepts decided together share one head', () => {
  const { offsets } = shaper.shape([decide('style', 'suppress'), decide('taste', 'suppress')])
  const taste = pairDifference(conceptScores(columns, concepts[0]!).z)
  const refitted = fitHead(features, all, kappa, [style, taste], { without: [0, 1, 2], offset: offsets }).b
  expect(Math.abs(refitted.at(-1)!)).toBeLessThan(0.01)
  expect(Math.abs(refitted.at(-2)!)).toBeLessThan(0.01)
})

test('a kept concept keeps its reliance while another one is explained away', () => {
  const { offsets } = shaper.shape([decide('style', 'suppress'), decide('taste', 'keep')])
  const taste = pairDifference(conceptScores(columns, concepts[0]!).z)
  const [before, after] = [undefined, offsets].map(
    (offset) =>
      fitHead(features, all, kappa, [style, taste], { without: [0, 1, 2], ...(offset && { offset }) }).b,
  )
  expect(after!.at(-1)! / before!.at(-1)!).toBeCloseTo(1, 3)
  expect(Math.abs(after!.at(-2)! / before!.at(-2)!)).toBeLessThan(0.01)
})
