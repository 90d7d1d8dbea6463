import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import { explainedSignal } from '../../../src/core/hypotheses/explained-signal.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { toPairs } from '../../../src/core/parse/to-pairs.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'

const folder = new URL('../../../../shared/data/', import.meta.url)

/** What detectors, phrases and length alone say of a file: no encoder, so a lower bound of what the app shows. */
async function analysed(name: string) {
  const rows = await readRows(name, readFileSync(new URL(name, folder)))
  const { pairs } = toPairs(rows, detect(rows).format!)
  const { surface, phrases, concepts } = textFeatures(pairs, 0)
  const input = { pairs, columns: featureColumns([surface, phrases]), concepts, seed: 1 }
  return { auc: explainedSignal({ ...input, state: null }), ...overallHypotheses(input) }
}

// Other people's data, beside the checkout and not part of it.
describe.skipIf(!existsSync(folder))('real files (skipped where ../shared/data is missing)', () => {
  it('teach refusal, apology and uncertainty on HH harmless', { timeout: 60_000 }, async () => {
    const { auc, hypotheses } = await analysed('hh-harmless-base-test.jsonl.gz')
    const towards = hypotheses.filter((h) => h.confirmed && h.deltaWin > 0).map((h) => h.concept)
    expect(towards).toEqual(expect.arrayContaining(['s:refusal', 's:apology', 's:uncertainty']))
    expect(auc.concepts!).toBeGreaterThan(0.68)
    expect(auc.concepts!).toBeGreaterThan(auc.length! + 0.05)
  })

  it('are explained better by concepts than by length on HH helpful', { timeout: 60_000 }, async () => {
    const { auc, hypotheses } = await analysed('hh-helpful-base-test.jsonl.gz')
    expect(auc.concepts!).toBeGreaterThan(0.67)
    expect(auc.concepts!).toBeGreaterThan(auc.length! + 0.03)
    expect(hypotheses.some((h) => h.confirmed && h.model === 'without-length')).toBe(true)
  })
})
