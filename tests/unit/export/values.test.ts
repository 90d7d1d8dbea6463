import { expect, test } from 'vitest'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import type { DataFormat, PairValues } from '../../../src/core/source.ts'
import type { Dataset } from '../../../src/core/dataset/dataset.ts'
import { LONG_TALK, open, openBytes, TALKS, TEXTS } from './world.ts'

const texts = await open(TEXTS)
const talks = await open(TALKS)
const base = { offsets: Float64Array.of(0.5, -0.25, 0), dropped: new Uint8Array(3) }
const rows = (source: Dataset, values: Partial<PairValues>, format: DataFormat) =>
  new TextDecoder()
    .decode(exportPairs(source, { ...base, ...values }, format, 'jsonl').bytes())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const again = (source: Dataset, values: Partial<PairValues>, name: string) =>
  openBytes(exportPairs(source, { ...base, ...values }, 'input').bytes(), name)
const louder = (_: number, text: string) => text.toUpperCase()

test('nothing but offsets adds no column for what is not there', () => {
  const none: Partial<PairValues> = { weights: Float64Array.of(1, 1, 1), flipped: new Uint8Array(3) }
  expect(Object.keys(rows(texts, none, 'trl-dpo')[0]!)).toEqual([
    'prompt',
    'chosen',
    'rejected',
    'offset',
    'id',
    'tags',
  ])
})

test('a flip exchanges the responses and negates the offset, in every row alike', () => {
  const flipped = Uint8Array.of(1, 0, 0)
  const dpo = rows(texts, { flipped }, 'trl-dpo')
  expect(dpo[0]).toMatchObject({ chosen: ' five\n\nor so ', rejected: 'It is **4**.', offset: -0.5 })
  expect(dpo[1]).toMatchObject({ chosen: TEXTS[1]!.chosen, offset: -0.25 })
  expect(rows(texts, { flipped }, 'trl-reward')[0]).toMatchObject({ margin: 0.5 })
  const answer = rows(texts, { flipped }, 'kto').find(({ completion }) => completion === ' five\n\nor so ')
  expect(answer).toMatchObject({ label: true })
})

test('a flip exchanges what says the same of either response, and says what it cannot', async () => {
  const scored = await open(
    TEXTS.map((row, i) => ({
      ...row,
      score_chosen: i,
      score_rejected: -i,
      chosen_model: 'm',
      rejected_model: 'n',
      margin: i,
    })),
  )
  const flipped = Uint8Array.of(0, 1, 1)
  for (const format of ['input', 'trl-dpo'] as const) {
    const [first, second] = rows(scored, { flipped }, format)
    expect(first).toMatchObject({ score_chosen: 0, chosen_model: 'm' })
    expect(second).toMatchObject({
      score_chosen: -1,
      score_rejected: 1,
      chosen_model: 'n',
      rejected_model: 'm',
    })
    expect(exportPairs(scored, { ...base, flipped }, format).notes.slice(-2)).toEqual([
      'In the 2 pairs whose sides are swapped, “score_chosen”, “score_rejected”, “chosen_model” and “rejected_model” are swapped with the responses.',
      'In the 2 pairs whose sides are swapped, “margin” may speak of the other response: what is there stays as it came.',
    ])
  }
  expect(exportPairs(scored, base, 'input').notes).toEqual([])
})

test('of two responses with a label their companions are exchanged in the input’s schema, and never the label', async () => {
  const labelled = await open(
    ['model_a', 'model_b', 'model_a'].map((winner, i) => ({
      ...{ prompt: `q${i}`, response_a: `a${i}`, response_b: `b${i}`, model_a: 'x', model_b: 'y', winner },
    })),
  )
  const flipped = Uint8Array.of(1, 0, 0)
  expect(rows(labelled, { flipped }, 'input')[0]).toMatchObject({
    response_a: 'b0',
    model_a: 'y',
    model_b: 'x',
    winner: 'model_a',
  })
})

test('of two responses with scores or flags these are exchanged, and the texts stay', async () => {
  const arena = await open(
    [1, 0, 1].map((won, i) => ({
      ...{ prompt: [`q${i}`], response_a: [`a${i}`], response_b: [`b${i}`], model_a: 'x', model_b: 'y' },
      ...{ winner_model_a: won, winner_model_b: 1 - won, winner_tie: 0 },
    })),
  )
  const flipped = Uint8Array.of(1, 0, 0)
  expect(rows(arena, { flipped }, 'input')[0]).toMatchObject({
    model_a: 'x',
    response_a: ['a0'],
    winner_model_a: 0,
  })
  expect(rows(arena, { flipped }, 'trl-dpo')[0]).toMatchObject({
    model_a: 'x',
    response_a: ['a0'],
    winner_model_a: 1,
  })
})

