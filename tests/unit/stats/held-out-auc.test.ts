import { describe, expect, it } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { denseDesign } from '../../../src/core/stats/design.ts'
import { heldOutAuc } from '../../../src/core/stats/held-out-auc.ts'
import { sample } from '../../../src/core/stats/sample.ts'

/** n pairs in clusters of `size`, every cluster with one row of random numbers of its own. */
function clustered(n: number, size: number, columns: number, seed: number) {
  const rng = random(seed)
  const clusters = Math.ceil(n / size)
  const row = Array.from({ length: clusters }, () => Array.from({ length: columns }, () => rng() * 2 - 1))
  const cluster = Uint32Array.from({ length: n }, (_, i) => Math.floor(i / size))
  const key = Uint32Array.from({ length: clusters }, () => rng() * 2 ** 32)
  const values = Float64Array.from([...cluster].flatMap((g) => row[g]!))
  return { data: sample(new Float64Array(n), cluster, key), values }
}

describe('held-out AUC', () => {
  it('keeps clusters together: 30 of them in 25 columns are not learnt by heart', () => {
    const { data, values } = clustered(600, 20, 25, 1)
    const blocks = { block: new Uint8Array(25), grid: [[0.01]] }
    const apart = sample(
      data.length,
      Uint32Array.from({ length: 600 }, (_, i) => i),
      Uint32Array.from({ length: 600 }, (_, i) => Math.imul(i, 0x9e3779b1)),
    )
    expect(heldOutAuc(data, denseDesign(25, values), blocks, 1)!).toBeLessThan(0.7)
    expect(heldOutAuc(apart, denseDesign(25, values), blocks, 1)!).toBe(1)
  })

  it('finds what there is to learn', () => {
    const { data, values } = clustered(800, 1, 3, 2)
    const rng = random(3)
    const turned = values.slice()
    for (let i = 0; i < 800; i++) {
      const chosen = rng() < 1 / (1 + Math.exp(-3 * values[3 * i]!))
      if (!chosen) for (let j = 0; j < 3; j++) turned[3 * i + j] = -values[3 * i + j]!
    }
    const auc = heldOutAuc(data, denseDesign(3, turned), { block: new Uint8Array(3), grid: [[1], [1e6]] }, 1)!
    expect(auc).toBeGreaterThan(0.78)
    expect(auc).toBeLessThan(0.95)
  })

  it('is unknown with fewer than ten clusters', () => {
    const { data, values } = clustered(90, 10, 1, 1)
    expect(heldOutAuc(data, denseDesign(1, values), { block: new Uint8Array(1), grid: [[1]] }, 1)).toBeNull()
  })
})
