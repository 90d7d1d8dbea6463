import { expect, it } from 'vitest'
import { gramOf } from '../../../src/core/contexts/embedding.ts'
import { randomisedSvd } from '../../../src/core/linalg/randomised-svd.ts'
import { rowsOf } from '../../../src/core/linalg/sparse-matrix.ts'
import { moments, standardGram } from '../../../src/core/contexts/themes.ts'
import { random } from '../../../src/core/random.ts'
import { golden } from '../contexts/golden.ts'

const { x } = golden.svd
const columns = x[0]!.map((_, f) => {
  const row = Uint32Array.from(x.keys()).filter((i) => x[i]![f] !== 0)
  return { row, value: Float32Array.from(row, (i) => x[i]![f]!) }
})
const all = columns.map((column) => moments(x.length, column))

it('takes moments over all rows, as NumPy does', () => {
  for (const key of ['mean', 'deviation', 'size', 'rms'] as const)
    all.forEach((own, f) => expect(own[key]).toBeCloseTo(golden.svd[key][f]!, 6))
})

it.each([
  [true, golden.svd.centred],
  [false, golden.svd.uncentred],
])('has the singular values of the standardised matrix (centred: %s)', (centred, expected) => {
  const gram = standardGram(x.length, columns, all, Uint32Array.from(x.keys()), { centred })
  const { values } = randomisedSvd(gram, columns.length, 10, random(2), { passes: 1 })
  values.forEach((value, r) => expect(value).toBeCloseTo(expected[r]!, 6))
})

it('comes within a hundredth of the leading values when it draws fewer directions than there are', () => {
  const width = 60
  const rng = random(4)
  const entries = Array.from({ length: width }, (_, f) => ({
    row: Uint32Array.from({ length: 200 }, (_, i) => i),
    value: Float32Array.from({ length: 200 }, () => (rng() - 0.5) / (1 + f)),
  }))
  const gram = gramOf(rowsOf(200, entries))
  const exact = randomisedSvd(gram, width, width, random(1), { passes: 1 }).values
  const drawn = randomisedSvd(gram, width, 8, random(9), { passes: 2 }).values
  drawn.forEach((value, r) => expect(Math.abs(value / exact[r]! - 1)).toBeLessThan(0.01))
})

it('gives orthonormal directions', () => {
  const { vectors, values } = randomisedSvd(gramOf(rowsOf(x.length, columns)), 18, 6, random(3), {
    passes: 2,
  })
  for (let a = 0; a < values.length; a++)
    for (let b = 0; b <= a; b++) {
      let product = 0
      for (let f = 0; f < 18; f++) product += vectors[a * 18 + f]! * vectors[b * 18 + f]!
      expect(product).toBeCloseTo(a === b ? 1 : 0, 8)
    }
})
