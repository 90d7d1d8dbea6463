import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitAttention } from '../../src/core/own/probe/attention.ts'
import { logistic, meanDifference } from '../../src/core/own/probe/fits.ts'
import { aurocOf } from '../../src/core/own/probe/quality.ts'

interface Golden {
  readonly dim: number
  readonly label: readonly number[]
  readonly states: readonly (readonly (readonly number[])[])[]
  readonly meanDifference: readonly number[]
  readonly logistic: readonly number[]
  readonly bradleyTerry: readonly number[]
  readonly attention: Readonly<Record<'key' | 'value' | 'residual', readonly number[]>> & {
    readonly bias: number
  }
  readonly score: readonly number[]
  readonly auroc: number
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'own-probes.json'), 'utf8')) as Golden
const { dim } = golden
const label = Uint8Array.from(golden.label)
const states = {
  dim,
  ptr: Uint32Array.from({ length: label.length + 1 }, (_, t) => 2 * t),
  value: Float64Array.from(golden.states.flat(2)),
}
const labelled = (row: readonly number[] = []) => ({
  ...{ states, surrounded: states, label },
  row: Uint32Array.from(label, (_, t) => row[t] ?? 0),
})
const all = Uint32Array.from(label.keys())

const close = (found: ArrayLike<number>, expected: readonly number[], digits: number) =>
  expected.forEach((one, d) => expect(found[d]).toBeCloseTo(one, digits))

describe('fits of probes', () => {
  it('takes the difference of means as NumPy does', () => {
    close(meanDifference(labelled(), all), golden.meanDifference, 9)
  })

  it('fits class-weighted logistic regression as scikit-learn does', () => {
    close(logistic(labelled(), all), golden.logistic, 4)
  })

  it('fits Bradley–Terry on pairs of one row as scikit-learn does', () => {
    const row = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]
    close(logistic(labelled(row), all.subarray(0, 12)), golden.bradleyTerry, 4)
  })

  it('takes the steps of attention as NumPy does', () => {
    const found = fitAttention({ states, label }, all)
    for (const part of ['key', 'value', 'residual'] as const) close(found[part], golden.attention[part], 8)
    expect(found.bias).toBeCloseTo(golden.attention.bias, 8)
  })

  it('counts ties of the AUROC half', () => {
    expect(aurocOf(Float64Array.from(golden.score), label)).toBeCloseTo(golden.auroc, 12)
  })
})
