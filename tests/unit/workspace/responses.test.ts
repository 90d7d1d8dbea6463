import { readFileSync } from 'node:fs'
import { strFromU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import { exportFiles } from '../../../src/core/export/files.ts'
import { readSpec } from '../../../src/core/export/spec.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import { judgements } from '../../../src/core/pairs.ts'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import type { Protocol, Verdict, VerdictKind } from '../../../src/core/verdict.ts'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import { exportParts } from '../../../src/core/workspace/export-parts.ts'
import { prove } from '../../../src/core/workspace/evaluate.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { responseScores } from '../../../src/core/shape/response-scores.ts'

const path = (name: string) => new URL(`../../../public/${name}`, import.meta.url)
const json = (name: string) => JSON.parse(readFileSync(path(name), 'utf8')) as unknown
const dictionary = parseDictionary(
  readFileSync(path('dictionary/dictionary.safetensors')),
  json('dictionary/features.json'),
  json('dictionary/families.json'),
  'd'.repeat(64),
)

/**
 * The bundled example with every pair cut in two; of every other pair the bad response is lost, so that most
 * are good.
 */
const rows = readFileSync(path('example/preferences.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .flatMap((line, i) => {
    const { prompt, chosen, rejected } = JSON.parse(line) as Record<'prompt' | 'chosen' | 'rejected', string>
    const good = { prompt, completion: chosen, label: true, annotator: i % 7 }
    return i % 2 ? [good] : [good, { prompt, completion: rejected, label: false, annotator: i % 7 }]
  })
const bytes = new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))

async function open(): Promise<Workspace> {
  const opened = await openDataset('thumbs.jsonl', bytes, 'a'.repeat(64), null)
  if (opened.kind !== 'dataset') throw new Error('a mapping was asked for')
  return new Workspace(opened.dataset, dictionary)
}

const workspace = await open()
const findings = workspace.analyse(1)
const side = judgements(workspace.pairs)!

const verdict = (kind: VerdictKind, protocol: Protocol, strength = 1): Verdict => ({
  ...{ concept: 's:bold', scope: 'overall', verdict: kind },
  ...{ strength, protocol, note: '' },
})
const provenance = {
  whittle: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  extractor: { encoder: 'e'.repeat(64), dictionary: dictionary.sha256 },
}
const parts = (...verdicts: Verdict[]) => exportParts(workspace, { verdicts, names: {}, seed: 1 }, provenance)
const written = (format: DataFormat, ...verdicts: Verdict[]) =>
  strFromU8(exportFiles(parts(...verdicts), [{ kind: 'data', format }])[0]!.bytes)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const bold = () => responseScores(workspace.basis.columns, side, workspace.concept('s:bold'))

describe('a file of single responses', () => {
  it('says that it is unpaired, with the words of good and bad ones', () => {
    const { info } = workspace.dataset
    const words = (label: boolean) => rows.filter((row) => row.label === label).length
    expect(info).toMatchObject({ paired: false, pairs: rows.length, format: 'TRL KTO, unpaired' })
    expect(side.filter((s) => s > 0)).toHaveLength(words(true))
    expect(info.meanWordsChosen).toBeGreaterThan(20)
    expect(info.meanWordsRejected).toBeGreaterThan(20)
    expect(info.chosenLonger).toBeGreaterThan(0)
  })

  it('confirms the habits of the example’s annotators, and finds no phrase in empty sides', () => {
    const confirmed = findings.rows.filter(({ hypothesis }) => hypothesis.confirmed)
    expect(confirmed.map(({ concept }) => concept.id)).toContain('s:bold')
    for (const { hypothesis } of findings.rows) {
      expect(hypothesis.discordant).toBeLessThan(rows.length)
      expect(hypothesis.prevalenceChosen).toBeLessThanOrEqual(1)
      expect(hypothesis.winRateWithout).toBeGreaterThanOrEqual(0)
    }
  })

  it('shows as evidence one response, good for and bad against', () => {
    const evidence = (kind: 'for' | 'against') => workspace.evidence('s:bold', 'overall', kind, 5, 1)
    for (const { chosen, rejected, row } of evidence('for').pairs) {
      expect(rejected).toBeNull()
      expect(chosen!.text).toBe(rows[row - 1]!.completion.trim())
      expect(chosen!.marks.length).toBeGreaterThan(0)
    }
    for (const { chosen, rejected } of evidence('against').pairs) {
      expect(chosen).toBeNull()
      expect(rejected!.marks.length).toBeGreaterThan(0)
    }
    const { hypothesis } = findings.rows.find(({ concept }) => concept.id === 's:bold')!
    expect(evidence('for').total + evidence('against').total).toBe(hypothesis.discordant)
  })

  it('measures what is explained by the AUC of good against bad', () => {
    const { length, concepts } = workspace.explain(1)
    expect(concepts).toBeGreaterThan(0.55)
    expect(length).toBeGreaterThan(0.4)
  })
})