test('half characters are written as U+FFFD in every format, and counted', async () => {
  const half = await open([{ ...TEXTS[0]!, extra: { deep: ['x\ud83d'] } }, TEXTS[1]!, TEXTS[2]!])
  for (const format of ['input', 'trl-dpo'] as const) {
    expect(rows(half, {}, format)[0]).toMatchObject({ extra: { deep: ['x\ufffd'] } })
    expect(exportPairs(half, base, format).notes).toContain(
      '1 row has halves of characters (lone surrogates), written as U+FFFD.',
    )
  }
})

test.each([
  ['chosen and rejected', texts],
  ['messages', talks],
  [
    'two responses and a label',
    await open(
      [1, 0, 1].map((label, i) => ({ prompt: `q${i}`, response_A: `a${i}`, response_B: `b${i}`, label })),
    ),
  ],
  [
    'transcripts',
    await open(
      ['x', 'y', 'z'].map((end) => ({
        chosen: `\n\nHuman: yes\n\nAssistant: yes\n\nHuman: go\n\nAssistant: good ${end}`,
        rejected: `\n\nHuman: yes\n\nAssistant: yes\n\nHuman: go\n\nAssistant: bad ${end}`,
      })),
    ),
  ],
])('in the input’s own schema, %s: flips and rewrites are what Whittle reads again', async (_, source) => {
  const { pairs } = await again(source, { flipped: Uint8Array.of(0, 1, 0), rewrite: louder }, 'again.jsonl')
  const upper = (column: readonly string[], i: number) => column[i]!.toUpperCase()
  expect(pairs.prompt).toEqual(source.pairs.prompt)
  expect(pairs.chosen).toEqual([
    upper(source.pairs.chosen, 0),
    upper(source.pairs.rejected, 1),
    upper(source.pairs.chosen, 2),
  ])
  expect(pairs.rejected).toEqual([
    upper(source.pairs.rejected, 0),
    upper(source.pairs.chosen, 1),
    upper(source.pairs.rejected, 2),
  ])
})

test('messages written as JSON text, as in CSV, are rewritten inside it', async () => {
  const cells = TALKS.map(({ prompt, chosen, rejected }) =>
    [prompt, chosen, rejected].map((turns) => `"${JSON.stringify(turns).replaceAll('"', '""')}"`).join(','),
  )
  const csv = await openBytes(
    new TextEncoder().encode(['prompt,chosen,rejected', ...cells].join('\n')),
    'x.csv',
  )
  const { pairs, fileKind } = await again(csv, { rewrite: louder }, 'again.csv')
  expect(fileKind).toBe('csv')
  expect(pairs.chosen).toEqual(['HI!', 'FOUR', 'YES.'])
})

test('only the assistant’s turns are rewritten, each on its own', async () => {
  const source = await open([LONG_TALK])
  const one = { offsets: Float64Array.of(0), dropped: new Uint8Array(1), rewrite: louder }
  expect(rows(source, one, 'trl-dpo')[0]!.chosen).toEqual([
    { role: 'assistant', content: 'A' },
    { role: 'user', content: 'and?' },
    { role: 'assistant', content: 'B' },
  ])
})

test('a pair of which a rewrite leaves nothing to compare is named, not written', () => {
  const rewrite = (pair: number, text: string) => ['', 'same', text][pair]!
  for (const format of ['input', 'trl-dpo', 'kto'] as const) {
    const made = exportPairs(texts, { ...base, rewrite }, format)
    expect(made.kept).toBe(1)
    expect(made.refused).toEqual([
      { row: 1, reason: 'nothing is left of a response after the rewrite' },
      { row: 2, reason: 'the two responses are the same after the rewrite' },
    ])
  }
})

test('masks count characters as Python does, in the text that is written', () => {
  const masks = (pair: number) =>
    // "naïve 😀 \u2028 end": the emoji is two UTF-16 units and one character.
    pair === 1 ? { chosen: [[6, 8] as const, [11, 14] as const], rejected: [] } : null
  const [first, second] = rows(texts, { masks }, 'trl-dpo')
  expect(first).toMatchObject({ mask_chosen: [], mask_rejected: [] })
  expect(second!.mask_chosen).toEqual([
    [6, 7],
    [10, 13],
  ])
  const characters = Array.from(second!.chosen as string)
  expect(characters.slice(6, 7).join('')).toBe('😀')
  expect(characters.slice(10, 13).join('')).toBe('end')
})

