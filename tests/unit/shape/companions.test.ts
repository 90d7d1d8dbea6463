import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { createControls } from '../../../src/core/shape/controls.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { pairsOf } from '../tables.ts'
import { columnsOf } from './columns.ts'

/**
 * Feature 0 in every third response; copy c = 1 … 8 of it misses c of the responses; feature 9 is something
 * else.
 */
const SPANS = 240
const COPIES = 8
const style = Array.from({ length: SPANS }, (_, span) => Number(span % 3 === 0))
const fired = style.flatMap((on, span) => (on ? [span] : []))
const copies = Array.from({ length: COPIES }, (_, c) =>
  style.map((on, span) => (fired.indexOf(span) > c ? on : 0)),
)
const other = Array.from({ length: SPANS }, (_, span) => Number(span % 7 === 0))
const columns = columnsOf([style, ...copies, other])
const concepts = [style, ...copies, other].map((_, feature): Concept => ({
  id: `c:${feature}`,
  label: '',
  description: '',
  source: 'surface',
  kind: 'style',
  features: Uint32Array.of(feature),
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
}))
const controls = createControls({
  columns,
  concepts,
  length: new Float64Array(SPANS / 2),
  states: null,
  pairs: pairsOf(...Array.from({ length: SPANS / 2 }, (_, i) => [`${i}`, 'a', 'b'] as const)),
  scored: (id) => concepts.find((concept) => concept.id === id),
  seed: 1,
})
const { z, ...normalisation } = conceptScores(columns, concepts[0]!)

test('a head turns to the copies of a concept: six of eight are named, neither the concept nor what differs', () => {
  const delta = pairDifference(z)
  const companions = controls.companions({ concept: 'c:0', features: [0], normalisation, delta }, true)
  expect(companions).toHaveLength(6)
  expect(new Set(companions).size).toBe(6)
  for (const feature of companions) {
    expect(feature).toBeGreaterThan(0)
    expect(feature).toBeLessThanOrEqual(COPIES)
  }
})
