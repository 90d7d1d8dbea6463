import { createHash } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import {
  type Artefact,
  exportFiles,
  type ExportParts,
  exportZip,
  previewData,
} from '../../../src/core/export/files.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import { decide } from '../shape/columns.ts'
import { readSpec } from '../../../src/core/export/spec.ts'
import { floats, readSafetensors } from '../../../src/core/safetensors.ts'
import { open, specOf, TEXTS } from './world.ts'

const HOSTILE = '../../a "b" `c` <img src=x>\n| [x](http://y) \u2028😀.jsonl.gz'
const spec = specOf([], HOSTILE)
const dataset = await open(TEXTS)
const parts: ExportParts = {
  dataset: { ...dataset, info: { ...dataset.info, name: HOSTILE } },
  values: { offsets: Float64Array.of(0.5, 0, -1), dropped: Uint8Array.of(0, 1, 0) },
  spec,
  report: () => '<!doctype html>',
  directions: [
    {
      ...{ concept: 's:bold', label: 'Bold', method: 'mean-difference' as const },
      ...{ vector: Float32Array.of(3, 0, 4), verdict: 'suppress' as const, strength: 1 },
    },
    {
      ...{ concept: 'd:7', label: 'Praise', method: 'decoder' as const },
      ...{ vector: Float32Array.of(0, -2, 0), verdict: 'amplify' as const, strength: 1.5 },
    },
  ],
  extractor: Uint8Array.of(1, 2, 3),
  scorer: [{ name: 'whittle-scorer.mjs', bytes: Uint8Array.of(4) }],
}
const sha256 = async (bytes: Uint8Array) => Promise.resolve(createHash('sha256').update(bytes).digest('hex'))
const everything: Artefact[] = [
  { kind: 'data', format: 'trl-dpo', container: 'parquet' },
  { kind: 'data', format: 'llamafactory-alpaca' },
  { kind: 'data', format: 'llamafactory-sharegpt' },
  { kind: 'data', format: 'input' },
  { kind: 'script', trainer: 'dpo' },
  { kind: 'script', trainer: 'reward' },
  { kind: 'spec' },
  { kind: 'report' },
  { kind: 'card' },
  { kind: 'steering' },
  { kind: 'extractor' },
  { kind: 'script', trainer: 'kto' },
  { kind: 'scorer' },
]
const one = (artefact: Artefact) => exportFiles(parts, [artefact])[0]!
const textOf = (artefact: Artefact) => strFromU8(one(artefact).bytes)

test('every artefact becomes a file, companions after their data, in the order asked for', () => {
  const names = exportFiles(parts, everything).map(({ name }) => name)
  expect(names.map((name) => name.replace(/^.*_(?=\.)/, 'x'))).toEqual([
    'x.trl-dpo.parquet',
    'x.llamafactory-alpaca.jsonl',
    'dataset_info.json',
    'x.llamafactory-sharegpt.jsonl',
    'dataset_info.json',
    'x.curated.jsonl',
    'train_dpo.py',
    'train_reward.py',
    'reward-spec.json',
    'audit-report.html',
    'README.md',
    'steering.safetensors',
    'extractor.onnx',
    'train_kto.py',
    'whittle-scorer.zip',
  ])
  for (const name of names) expect(name).toMatch(/^[\p{L}\p{N}._ -]+$/u)
  for (const name of names) expect(name).not.toMatch(/^\./)
})

test('a file says what is in it', () => {
  expect(one({ kind: 'data', format: 'trl-dpo' }).summary).toBe('2 of 3 pairs: 1 dropped')
  expect(one({ kind: 'spec' }).summary).toBe('0 decisions')
  expect(readSpec(textOf({ kind: 'spec' }))).toEqual(spec)
})

test('a script reads the data that is asked for beside it', () => {
  const [data, script] = exportFiles(parts, [everything[0]!, everything[4]!])
  expect(strFromU8(script!.bytes)).toContain(`with_name(${JSON.stringify(data!.name)})`)
  const alone = textOf({ kind: 'script', trainer: 'reward' })
  expect(alone).toMatch(/with_name\(".*\.trl-reward\.jsonl"\)/)
})

test('the scorer is a folder of its own in a zip, and a zip by itself', async () => {
  const alone = one({ kind: 'scorer' })
  expect(alone.name).toBe('whittle-scorer.zip')
  expect(unzipSync(alone.bytes)).toEqual({ 'scorer/whittle-scorer.mjs': Uint8Array.of(4) })
  const whole = unzipSync((await exportZip(parts, [{ kind: 'scorer' }], sha256)).bytes)
  expect(whole['scorer/whittle-scorer.mjs']).toEqual(Uint8Array.of(4))
})

