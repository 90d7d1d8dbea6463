import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { type CardData, datasetCard } from '../../../src/core/export/card.ts'
import { decide } from '../shape/columns.ts'
import { open, specOf, TEXTS } from './world.ts'

const HOSTILE = 'x"\n---\n# <script>alert(1)</script> | [l](http://y) `c` \u2028\u0085😀: *b*'
const { info } = await open(TEXTS)
const spec = specOf([{ ...decide('s:bold', 'suppress'), note: HOSTILE }], HOSTILE)
const data: CardData[] = [
  {
    format: 'axolotl',
    path: 'axolotl/x.axolotl.jsonl',
    export: {
      unit: 'pairs',
      kept: 1234,
      dropped: 38,
      refused: [{ row: 7, reason: 'too long' }],
      notes: ['A trainer that reads Axolotl does not act on offsets.'],
    },
  },
  {
    format: 'input',
    path: 'input/x.curated.jsonl',
    export: { unit: 'pairs', kept: 1235, dropped: 38, refused: [], notes: [] },
  },
]
const card = datasetCard(spec, { ...info, name: HOSTILE }, data)
const front = /^---\n([\s\S]*?)\n---\n/.exec(card)![1]!

test('the front matter is what the hub reads: a configuration a file, the first by default', () => {
  expect(front.split('\n').slice(1)).toEqual([
    'license: unknown # fill in the licence of your data, by its id at the hub, such as cc-by-4.0',
    'language: # fill in the languages of your data, by ISO 639, such as en',
    '  - und',
    'size_categories:',
    '  - 1K<n<10K',
    'tags:',
    '  - preference',
    '  - dpo',
    '  - whittle',
    'configs:',
    '  - config_name: axolotl',
    '    default: true',
    '    data_files:',
    '      - split: train',
    '        path: "axolotl/x.axolotl.jsonl"',
    '  - config_name: input',
    '    data_files:',
    '      - split: train',
    '        path: "input/x.curated.jsonl"',
  ])
})

const yaml = spawnSync('/usr/bin/python3', [
  '-c',
  'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.argv[1])))',
  front,
])

test.skipIf(yaml.status !== 0)('a YAML parser finds the hostile name as it was', () => {
  const read = JSON.parse(yaml.stdout.toString()) as { pretty_name: string; configs: unknown[] }
  expect(read.pretty_name).toBe(`${HOSTILE}, curated`)
  expect(read.configs).toHaveLength(2)
})

test('the front matter is one block of printable ASCII, whatever the name', () => {
  expect(card.match(/^---$/gm)).toHaveLength(2)
  expect(front).toMatch(/^[ -~\n]+$/)
})

test('names and notes are neither markup nor links nor further table cells', () => {
  const body = card.slice(front.length)
  expect(body).not.toMatch(/(?<!\\)(<script|\]\()|http:\/\//)
  expect(body).toContain('\\<script\\>alert\\(1\\)\\<\\/script\\>')
  const row = body.split('\n').find((line) => line.includes('suppress'))!
  expect(row.replace(/\\./g, '').split('|')).toHaveLength(8)
})

test('the card says how many pairs are in, out, and why, and what a trainer ignores', () => {
  expect(card).toContain('1,234 pairs; 38 left out by decision, 1 that cannot be written so.')
  expect(card).toContain('- A trainer that reads Axolotl does not act on offsets.')
  expect(card).toContain('1,235 pairs; 38 left out by decision.')
  expect(card).toContain('suppress | offsets | 1')
})

test.each([
  [999, 'n<1K'],
  [1000, '1K<n<10K'],
  [100_000, '100K<n<1M'],
])('%i pairs are of the size %s', (kept, size) => {
  const sized = datasetCard(spec, info, [{ ...data[1]!, export: { ...data[1]!.export, kept } }])
  expect(sized).toContain(`  - ${size}\n`)
})

test('one format in two kinds of file makes two configurations', () => {
  const twice = datasetCard(spec, info, [data[0]!, { ...data[0]!, path: 'axolotl/x.axolotl.parquet' }])
  expect(twice.match(/config_name: .*/g)).toEqual(['config_name: axolotl', 'config_name: axolotl-2'])
})

test('a card of single responses speaks of responses, and of the format as it is for them', () => {
  const kto: CardData = {
    format: 'kto',
    path: 'x.kto.jsonl',
    export: { unit: 'responses', kept: 1234, dropped: 38, refused: [], notes: [] },
  }
  const text = datasetCard(spec, { ...info, name: 'x', pairs: 1272, paired: false }, [kto])
  expect(text).toContain('1,272 responses, each judged good or bad, over')
  expect(text).toContain(
    'a label that is true where the response is good; the offset is for train_kto.py. 1,234 responses; 38 left out',
  )
  expect(text).not.toMatch(/pairs|DPO|margin/)
})
