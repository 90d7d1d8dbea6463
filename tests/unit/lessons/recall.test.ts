import { describe, expect, it } from 'vitest'
import { featureColumns, poolUnits } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { unionConcept, unionId } from '../../../src/core/concepts/union.ts'
import { recallOf } from '../../../src/core/lessons/recall.ts'
import { random } from '../../../src/core/random.ts'
import { pairsOf, unitsOf } from '../tables.ts'

const LATENTS = 60
const PAIRS = 400
const presence = new Float32Array(LATENTS).fill(0.1)

const latent = (feature: number): Concept => ({
  ...{
    id: `d:${feature}`,
    label: `latent ${feature}`,
    description: '',
    source: 'dictionary',
    kind: 'behaviour',
  },
  ...{ features: Uint32Array.of(feature), family: null, measure: false, fidelity: 0.9, hidden: false },
})

/**
 * Sentences of which a tenth say one thing, by latents 50 to 54; latent 0 marks as many of them as the recall
 * says, latent 1 marks most of the others.
 */
function world(recall: number, seed: number) {
  const draw = random(seed)
  const spans = Array.from({ length: 2 * PAIRS }, () =>
    Array.from({ length: 5 }, () => {
      const says = draw() < 0.1
      const firings: Record<number, number> = {}
      for (let k = 0; k < 4; k++) firings[2 + Math.floor(draw() * 48)] = 0.2 + draw()
      for (let f = 50; f < 55; f++) if (draw() < (says ? 0.7 : 0.04)) firings[f] = 0.2 + draw()
      if (says && draw() < recall) firings[0] = 0.2 + draw()
      else if (says && draw() < 0.8) firings[1] = 0.2 + draw()
      return firings
    }),
  )
  const units = unitsOf(spans)
  const columns = featureColumns([poolUnits(units, presence)])
  const text = 'a sentence'.repeat(5)
  const pairs = pairsOf(...Array.from({ length: PAIRS }, (_, i) => [`p${i}`, text, text] as const))
  const concepts = Array.from({ length: LATENTS }, (_, f) => latent(f))
  return { units, columns, pairs, concepts, presence, seed: 1 }
}

describe('how much a concept sees', () => {
  it('is told within a tenth where the planted share is known', () => {
    for (const share of [0.3, 0.5, 0.7, 0.95]) {
      const found = [1, 2, 3].map((seed) => recallOf(world(share, seed), latent(0))!.share)
      const mean = found.reduce((sum, x) => sum + x, 0) / found.length
      expect(Math.abs(mean - share), `${share}: ${found.join()}`).toBeLessThan(0.1)
    }
  })

  it('names the concept that marks most of the rest, and rises when it is added', () => {
    const data = world(0.5, 4)
    const alone = recallOf(data, latent(0))!
    expect(alone.more.map(({ concept }) => concept)).toContain('d:1')
    const both = unionConcept(unionId(['d:0', 'd:1']), [latent(0), latent(1)], data.columns)
    const together = recallOf(data, both)!
    expect(together.share).toBeGreaterThan(alone.share + 0.15)
    expect(together.more.map(({ concept }) => concept)).not.toContain('d:1')
  })

  it('is not estimated for exact rules, without an extraction, or from a handful of sentences', () => {
    const data = world(0.5, 5)
    expect(recallOf({ ...data, units: null }, latent(0))).toBeNull()
    expect(recallOf(data, { ...latent(0), source: 'surface', kind: 'format' })).toBeNull()
    const rare = recallOf(world(0.01, 6), latent(0))
    expect(rare).toBeNull()
  })
})
