import { describe, expect, it } from 'vitest'
import { labelAuc } from '../../../src/core/stats/auc.ts'
import { deltaWin } from '../../../src/core/stats/delta-win.ts'
import { sample } from '../../../src/core/stats/sample.ts'
import { fisherTest } from '../../../src/core/stats/fisher.ts'
import { responseFitter } from '../../../src/core/stats/response-effect.ts'
import golden from '../../golden/unpaired/unpaired.json' with { type: 'json' }

interface Case {
  readonly group: readonly number[]
  readonly words: readonly number[]
  readonly x: readonly number[]
  readonly good: readonly number[]
  readonly adjust: boolean
}

function fit({ group, words, x, good, adjust }: Case, turned = 1) {
  const side = Int8Array.from(good, (g) => turned * (g === 1 ? 1 : -1))
  const length = Float64Array.from(words, (w, i) => side[i]! * Math.log(w + 1))
  const labels = { side, key: new Uint32Array(side.length) }
  const data = sample(length, Uint32Array.from(group), new Uint32Array(Math.max(...group) + 1), labels)
  const response = Uint32Array.from(x.keys()).filter((i) => x[i] !== 0)
  const u = Float32Array.from(response, (i) => side[i]! * x[i]!)
  const effect = responseFitter(data, labels, adjust)(response, u)
  return { ...effect, win: deltaWin(effect, response, u, length) }
}

describe('effect of a concept on single responses', () => {
  it.each(golden.effects)('agrees with statsmodels on $name', (example) => {
    const { params, covariance } = example
    const effect = fit(example)
    expect(effect.intercept!.alpha).toBeCloseTo(params[0]!, 7)
    expect(effect.beta).toBeCloseTo(params[1]!, 7)
    expect(effect.gamma).toBeCloseTo(params[2]!, 7)
    expect(effect.varBeta).toBeCloseTo(covariance[4]!, 7)
    expect(effect.intercept!.covariance).toBeCloseTo(covariance[1]!, 7)
    expect(effect.covariance).toBeCloseTo(covariance[5]!, 7)
    expect(effect.varGamma).toBeCloseTo(covariance[8]!, 7)
    expect(effect.win.deltaWin).toBeCloseTo(example.deltaWin[0]!, 7)
    expect(effect.win.ciLow).toBeCloseTo(example.deltaWin[1]!, 7)
    expect(effect.win.ciHigh).toBeCloseTo(example.deltaWin[2]!, 7)
  })

  it.each(golden.effects)('turns every sign when good and bad are swapped: $name', (example) => {
    const [as, swapped] = [fit(example), fit(example, -1)]
    expect(swapped.beta).toBeCloseTo(-as.beta, 8)
    expect(swapped.win.deltaWin).toBeCloseTo(-as.win.deltaWin, 8)
    expect(swapped.win.ciLow).toBeCloseTo(-as.win.ciHigh, 8)
    expect(swapped.varBeta).toBeCloseTo(as.varBeta, 8)
  })

  it('says where the estimate needed a prior', () => {
    expect(golden.effects.map((example) => fit(example).model)).toEqual([
      'length-adjusted',
      'length-adjusted',
      'length-adjusted',
      'log-F',
      'without-length',
    ])
  })

  it('holds length at nothing where all responses are equally long', () => {
    const { x, good, group } = golden.effects[0]!
    const effect = fit({ x, good, group, words: x.map(() => 20), adjust: true })
    expect(effect.gamma).toBe(0)
    expect(effect.beta).toBeCloseTo(fit({ ...golden.effects[0]!, adjust: false }).beta, 8)
  })
})

describe('Fisher’s test', () => {
  it.each(golden.fisher)('agrees with SciPy on $table', ({ table, p }) => {
    const [wins, present, goods, n] = table as [number, number, number, number]
    expect(fisherTest(wins, present, goods, n)).toBeCloseTo(p, 9)
  })
})

describe('AUC of labels', () => {
  it('agrees with scikit-learn, ties counted half', () => {
    const { score, side, auc } = golden.auc
    expect(labelAuc(Float64Array.from(score), Int8Array.from(side))).toBeCloseTo(auc, 12)
  })
})