describe('decisions on single responses', () => {
  const base = Float64Array.from(side)
  const words = workspace.pairs.chosen.map((text, i) =>
    Math.log((text || workspace.pairs.rejected[i]!).trim().split(/\s+/).length + 1),
  )
  const mean = words.reduce((sum, l) => sum + l, 0) / words.length
  const byLength = Float64Array.from(words, (l, i) => side[i]! * (l - mean))
  const delta = bold().z.map((z, i) => side[i]! * z)
  const relies = (options: Parameters<typeof fitBradleyTerry>[1]) =>
    fitBradleyTerry([delta, byLength, base], options)[0]!

  it('explain the concept away by offsets: a model fitted beside them relies on it no more', () => {
    const { offsets, verdicts } = workspace.shape([verdict('suppress', 'offsets')])
    expect(verdicts[0]!.calibration.lambda).toBeGreaterThan(0.05)
    expect(verdicts[0]!.calibration.reliance).toBeCloseTo(relies({}), 6)
    expect(Math.abs(relies({ offset: offsets }))).toBeLessThan(0.03 * relies({}))
  })

  it('drop the fewest good responses with it, until a model of the rest relies on it no more', () => {
    const { dropped, droppedCount, verdicts } = workspace.shape([verdict('suppress', 'drop')])
    const { z } = bold()
    expect(verdicts[0]!.reached).toBe(true)
    expect(droppedCount).toBeGreaterThan(0)
    dropped.forEach((flag, i) => flag && expect(side[i]! > 0 && z[i]! > 0).toBe(true))
    expect(relies({ dropped })).toBeLessThanOrEqual(1e-6)
    const oneLess = dropped.slice()
    oneLess[verdicts[0]!.pairs.at(-1)!] = 0
    expect(relies({ dropped: oneLess })).toBeGreaterThan(0)
  })

  describe('in a context', () => {
    const inside = Uint32Array.from(side.keys()).filter((i) => i % 3 === 0)
    const shaper = createShaper({
      ...{ columns: workspace.basis.columns, length: workspace.basis.length, side, seed: 1 },
      scored: (id) => workspace.concept(id),
      scope: (id) => (id === 'prompt:1' ? inside : undefined),
    })
    const local = (protocol: Protocol): Verdict => ({ ...verdict('suppress', protocol), scope: 'prompt:1' })
    const level = new Float64Array(side.length)
    for (const i of inside) level[i] = side[i]!
    const within = delta.map((value, i) => (i % 3 === 0 ? value : 0))
    const relied = (options: Parameters<typeof fitBradleyTerry>[1]) =>
      fitBradleyTerry([within, byLength, base, level], options)[0]!

    it('set offsets there alone, which explain the concept away there', () => {
      const { offsets, verdicts } = shaper.shape([local('offsets')])
      expect(verdicts[0]!.touched).toBe(inside.length)
      offsets.forEach((offset, i) => expect(offset === 0).toBe(i % 3 !== 0))
      expect(verdicts[0]!.calibration.reliance).toBeCloseTo(relied({}), 6)
      expect(Math.abs(relied({ offset: offsets }))).toBeLessThan(0.03 * relied({}))
    })

    it('drop good responses there alone', () => {
      const { dropped, droppedCount } = shaper.shape([local('drop')])
      expect(droppedCount).toBeGreaterThan(0)
      dropped.forEach((flag, i) => flag && expect(i % 3 === 0 && side[i]! > 0).toBe(true))
      expect(relied({ dropped })).toBeLessThanOrEqual(1e-6)
    })

    it('are refused where the context is not known', () => {
      expect(() => shaper.shape([{ ...local('drop'), scope: 'prompt:9' }])).toThrow('unknown scope')
    })
  })

  it('leave everything as it is at strength 0 and on keep', () => {
    for (const one of [
      verdict('suppress', 'offsets', 0),
      verdict('suppress', 'drop', 0),
      verdict('keep', 'offsets'),
    ]) {
      const { offsets, droppedCount } = workspace.shape([one])
      expect(droppedCount).toBe(0)
      expect(offsets.every((offset) => offset === 0)).toBe(true)
    }
  })

  it('refuse what is for pairs, with a sentence', () => {
    expect(() => workspace.shape([verdict('suppress', 'relabel')])).toThrow('is for pairs')
    expect(() => written('trl-dpo')).toThrow('This format holds pairs')
    expect(() => exportFiles(parts(), [{ kind: 'script', trainer: 'dpo' }])).toThrow(
      'This format holds pairs',
    )
    expect(() => prove(workspace, { verdicts: [], names: {}, seed: 1 }, () => undefined)).toThrow('on pairs')
  })

  it('write each row as it came, with what they add to its reward', () => {
    const out = written('input', verdict('suppress', 'offsets'))
    const { lambda } = workspace.shape([verdict('suppress', 'offsets')]).verdicts[0]!.calibration
    const { z } = bold()
    expect(out).toHaveLength(rows.length)
    out.forEach((row, i) => {
      const { whittle_offset, whittle_row, ...original } = row
      expect(original).toEqual(rows[i])
      expect(whittle_row).toBe(i + 1)
      expect(whittle_offset).toBeCloseTo(-lambda * z[i]!, 12)
    })
  })

  it('write KTO without what is dropped', () => {
    const out = written('kto', verdict('suppress', 'drop'))
    const { dropped } = workspace.shape([verdict('suppress', 'drop')])
    const kept = rows.filter((_, i) => !dropped[i])
    // KTO rows are written in an order in which no neighbours share a prompt.
    const inOrder = (some: readonly object[]) => some.map((row) => JSON.stringify(row)).toSorted()
    expect(inOrder(out)).toEqual(
      inOrder(
        kept.map(({ prompt, completion, label, annotator }) => ({
          ...{ prompt, completion, label, offset: 0, annotator },
        })),
      ),
    )
    const [file] = exportFiles(parts(verdict('suppress', 'drop')), [{ kind: 'data', format: 'kto' }])
    expect(file!.summary).toBe(
      `${kept.length} of ${rows.length} responses: ${rows.length - kept.length} dropped`,
    )
  })

  it('give the same numbers when the exported spec is applied to the same data', async () => {
    const verdicts = [
      verdict('amplify', 'drop', 0.5),
      { ...verdict('suppress', 'offsets'), concept: 's:length' },
    ]
    const [file] = exportFiles(parts(...verdicts), [{ kind: 'spec' }])
    const spec = readSpec(strFromU8(file!.bytes))
    expect(spec.dataset.format).toContain('unpaired')
    expect(spec.formulas['offset']).toBe('offset = −Σ_c λ_c · z_c(y), over concepts with protocol "offsets"')
    expect(JSON.stringify(spec.formulas)).not.toMatch(/chosen|rejected/)
    const applied = (await open()).apply(spec)
    const shaped = workspace.shape(verdicts)
    expect(applied.dropped).toEqual(shaped.dropped)
    applied.offsets.forEach((offset, i) => expect(offset).toBeCloseTo(shaped.offsets[i]!, 9))
  })
})
