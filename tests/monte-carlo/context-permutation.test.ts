import { describe, expect, it } from 'vitest'
import { pairMaxima, permutationP } from '../../src/core/contexts/context-permutation.ts'
import { concept } from '../unit/contexts/topical.ts'
import { permutation, random } from '../../src/core/random.ts'
import { contrastsIn, discordant, sampleWith, setsOf } from '../unit/contexts/golden.ts'

const draws = 4000

/** Pairs in groups of one size, a third of the groups inside; concepts lean more inside. */
function world(size: number) {
  const rng = random(size)
  const pairs = 60 * size
  const group = Array.from({ length: pairs }, (_, i) => Math.floor(i / size))
  // A group may share in a context with some of its pairs only.
  const context = group.map((g, i) => (g % 3 === 0 && (size === 1 || i % size > 0 || g % 2 === 0) ? 0 : 1))
  const concepts = [0, 1, 2].map((c) =>
    context.map((own) => (rng() < 0.4 ? (rng() < (own === 0 ? 0.65 + c / 20 : 0.5) ? 1 : -1) : 0)),
  )
  return { group, context, concepts }
}

describe.each([1, 3])('a difference from elsewhere, in prompt groups of %i', (size) => {
  const { group, context, concepts } = world(size)
  const sample = sampleWith(
    group,
    group.map(() => 0),
  )
  const sets = setsOf(context)
  const half = new Uint8Array(group.length)
  const zOf = (own: readonly number[]) => {
    const contrast = contrastsIn(sample, concepts, setsOf(own)[0]!, half)
    return concepts.map((_, c) => {
      const { delta, se, discordant: inside } = contrast(c)
      return inside > 0 && se > 0 ? delta / se : 0
    })
  }
  const z = zOf(context)
  const block = {
    sets,
    columns: concepts.map((u, c) => ({ concept: concept(c), ...discordant(u), isLength: false })),
  }
  const candidates = Uint32Array.from(z.keys())
  const none = candidates.map(() => 0)
  const tests = {
    ...{ block: none, context: none, column: candidates },
    ...{ delta: Float64Array.from(z), se: new Float64Array(z.length).fill(1) },
  }
  const options = { key: Uint32Array.from(group.keys()), draws, seed: 5 }
  const p = permutationP(tests, candidates, pairMaxima(sample, [block], tests, candidates, options))

  it('has the p of contexts that are dealt anew and contrasted one by one', () => {
    const rng = random(17)
    const largest = Array.from({ length: draws }, () => {
      const from = permutation(60, rng)
      const dealt = group.map((g, i) => context[from[g]! * size + (i % size)]!)
      return Math.max(...zOf(dealt).map(Math.abs))
    })
    z.forEach((own, c) => {
      const expected = largest.filter((most) => most >= Math.abs(own) - 1e-9).length / draws
      // Four standard errors of the difference of two shares.
      expect(Math.abs(p[c]! - expected)).toBeLessThan(4 * Math.sqrt((2 * 0.25) / draws))
      expect(p[c]).toBeGreaterThan(0.001)
    })
  })

  it('is larger for smaller differences', () => {
    const order = [0, 1, 2].sort((a, b) => Math.abs(z[b]!) - Math.abs(z[a]!))
    expect(p[order[0]!]!).toBeLessThanOrEqual(p[order[1]!]!)
    expect(p[order[1]!]!).toBeLessThanOrEqual(p[order[2]!]!)
  })
})
