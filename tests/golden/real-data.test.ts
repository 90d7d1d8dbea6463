import { describe, expect, it } from 'vitest'
import { haveRealData, realData } from '../real-data.ts'

// Other people's data, beside the checkout and not part of it.
describe.skipIf(!haveRealData)('real files (skipped where ../shared/data is missing)', () => {
  it('teach refusal, apology and uncertainty on HH harmless', { timeout: 900_000 }, async () => {
    const workspace = await realData('hh-harmless-base-test.jsonl.gz')
    const findings = workspace.analyse(1)
    const first = workspace.lessons(1).lessons.slice(0, 8)
    for (const behaviour of ['s:refusal', 's:apology', 's:uncertainty']) {
      const lesson = first.find(({ concept }) => concept === behaviour)
      expect(lesson, behaviour).toMatchObject({ direction: 'more', certainty: 'confirmed' })
    }
    const auc = workspace.explain(1)
    const towards = findings.rows
      .filter(({ hypothesis }) => hypothesis.confirmed && hypothesis.deltaWin > 0)
      .map(({ concept }) => concept.id)
    expect(towards).toEqual(expect.arrayContaining(['s:refusal', 's:apology', 's:uncertainty']))
    expect(auc.concepts).toBeGreaterThanOrEqual(0.68)
    expect(auc.concepts).toBeGreaterThan(auc.length! + 0.05)
    expect(auc.hidden).toBeGreaterThan(auc.length! + 0.05)
  })

  it('are explained better by concepts than by length on HH helpful', { timeout: 900_000 }, async () => {
    const workspace = await realData('hh-helpful-base-test.jsonl.gz')
    const findings = workspace.analyse(1)
    const auc = workspace.explain(1)
    expect(auc.concepts).toBeGreaterThanOrEqual(0.67)
    expect(auc.concepts).toBeGreaterThan(auc.length! + 0.02)
    expect(findings.rows.some(({ hypothesis }) => hypothesis.confirmed)).toBe(true)
  })
})
