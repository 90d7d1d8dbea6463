import { expect, test } from 'vitest'
import { crossFit, labelsOf } from '../../../src/core/shape/protocols/soft-labels.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import type { VerdictKind } from '../../../src/core/verdict.ts'
import { columnsOf } from '../../unit/shape/columns.ts'
import golden from './soft-labels.json' with { type: 'json' }

const columns = columnsOf(golden.activation)
const length = Float64Array.from(golden.length)
const deltas = golden.strengths.map((_, f) => pairDifference(conceptScores(columns, { features: [f] }).z))
const fold = Uint8Array.from(length, (_, i) => i % 5)
const fitted = crossFit([...deltas, length], deltas.length, fold)

test('cross-fitted log-odds and coefficients agree with scikit-learn', () => {
  golden.logOdds.forEach((eta, i) => expect(fitted.logOdds[i]).toBeCloseTo(eta, 5))
  golden.coefficients.forEach((own, k) =>
    own.forEach((b, c) => expect(fitted.lambda[c]![k]).toBeCloseTo(b, 5)),
  )
})

test('soft labels are the log-odds less what the strengths take out of them', () => {
  const decisions = golden.strengths.map(({ verdict, strength }) => ({
    verdict: verdict as VerdictKind,
    strength,
  }))
  const labels = labelsOf(
    decisions,
    deltas.map((delta) => ({ delta })),
    fitted,
  )
  let soft = 0
  golden.labels.forEach((p, i) => {
    if (deltas.every((delta) => delta[i] === 0)) return expect(labels[i]).toBeNaN()
    soft++
    return expect(labels[i]).toBeCloseTo(p, 5)
  })
  expect(soft).toBeGreaterThan(150)
})
