import { describe, expect, test } from 'vitest'
import { dataNotes, dataSummary } from '../../../src/core/export/files.ts'
import { softLabelNote } from '../../../src/core/export/orders.ts'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import { counted, percent, points, probability, signed } from '../../../src/core/export/report/numbers.ts'
import type { DataFormat, PairValues } from '../../../src/core/source.ts'
import { open } from './world.ts'

/* Exact files of one pair each, written by hand from the trainers' documentation. */

const source = await open([
  { prompt: 'Why?', chosen: ' So. ', rejected: 'No.', id: 7 },
  { prompt: 'Who?', chosen: 'A', rejected: 'B', id: 8 },
])
const values: PairValues = { offsets: Float64Array.of(0.5, 0), dropped: Uint8Array.of(0, 1) }
const lines = (format: DataFormat, more: Partial<PairValues> = {}, messages = false) =>
  new TextDecoder()
    .decode(exportPairs(source, { ...values, ...more }, format, undefined, { messages }).bytes())
    .trimEnd()
    .split('\n')

const user = '{"role":"user","content":"Why?"}'
const says = (content: string) => `{"role":"assistant","content":"${content}"}`

describe('a row of', () => {
  test.each<[DataFormat, string]>([
    [
      'input',
      '{"prompt":"Why?","chosen":" So. ","rejected":"No.","id":7,"whittle_offset":0.5,"whittle_margin":-0.5,"whittle_row":1}',
    ],
    ['trl-dpo', '{"prompt":"Why?","chosen":" So. ","rejected":"No.","offset":0.5,"id":7}'],
    ['trl-reward', '{"prompt":"Why?","chosen":" So. ","rejected":"No.","margin":-0.5,"id":7}'],
    [
      'openrlhf',
      `{"prompt":[${user}],"chosen":[${says(' So. ')}],"rejected":[${says('No.')}],"margin":-0.5,"id":7}`,
    ],
    ['axolotl', `{"messages":[${user}],"chosen":${says('So.')},"rejected":${says('No.')},"id":7}`],
    ['axolotl-reward', '{"system":"","input":"Why?","chosen":"So.","rejected":"No.","id":7}'],
    [
      'llamafactory-alpaca',
      '{"instruction":"Why?","input":"","system":"","history":[],"chosen":" So. ","rejected":"No.","id":7}',
    ],
    [
      'llamafactory-sharegpt',
      '{"conversations":[{"from":"human","value":"Why?"}],"chosen":{"from":"gpt","value":" So. "},"rejected":{"from":"gpt","value":"No."},"id":7}',
    ],
    [
      'ms-swift',
      `{"messages":[${user},${says(' So. ')}],"rejected_messages":[${user},${says('No.')}],"margin":-0.5,"id":7}`,
    ],
    [
      'nemo-rl',
      `{"context":[${user}],"completions":[{"rank":0,"completion":[${says(' So. ')}]},{"rank":1,"completion":[${says('No.')}]}],"id":7}`,
    ],
    ['conversations', `{"chosen":[${user},${says('So.')}],"rejected":[${user},${says('No.')}],"id":7}`],
    [
      'openai',
      `{"input":{"messages":[${user}]},"preferred_output":[${says(' So. ')}],"non_preferred_output":[${says('No.')}]}`,
    ],
  ])('%s', (format, line) => {
    expect(lines(format)).toEqual([line])
  })

  test.each<[DataFormat, string, string]>([
    [
      'kto',
      '{"prompt":"Why?","completion":" So. ","label":true,"id":7}',
      '{"prompt":"Why?","completion":"No.","label":false,"id":7}',
    ],
    [
      'axolotl-kto',
      `{"completion":[${user},${says(' So. ')}],"label":true,"id":7}`,
      `{"completion":[${user},${says('No.')}],"label":false,"id":7}`,
    ],
    [
      'llamafactory-kto',
      '{"conversations":[{"from":"human","value":"Why?"},{"from":"gpt","value":" So. "}],"label":true,"id":7}',
      '{"conversations":[{"from":"human","value":"Why?"},{"from":"gpt","value":"No."}],"label":false,"id":7}',
    ],
  ])('%s: one for each answer', (format, good, bad) => {
    expect(new Set(lines(format))).toEqual(new Set([good, bad]))
  })

  test('TRL as messages where that is asked for', () => {
    expect(lines('trl-dpo', {}, true)).toEqual([
      `{"prompt":[${user}],"chosen":[${says(' So. ')}],"rejected":[${says('No.')}],"offset":0.5,"id":7}`,
    ])
    expect(lines('kto', {}, true)).toContain(
      `{"prompt":[${user}],"completion":[${says('No.')}],"label":false,"id":7}`,
    )
  })

  test('weights go along, multiplied by the part of a soft label', () => {
    const weighted = { weights: Float64Array.of(2, 1), softLabels: Float64Array.of(0.75, NaN) }
    expect(lines('trl-dpo', weighted)).toEqual([
      '{"prompt":"Why?","chosen":" So. ","rejected":"No.","offset":0.5,"weight":1.5,"id":7}',
      '{"prompt":"Why?","chosen":"No.","rejected":" So. ","offset":-0.5,"weight":0.5,"id":7}',
    ])
  })
})

