import { describe, expect, it } from 'vitest'
import { denseUnitRows } from '../../../src/core/contexts/embedding.ts'
import { rowsOf, type SparseMatrix, unitRows } from '../../../src/core/linalg/sparse-matrix.ts'
import {
  assignRows,
  clusterCount,
  lloyd,
  sphericalKmeans,
} from '../../../src/core/contexts/spherical-kmeans.ts'
import { random } from '../../../src/core/random.ts'
import { golden } from './golden.ts'

const { rows, start, assignment, inertia, scikit } = golden.kmeans
const all = Uint32Array.from(rows.keys())

function unit(): SparseMatrix {
  const columns = rows[0]!.map((_, f) => {
    const row = Uint32Array.from(all).filter((i) => rows[i]![f] !== 0)
    return { row, value: Float32Array.from(row, (i) => rows[i]![f]!) }
  })
  return unitRows(rowsOf(rows.length, columns), all)
}

/** Rows around so many directions drawn at random, the rows of each one after another. */
function scattered(directions: number, rowsEach: number): SparseMatrix {
  const rng = random(1)
  const centre = Array.from({ length: directions }, () => Array.from({ length: 12 }, () => rng() - 0.5))
  const value = new Float32Array(directions * rowsEach * 12)
  for (let k = 0; k < value.length; k++)
    value[k] = centre[Math.floor(k / 12 / rowsEach)]![k % 12]! + 0.5 * (rng() - 0.5)
  return denseUnitRows(value, 12)
}

describe('spherical k-means', () => {
  it('has the assignment and the inertia of NumPy, given the same first centres', () => {
    const centres = lloyd(unit(), all, Float64Array.from(start.flat()))
    const found = assignRows(unit(), centres, 4)
    expect([...found.assignment]).toEqual(assignment)
    expect(found.inertia).toBeCloseTo(inertia, 5)
  })

  it('finds the groups that scikit-learn finds where they are far apart, from its own first centres', () => {
    const found = sphericalKmeans(unit(), 4, random(1))
    const pairing = new Set(scikit.map((label, i) => `${label}-${found.assignment[i]}`))
    expect(pairing.size).toBe(4)
    expect(found.inertia).toBeCloseTo(inertia, 5)
  })

  it('finds the same groups from every seed where rows are few', () => {
    const groups = scattered(12, 40)
    const partitions = Array.from({ length: 10 }, (_, seed) => {
      const { assignment } = sphericalKmeans(groups, 12, random(seed))
      const number = new Map<number, number>()
      for (const c of assignment) if (!number.has(c)) number.set(c, number.size)
      return assignment.map((c) => number.get(c)!).join()
    })
    expect(new Set(partitions)).toEqual(new Set([partitions[0]]))
  })

  it('is the same for the same seed', () => {
    expect(sphericalKmeans(unit(), 3, random(5))).toEqual(sphericalKmeans(unit(), 3, random(5)))
  })
})

it('asks for 512 clusters at 250,000 rows, and for fifty rows a cluster where there are few', () => {
  expect(clusterCount(250_000)).toBe(512)
  expect(clusterCount(1_000)).toBe(20)
  expect(clusterCount(30)).toBe(1)
})
