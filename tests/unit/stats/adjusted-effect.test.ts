import { describe, expect, it } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { effectFitter } from '../../../src/core/stats/adjusted-effect.ts'
import { deltaWin } from '../../../src/core/stats/delta-win.ts'
import { lengthModel } from '../../../src/core/stats/length-model.ts'
import { sigmoid } from '../../../src/core/stats/logistic.ts'
import { sample } from '../../../src/core/stats/sample.ts'
import cases from '../../golden/stats/effects.json' with { type: 'json' }

/** Fits a dense u. */
function fit(u: readonly number[], length: readonly number[], group: readonly number[], adjust = true) {
  const data = sample(
    Float64Array.from(length),
    Uint32Array.from(group),
    new Uint32Array(Math.max(...group) + 1),
  )
  const pair = Uint32Array.from(u.keys()).filter((i) => u[i] !== 0)
  const values = Float32Array.from(pair, (i) => u[i]!)
  const effect = effectFitter(data, adjust ? lengthModel(data) : null)(pair, values)
  return { ...effect, win: deltaWin(effect, pair, values, data.length) }
}

describe('adjusted effect', () => {
  it.each(cases)('agrees with statsmodels on $name', ({ u, length, group, params, covariance, deltaWin }) => {
    const effect = fit(u, length, group)
    expect(effect.beta).toBeCloseTo(params[0]!, 8)
    expect(effect.gamma).toBeCloseTo(params[1]!, 8)
    expect(effect.varBeta).toBeCloseTo(covariance[0]!, 8)
    expect(effect.covariance).toBeCloseTo(covariance[1]!, 8)
    expect(effect.varGamma).toBeCloseTo(covariance[3]!, 8)
    expect(effect.win.deltaWin).toBeCloseTo(deltaWin[0]!, 7)
    expect(effect.win.ciLow).toBeCloseTo(deltaWin[1]!, 7)
    expect(effect.win.ciHigh).toBeCloseTo(deltaWin[2]!, 7)
  })

  it('says where the estimate needed a prior', () => {
    const models = cases.map(({ u, length, group }) => fit(u, length, group).model)
    expect(models).toEqual(['length-adjusted', 'length-adjusted', 'length-adjusted', 'log-F'])
  })

  it('solves the score equations of all pairs, whatever the concordant ones are interpolated to', () => {
    const rng = random(3)
    for (let trial = 0; trial < 20; trial++) {
      const n = 400
      const length = Array.from({ length: n }, () => (rng() - 0.4) * 6)
      const u = Array.from({ length: n }, () => (rng() < 0.3 ? Math.sign(rng() - 0.35) : 0))
      const group = Array.from({ length: n }, (_, i) => i % 150)
      const { beta, gamma } = fit(u, length, group)
      const residual = u.map((x, i) => 1 - sigmoid(beta * x + gamma * length[i]!))
      const score = (x: readonly number[]) => residual.reduce((sum, r, i) => sum + r * x[i]!, 0)
      expect(Math.abs(score(u))).toBeLessThan(1e-8)
      expect(Math.abs(score(length))).toBeLessThan(1e-8)
    }
  })

  it('does not shrink its errors when every pair is repeated in its own prompt', () => {
    const { u, length, group } = cases[0]!
    const once = fit(u, length, group)
    const twice = fit([...u, ...u], [...length, ...length], [...group, ...group])
    expect(twice.beta).toBeCloseTo(once.beta, 9)
    expect(twice.varBeta).toBeCloseTo(once.varBeta, 9)
    expect(twice.win.ciLow).toBeCloseTo(once.win.ciLow, 9)
  })

  it('turns its sign when chosen and rejected are swapped', () => {
    for (const { u, length, group } of cases) {
      const there = fit(u, length, group)
      const back = fit(
        u.map((x) => -x),
        length.map((x) => -x),
        group,
      )
      expect(back.beta).toBeCloseTo(-there.beta, 12)
      expect(back.varBeta).toBeCloseTo(there.varBeta, 12)
      expect(back.win.deltaWin).toBeCloseTo(-there.win.deltaWin, 12)
      expect(back.win.ciLow).toBeCloseTo(-there.win.ciHigh, 12)
    }
  })

  it('holds γ at 0 without a length model, and β is then the log-odds of the win rate', () => {
    const u = Array.from({ length: 40 }, (_, i) => (i < 30 ? 1 : -1))
    const effect = fit(u, new Array(40).fill(0.5), [...u.keys()], false)
    expect(effect.model).toBe('without-length')
    expect(effect.gamma).toBe(0)
    expect(effect.beta).toBeCloseTo(Math.log(3), 10)
    expect(effect.win.deltaWin).toBeCloseTo(0.25, 10)
  })

  it('bounds a concept that never lost about as Clopper and Pearson would', () => {
    const effect = fit(new Array(12).fill(1), new Array(12).fill(0), [...new Array(12).keys()])
    // Exact 95% lower end of a win rate of 12 in 12: 0.025^(1/12) = 0.735.
    expect(effect.win.ciLow).toBeGreaterThan(0.2)
    expect(effect.win.ciLow).toBeLessThan(0.3)
  })

  it('gives a finite estimate where u and ℓ are one line', () => {
    const u = Array.from({ length: 30 }, (_, i) => (i % 3 ? 1 : -1))
    const effect = fit(
      u,
      u.map((x) => 2 * x),
      [...u.keys()],
    )
    expect(effect.model).toBe('log-F')
    expect(Number.isFinite(effect.beta) && Number.isFinite(effect.varBeta)).toBe(true)
  })

  it('gives a finite estimate where every chosen response is longer', () => {
    const u = Array.from({ length: 30 }, (_, i) => (i % 3) - 1)
    const length = u.map((_, i) => 0.1 + (i % 7) / 10)
    const effect = fit(u, length, [...u.keys()])
    expect(effect.gamma).toBeGreaterThan(0)
    expect(Number.isFinite(effect.gamma) && Number.isFinite(effect.varBeta)).toBe(true)
  })
})