test('what a file would hold is said before it is made', () => {
  const [preview, ...none] = previewData(parts, [{ kind: 'spec' }, { kind: 'data', format: 'axolotl' }])
  expect(none).toEqual([])
  expect(preview).toEqual({
    format: 'axolotl',
    summary: '2 of 3 pairs: 1 dropped',
    notes: [expect.stringContaining('does not act on offsets')],
  })
})

test('an export in which nothing that a trainer reads has changed says so', () => {
  const decided = specOf([decide('s:bold', 'suppress')], 'x.jsonl')
  const notes = (offsets: readonly number[], format: DataFormat, verdicts = decided) =>
    previewData(
      {
        ...parts,
        spec: verdicts,
        values: { offsets: Float64Array.from(offsets), dropped: new Uint8Array(3) },
      },
      [{ kind: 'data', format }],
    )[0]!.notes.join(' ')
  expect(notes([1, 2, 3], 'axolotl')).toContain('Nothing that a trainer reads here has changed')
  expect(notes([1, 2, 3], 'input')).toContain('Nothing that a trainer reads here has changed')
  expect(notes([1, 2, 3], 'trl-reward')).not.toContain('Nothing')
  expect(notes([0, 0, 0], 'trl-reward')).toContain('Nothing')
  expect(notes([0, 0, 0], 'trl-reward', spec)).toBe('')
})

test('an artefact that there is nothing for says so', () => {
  const without = { ...parts, directions: [], extractor: null, scorer: null }
  expect(() => exportFiles(without, [{ kind: 'scorer' }])).toThrow('The scorer is not loaded')
  expect(() => exportFiles(without, [{ kind: 'steering' }])).toThrow('No decision is enacted by steering')
  expect(() => exportFiles(without, [{ kind: 'extractor' }])).toThrow('not loaded yet')
})

test('the zip holds every file once, in a folder for each format, and a manifest of hashes', async () => {
  const zip = await exportZip(parts, everything, sha256)
  expect(zip.name).toMatch(/\.whittle\.zip$/)
  const files = unzipSync(zip.bytes)
  const manifest = JSON.parse(strFromU8(files['manifest.json']!)) as {
    created: string
    files: { name: string; bytes: number; sha256: string }[]
  }
  expect(manifest.created).toBe(spec.created)
  expect([...manifest.files.map(({ name }) => name), 'manifest.json'].sort()).toEqual(
    Object.keys(files).sort(),
  )
  expect(manifest.files).toHaveLength(15)
  for (const { name, bytes, sha256: hash } of manifest.files) {
    expect(files[name]!.length).toBe(bytes)
    expect(createHash('sha256').update(files[name]!).digest('hex')).toBe(hash)
    expect(name).not.toContain('..')
  }
  const info = strFromU8(files['llamafactory-sharegpt/dataset_info.json']!)
  const [{ file_name }] = Object.values(JSON.parse(info) as Record<string, { file_name: string }>) as [
    { file_name: string },
  ]
  expect(files).toHaveProperty([`llamafactory-sharegpt/${file_name}`])
})

test('the same files give the same zip, whatever the time and the time zone', async () => {
  const zone = process.env.TZ
  process.env.TZ = 'Pacific/Kiritimati'
  const there = await exportZip(parts, everything, sha256)
  process.env.TZ = 'America/Adak'
  const elsewhere = await exportZip(parts, everything, sha256)
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(await sha256(elsewhere.bytes)).toBe(await sha256(there.bytes))
})

test('steering vectors are rows of length 1 with their concepts in the metadata', () => {
  const file = readSafetensors(one({ kind: 'steering' }).bytes)
  expect(file.tensors.get('directions')!.shape).toEqual([2, 3])
  const expected = [0.6, 0, 0.8, 0, -1, 0]
  floats(file, 'directions').forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6))
  expect(file.metadata).toMatchObject({ format: 'whittle-steering', encoder: spec.extractor.encoder })
  expect(JSON.parse(file.metadata.rows!)).toEqual([
    { concept: 's:bold', label: 'Bold', method: 'mean-difference', verdict: 'suppress', strength: 1 },
    { concept: 'd:7', label: 'Praise', method: 'decoder', verdict: 'amplify', strength: 1.5 },
  ])
  expect(file.metadata).toMatchObject({ model: 'sentence-transformers/all-MiniLM-L6-v2', layer: '4' })
  expect(file.metadata.pooling).toBe('mean over the tokens of a sentence')
  expect(file.metadata.about).toContain('nothing about the activations of the model that you train')
})

test('a direction without length or of another length is refused', () => {
  const steer = (vector: Float32Array) =>
    exportFiles({ ...parts, directions: [parts.directions[0]!, { ...parts.directions[1]!, vector }] }, [
      { kind: 'steering' },
    ])
  expect(() => steer(Float32Array.of(0, 0, 0))).toThrow('no direction')
  expect(() => steer(Float32Array.of(1, 2))).toThrow('2 entries, not 3')
})
