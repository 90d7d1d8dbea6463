import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { FOLD_CORRELATION, foldConcepts } from '../../../src/core/hypotheses/fold.ts'
import { random } from '../../../src/core/random.ts'
import { columnsOf, concept } from '../stats/synthetic.ts'

const n = 300

/**
 * Five features drawn at random and, of each, a copy with some spans lost and a mirror image with sides
 * swapped.
 */
function copies() {
  const rng = random(6)
  const originals = Array.from({ length: 5 }, () =>
    Array.from({ length: 2 * n }, (_, span) => span).filter(() => rng() < 0.2),
  )
  const present = originals.flatMap((spans, f) => [
    spans,
    spans.filter(() => rng() > 0.08 * (f + 1)),
    spans.map((span) => span ^ 1).sort((a, b) => a - b),
  ])
  return disparities(
    columnsOf(2 * n, present),
    present.map((_, f) => concept(`c:${f}`, [f])),
  )
}

function correlation(u: ReturnType<typeof copies>, a: number, b: number): number {
  const dense = [a, b].map((m) => {
    const row = new Float64Array(n)
    for (let k = u.indptr[m]!; k < u.indptr[m + 1]!; k++) row[u.pair[k]!] = u.u[k]!
    const mean = row.reduce((sum, x) => sum + x, 0) / n
    return row.map((x) => x - mean)
  })
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0)
  return dot(dense[0]!, dense[1]!) / Math.sqrt(dot(dense[0]!, dense[0]!) * dot(dense[1]!, dense[1]!))
}

describe('folding', () => {
  const u = copies()
  const ranked = Array.from({ length: u.concepts }, (_, m) => (7 * m) % u.concepts)

  it('agrees with Pearson correlations over all pairs, taken one by one in order', () => {
    const representatives: number[] = []
    for (const [m, under] of foldConcepts(u, ranked)) {
      const first = representatives.find((other) => correlation(u, m, other) > FOLD_CORRELATION) ?? null
      expect(under).toBe(first)
      if (first === null) representatives.push(m)
    }
    expect(representatives.length).toBeLessThan(15)
    expect(representatives.length).toBeGreaterThan(9)
  })

  it('does not fold a concept under its opposite', () => {
    expect(correlation(u, 0, 2)).toBeLessThan(-0.9)
    expect(foldConcepts(u, [0, 2]).get(2)).toBeNull()
  })
})
