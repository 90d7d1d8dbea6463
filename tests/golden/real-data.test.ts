import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../src/core/workspace/dataset.ts'
import { Workspace } from '../../src/core/workspace/workspace.ts'
import { bundledDictionary } from '../../src/encoder/node.ts'
import { CachedExtractor } from '../cached-extractor.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '../shared/data')

/** A file on the whole path, as the page and the command line take it; prompts play no part in what is asked here. */
async function analysed(name: string) {
  const bytes = readFileSync(join(folder, name))
  const opened = await openDataset(name, bytes, createHash('sha256').update(bytes).digest('hex'), null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  const workspace = new Workspace(opened.dataset, await bundledDictionary())
  const { extraction } = workspace
  const extractor = new CachedExtractor()
  for (const [batch, { kind }] of extraction.batches.entries()) {
    if (kind === 'response') extraction.add(batch, await extractor.extract(extraction.texts(batch)))
  }
  await extractor.dispose()
  return { findings: workspace.analyse(1), auc: workspace.explain(1) }
}

// Other people's data, beside the checkout and not part of it.
describe.skipIf(!existsSync(folder))('real files (skipped where ../shared/data is missing)', () => {
  it('teach refusal, apology and uncertainty on HH harmless', { timeout: 900_000 }, async () => {
    const { findings, auc } = await analysed('hh-harmless-base-test.jsonl.gz')
    const towards = findings.rows
      .filter(({ hypothesis }) => hypothesis.confirmed && hypothesis.deltaWin > 0)
      .map(({ concept }) => concept.id)
    expect(towards).toEqual(expect.arrayContaining(['s:refusal', 's:apology', 's:uncertainty']))
    expect(auc.concepts).toBeGreaterThanOrEqual(0.68)
    expect(auc.concepts).toBeGreaterThan(auc.length! + 0.05)
    expect(auc.hidden).toBeGreaterThan(auc.length! + 0.05)
  })

  it('are explained better by concepts than by length on HH helpful', { timeout: 900_000 }, async () => {
    const { findings, auc } = await analysed('hh-helpful-base-test.jsonl.gz')
    expect(auc.concepts).toBeGreaterThanOrEqual(0.67)
    expect(auc.concepts).toBeGreaterThan(auc.length! + 0.02)
    expect(findings.rows.some(({ hypothesis }) => hypothesis.confirmed)).toBe(true)
  })
})
