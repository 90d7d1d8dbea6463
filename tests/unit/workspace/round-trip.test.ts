import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import { readSpec, specText } from '../../../src/core/export/spec.ts'
import { readUnits } from '../../../src/core/unit-file.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { curated, specOf } from '../../../src/core/workspace/exports.ts'
import { appliedValues, valuesOf } from '../../../src/core/workspace/export-values.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { openBytes } from '../export/world.ts'

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../public/${name}`, import.meta.url)))
const json = (name: string) => JSON.parse(new TextDecoder().decode(file(name))) as unknown
const dictionary = parseDictionary(
  file('dictionary/dictionary.safetensors'),
  json('dictionary/features.json'),
  json('dictionary/families.json'),
  'd'.repeat(64),
)

/** The bundled example with its activations, not analysed. */
async function opened(): Promise<Workspace> {
  const workspace = new Workspace(
    await openBytes(file('example/preferences.jsonl'), 'example.jsonl'),
    dictionary,
  )
  workspace.extraction.addAll(readUnits(file('example/activations.safetensors')).table)
  return workspace
}

test('a spec with weights, latents to mask and a verdict in a context gives the same bytes without any analysis', async () => {
  const workspace = await opened()
  const latent = workspace
    .analyse(1)
    .rows.find(({ concept, hypothesis }) => concept.source === 'dictionary' && hypothesis.discordant > 100)!
    .concept.id
  const inside = workspace.analyseContexts(1)!.rows.find(({ concept }) => concept.source === 'surface')!
  const verdict = (change: Partial<Verdict>): Verdict => ({
    concept: 's:bold',
    scope: 'overall',
    verdict: 'suppress',
    strength: 1,
    protocol: 'reweight',
    note: '',
    ...change,
  })
  const verdicts = [
    verdict({ concept: inside.concept.id, scope: inside.hypothesis.scope.id, protocol: 'drop' }),
    verdict({ concept: 's:hedge' }),
    verdict({ concept: latent, protocol: 'mask' }),
    verdict({ protocol: 'rewrite', strength: 0.5 }),
    // A concept that was made in contexts.
    verdict({ concept: 'r:1', protocol: 'offsets' }),
  ]
  const provenance = {
    whittle: '0.1.0',
    created: '2026-01-02T03:04:05.000Z',
    extractor: { encoder: 'e'.repeat(64), dictionary: dictionary.sha256 },
  }
  const there = curated(workspace.dataset, valuesOf(workspace, workspace.shape(verdicts)), 'trl-dpo')
  const spec = readSpec(specText(specOf(workspace, { verdicts, names: {}, seed: 1 }, provenance)))
  const fresh = await opened()
  const here = curated(fresh.dataset, appliedValues(fresh, spec), 'trl-dpo')
  const text = new TextDecoder().decode(here.bytes)
  expect(text).toBe(new TextDecoder().decode(there.bytes))
  expect(here.summary).not.toContain(' 0 dropped')
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown[] | number>)
  expect(rows.some(({ whittle_offset: offset }) => offset !== 0)).toBe(true)
  expect(rows.some(({ weight }) => weight !== 1)).toBe(true)
  expect(rows.some(({ mask_chosen: mask }) => (mask as unknown[]).length > 0)).toBe(true)
})