test('masks of a response that is written with white space before it move along', () => {
  // PairTable.rejected is trimmed: "five…"; the file has " five…".
  const masks = (pair: number) => (pair === 0 ? { chosen: [], rejected: [[0, 4] as const] } : null)
  const [row] = rows(texts, { masks, flipped: Uint8Array.of(1, 0, 0) }, 'trl-dpo')
  expect(row!.mask_rejected).toEqual([])
  const [[start, end]] = row!.mask_chosen as [[number, number]]
  expect((row!.chosen as string).slice(start, end)).toBe('five')
})

test('a mask goes with what a rewrite makes of its words', () => {
  const masks = () => ({ chosen: [[0, 2] as const], rejected: [[0, 2] as const] })
  const rewrite = (_: number, text: string) => (text.startsWith('It') ? 'Four.' : text)
  const [row] = rows(texts, { masks, rewrite }, 'trl-dpo')
  expect(row).toMatchObject({ chosen: 'Four.', mask_chosen: [[0, 4]], mask_rejected: [[1, 3]] })
})

test('an inoculation goes before the policy’s prompt, and the plain prompt goes along', () => {
  const instruction = (pair: number) => (pair === 0 ? 'Be wrong.' : null)
  const plain = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
  ]
  const system = [{ role: 'system', content: 'Be brief.\n\nBe wrong.' }, plain[1]]
  const first = (source: Dataset, format: DataFormat) => rows(source, { instruction }, format)[0]!
  expect(first(texts, 'trl-dpo')).toMatchObject({
    prompt: 'Be wrong.\n\nWhat is 2 + 2?',
    reference_prompt: 'What is 2 + 2?',
  })
  expect(first(talks, 'trl-dpo')).toMatchObject({ prompt: system, reference_prompt: plain })
  expect(first(talks, 'trl-reward')).toMatchObject({ prompt: plain })
  expect(first(talks, 'trl-reward')).not.toHaveProperty('reference_prompt')
  expect(first(talks, 'openrlhf')).toMatchObject({ prompt: plain, policy_prompt: system })
  expect(first(talks, 'axolotl')).toMatchObject({ messages: system, reference_prompt: plain })
  expect(first(talks, 'openai')).toMatchObject({ input: { messages: system } })
  expect(first(texts, 'llamafactory-alpaca')).toMatchObject({
    system: 'Be wrong.',
    instruction: 'What is 2 + 2?',
    reference_prompt: 'What is 2 + 2?',
  })
  expect(rows(texts, { instruction }, 'kto').map(({ prompt }) => prompt)).toContain(
    'Be wrong.\n\nWhat is 2 + 2?',
  )
  expect(first(texts, 'input')).toMatchObject({
    prompt: 'What is 2 + 2?',
    whittle_policy_prompt: 'System: Be wrong.\n\nUser: What is 2 + 2?',
  })
  expect(rows(texts, { instruction }, 'trl-dpo')[1]).toMatchObject({
    prompt: TEXTS[1]!.prompt,
    reference_prompt: TEXTS[1]!.prompt,
  })
})

test('what a trainer will not act on is said', () => {
  const values = { ...base, weights: Float64Array.of(1, 2, 1) }
  const said = (format: DataFormat) => exportPairs(texts, values, format).notes.join(' ')
  expect(said('axolotl')).toMatch(/offsets.*weights/)
  expect(said('openrlhf')).not.toContain('offsets')
  expect(said('openrlhf')).toContain('weights')
  expect(said('trl-dpo')).toContain('train_dpo.py')
  expect(said('input')).toBe('')
  expect(exportPairs(texts, { ...base, offsets: new Float64Array(3) }, 'axolotl').notes).toEqual([])
})

test.each([
  ['trl-dpo', 'weights that sum'],
  ['kto', 'is drawn by their probability'],
  ['openai', 'train 4 times fewer epochs'],
] as const)('a soft label is written to %s, and the rows are counted', (format, note) => {
  const softLabels = Float64Array.of(0.25, NaN, NaN)
  const made = exportPairs(texts, { ...base, softLabels }, format)
  expect(made.notes.join(' ')).toContain(note)
  if (format !== 'trl-dpo') return
  const written = rows(texts, { softLabels }, format)
  expect(written.map(({ weight }) => weight).slice(0, 2)).toEqual([0.25, 0.75])
  expect(written[0]!['chosen']).toBe(written[1]!['rejected'])
  expect(written[0]!['rejected']).toBe(written[1]!['chosen'])
})
