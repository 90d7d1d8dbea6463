import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import { readSpec, specText } from '../../../src/core/export/spec.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import type { Protocol, Verdict } from '../../../src/core/verdict.ts'
import { curated, specOf } from '../../../src/core/workspace/exports.ts'
import { dataFile } from './data-file.ts'
import { preview } from '../../../src/core/workspace/preview.ts'
import { prove } from '../../../src/core/workspace/evaluate.ts'
import { appliedValues } from '../../../src/core/workspace/export-values.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { openBytes } from '../export/world.ts'

const file = (name: string) => readFileSync(new URL(`../../../public/${name}`, import.meta.url))
const json = (name: string) => JSON.parse(file(name).toString()) as unknown
const dictionary = parseDictionary(
  file('dictionary/dictionary.safetensors'),
  json('dictionary/features.json'),
  json('dictionary/families.json'),
  'd'.repeat(64),
)

/** The first pairs of the bundled example, whose annotators like bold text. */
const PAIRS = 150
const lines = file('example/preferences.jsonl').toString().split('\n')
const opened = async () =>
  new Workspace(
    await openBytes(new TextEncoder().encode(lines.slice(0, PAIRS).join('\n')), 'pairs.jsonl'),
    dictionary,
  )
const workspace = await opened()
workspace.analyse(1)

const verdict = (protocol: Protocol, change: Partial<Verdict> = {}): Verdict => ({
  concept: 's:bold',
  scope: 'overall',
  verdict: 'suppress',
  strength: 1,
  protocol,
  note: '',
  ...change,
})
const settings = (...verdicts: Verdict[]) => ({ verdicts, names: {}, seed: 1 })
const provenance = {
  whittle: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  extractor: { encoder: 'e'.repeat(64), dictionary: dictionary.sha256 },
}
const textOf = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes)

test.each([
  ['rewrite', 'input'],
  ['mask', 'trl-dpo'],
  ['inoculate', 'trl-dpo'],
  ['relabel', 'input'],
  ['reweight', 'trl-dpo'],
  ['offsets', 'trl-reward'],
  ['drop', 'input'],
] as const)(
  'a spec that asks for %s, applied anew to the same file, gives the same bytes',
  async (protocol, format: DataFormat) => {
    const decided = settings(verdict(protocol, protocol === 'inoculate' ? { template: 'Shout!' } : {}))
    const there = textOf(dataFile(workspace, decided, format))
    const spec = readSpec(specText(specOf(workspace, decided, provenance)))
    const fresh = await opened()
    const here = textOf(curated(fresh.dataset, appliedValues(fresh, spec), format))
    expect(here).toBe(there)
    expect(here).not.toBe(textOf(dataFile(workspace, settings(), format)))
  },
)

test('the preview of a rewrite shows both texts, with the style marked in what came', () => {
  const shown = preview(workspace, [verdict('rewrite')], verdict('rewrite'), 5)
  expect(shown.pairs).toHaveLength(5)
  expect(shown.total).toBeGreaterThan(20)
  for (const pair of shown.pairs) {
    const sides = [
      [pair.chosen, pair.chosenAfter],
      [pair.rejected, pair.rejectedAfter],
    ] as const
    expect(sides.some(([{ marks }]) => marks.length > 0)).toBe(true)
    for (const [{ marks, text }, after] of sides) {
      if (marks.length === 0) expect(after).toBeNull()
      else expect(after).toBe(text.replace(/\*\*(.+?)\*\*/g, '$1'))
    }
  }
})

test('the preview of an inoculation has the person’s words, and theirs only where a response shows the concept', () => {
  const asked = verdict('inoculate', { template: 'Shout!' })
  const shown = preview(workspace, [asked], asked, 3)
  expect(shown.template).toBe('Shout!')
  expect(shown.pairs.map(({ instruction }) => instruction)).toEqual(['Shout!', 'Shout!', 'Shout!'])
  expect(preview(workspace, [verdict('inoculate')], asked, 0).template).toMatch(/^Here, give answers/)
})

test('a spared row stays on the review list of a relabelling, unflipped', () => {
  const before = preview(workspace, [verdict('relabel')], verdict('relabel'), 2)
  expect(before.pairs.map(({ flipped }) => flipped)).toEqual([true, true])
  const spared = verdict('relabel', { spared: [before.pairs[0]!.row] })
  const after = preview(workspace, [spared], spared, 2)
  expect(after.pairs.map(({ row }) => row)).toEqual(before.pairs.map(({ row }) => row))
  expect(after.pairs.map(({ flipped }) => flipped)).toEqual([false, true])
})

test('verdicts on concepts that are not there are left out of the proof, and progress comes to its end', () => {
  const steps: number[] = []
  const proof = prove(
    workspace,
    settings(verdict('offsets'), verdict('offsets', { concept: 'd:1' })),
    (done, total) => steps.push(done / total),
  )
  expect(proof.concepts.map(({ concept }) => concept)).toEqual(['s:bold'])
  expect(proof.concepts[0]!.reduction.value).toBeGreaterThan(0.5)
  expect(steps[0]).toBe(0)
  expect(steps.at(-1)).toBe(1)
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
})

test('a proof that is not wanted any more ends at its next step', () => {
  const cancel = () => {
    throw new Error('cancelled')
  }
  expect(() => prove(workspace, settings(verdict('offsets')), cancel)).toThrow('cancelled')
})