test('columns that a trainer would take for a pair get another name', async () => {
  const odd = await open([
    { prompt: 'Q', response_a: 'good', response_b: 'bad', winner: 'A', chosen: 'x', rejected: 3 },
    { prompt: 'R', response_a: 'good', response_b: 'bad', winner: 'B', chosen: 'y', rejected: 4 },
  ])
  const none = { offsets: new Float64Array(2), dropped: new Uint8Array(2) }
  const [row] = new TextDecoder().decode(exportPairs(odd, none, 'kto').bytes()).split('\n')
  expect(Object.keys(JSON.parse(row!) as object)).not.toEqual(expect.arrayContaining(['chosen']))
  expect(JSON.parse(row!)).toHaveProperty('original_chosen')
  expect(JSON.parse(row!)).toHaveProperty('original_rejected')
})

test('the files that go along', () => {
  const [yaml] = exportPairs(source, values, 'axolotl').companions('x.axolotl.parquet')
  expect(yaml).toEqual({
    name: 'axolotl.yaml',
    text: `# What Axolotl needs to read this file. Add base_model and the options of your training.
rl: dpo
chat_template: tokenizer_default
datasets:
  - path: "x.axolotl.parquet"
    ds_type: parquet
    split: train
    type: chat_template.default
`,
  })
  const text = (format: DataFormat) => exportPairs(source, values, format).companions('x.jsonl')[0]!.text
  expect(text('axolotl-reward')).toContain(
    'reward_model: true\nmodel_type: AutoModelForSequenceClassification',
  )
  expect(text('axolotl-kto')).toContain('rl: kto\n')
  expect(JSON.parse(text('llamafactory-kto'))).toMatchObject({
    x: {
      file_name: 'x.jsonl',
      formatting: 'sharegpt',
      columns: { messages: 'conversations', kto_tag: 'label' },
    },
  })
  expect(JSON.parse(text('llamafactory-kto'))).not.toHaveProperty('x.ranking')
  expect(exportPairs(source, values, 'trl-dpo').companions('x.jsonl')).toEqual([])
})

test('what changed of how many', () => {
  const made = { extension: 'jsonl', mime: '', unit: 'pairs', changed: true } as const
  const counts = { total: 650, kept: 612, dropped: 38, rewritten: 26, flipped: 0, both: 0, refused: [] }
  expect(dataSummary({ ...made, ...counts })).toBe('612 of 650 pairs: 38 dropped, 26 rewritten')
  expect(dataSummary({ ...made, ...counts, kept: 650, dropped: 0, rewritten: 0 })).toBe('650 pairs')
  expect(
    dataSummary({
      ...made,
      ...counts,
      total: 1400,
      kept: 1399,
      dropped: 0,
      rewritten: 0,
      flipped: 1001,
      both: 2,
      refused: [{ row: 1, reason: 'x' }],
    }),
  ).toBe('1,399 of 1,400 pairs: 1,001 with the sides swapped, 2 in both orders, 1 that cannot be written so')
  const refused = Array.from({ length: 12 }, (_, i) => ({ row: i + 1, reason: 'it is too long' }))
  expect(dataNotes({ notes: ['A.'], refused, changed: true })).toEqual([
    'A.',
    '12 rows left out, since it is too long: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ….',
  ])
})

test('a rewrite is counted, and an empty or equal rest is left out', () => {
  const cut = (remove: string) => (_: number, text: string) => text.replace(remove, '')
  const made = (remove: string) => exportPairs(source, { ...values, rewrite: cut(remove) }, 'trl-dpo')
  expect(made('o.')).toMatchObject({ kept: 1, rewritten: 1, changed: true })
  expect(made('nothing')).toMatchObject({ kept: 1, rewritten: 0 })
  expect(made('No.').refused).toEqual([{ row: 1, reason: 'nothing is left of a response after the rewrite' }])
})

test('soft labels are told in rows', () => {
  expect(softLabelNote('weights', 1, 3)).toBe(
    '3 rows: 1 pair with soft labels are there in both orders, with weights that sum to the pair’s.',
  )
  expect(softLabelNote('copies', 2, 8)).toBe(
    '8 rows: every pair is there 4 times, 2 pairs with soft labels in both orders, so train 4 times fewer epochs.',
  )
  expect(softLabelNote('drawn', 2, 8)).toBe(
    '8 rows: the order of 2 pairs with soft labels is drawn by their probability.',
  )
})

test('numbers as the report writes them', () => {
  expect([counted(1, 'pair'), counted(0, 'pair'), counted(1234, 'pair')]).toEqual([
    '1 pair',
    '0 pairs',
    '1,234 pairs',
  ])
  expect([percent(0.125), percent(1)]).toEqual(['13%', '100%'])
  expect([points(0.1234), points(-0.1), points(0.0001)]).toEqual(['+12.3', '−10.0', '0.0'])
  expect([signed(-0.5), signed(0.005), signed(0)]).toEqual(['−0.50', '+0.01', '0.00'])
  expect([probability(0.0009), probability(0.001), probability(0.5), probability(1)]).toEqual([
    '< .001',
    '.0010',
    '.50',
    '1.0',
  ])
})
