import { describe, expect, test } from 'vitest'
import { formatsOf } from '../../../src/core/export/formats/formats.ts'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import type { DataFormat, PairValues } from '../../../src/core/source.ts'
import { readParquet } from '../../../src/core/parse/parquet.ts'
import type { Dataset } from '../../../src/core/dataset/dataset.ts'
import {
  type Read,
  readAxolotl,
  readAxolotlKto,
  readAxolotlReward,
  readConversations,
  readKto,
  readLlamaFactory,
  readLlamaFactoryKto,
  readMsSwift,
  readNemoRl,
  readOpenAi,
  readOpenRlhf,
  readTrlDpo,
  readTrlReward,
} from './consumers.ts'
import { LONG_TALK, open, openBytes, TALKS, TEXTS } from './world.ts'

const texts = await open(TEXTS)
const talks = await open(TALKS)
const offsets = Float64Array.of(0.1 + 0.2, 0, -1 / 3)
const plain: PairValues = { offsets, dropped: Uint8Array.of(0, 1, 0) }

type Container = 'jsonl' | 'parquet'
type Trained = Exclude<DataFormat, 'input'>

async function rowsOf(
  source: Dataset,
  values: PairValues,
  format: DataFormat,
  container: Container = 'jsonl',
): Promise<Record<string, unknown>[]> {
  const bytes = exportPairs(source, values, format, container).bytes()
  if (container === 'parquet') return (await readParquet(bytes)).records.map((record) => ({ ...record }))
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

const perRow =
  (read: (row: unknown) => Read) =>
  (rows: readonly unknown[]): Read[] =>
    rows.map(read)
const infoOf = (source: Dataset, format: DataFormat): string => {
  const [info] = exportPairs(source, plain, format).companions('my x.jsonl')
  expect(info!.name).toBe('dataset_info.json')
  expect(Object.keys(JSON.parse(info!.text) as object)).toEqual(['my_x'])
  expect(info!.text).toContain('"file_name": "my x.jsonl"')
  return info!.text
}
const withInfo =
  (format: DataFormat) =>
  (rows: readonly unknown[], source: Dataset): Read[] =>
    rows.map((row) => readLlamaFactory(row, infoOf(source, format)))

/** Each format's consumer. */
const CONSUMERS: Readonly<Record<Trained, (rows: readonly unknown[], source: Dataset) => Read[]>> = {
  'trl-dpo': perRow(readTrlDpo),
  'trl-reward': perRow(readTrlReward),
  kto: readKto,
  openrlhf: perRow(readOpenRlhf),
  axolotl: perRow(readAxolotl),
  'axolotl-reward': perRow(readAxolotlReward),
  'axolotl-kto': readAxolotlKto,
  'llamafactory-alpaca': withInfo('llamafactory-alpaca'),
  'llamafactory-sharegpt': withInfo('llamafactory-sharegpt'),
  'llamafactory-kto': (rows, source) => readLlamaFactoryKto(rows, infoOf(source, 'llamafactory-kto')),
  'ms-swift': perRow(readMsSwift),
  'nemo-rl': perRow(readNemoRl),
  conversations: perRow(readConversations),
  openai: perRow(readOpenAi),
}
/** Formats whose template would make an empty response of outer white space. */
const TRIMMED: readonly string[] = ['axolotl', 'axolotl-reward', 'conversations']
/** Formats of single answers, in an order of their own. */
const UNPAIRED: readonly string[] = ['kto', 'axolotl-kto', 'llamafactory-kto']
const trained = Object.keys(CONSUMERS) as Trained[]
const cases = trained.flatMap((format) =>
  (['jsonl', 'parquet'] as const).map((kind) => [format, kind] as const),
)

test('every format has a name, a sentence and a consumer here', () => {
  expect(formatsOf('pairs').map(({ id }) => id)).toEqual(['input', ...trained])
  for (const { name, sentence } of formatsOf('pairs')) expect(`${name}: ${sentence}`).toMatch(/^\S.*: .*\.$/)
})

describe.each(cases)('%s as %s', (format, container) => {
  test.each([
    ['texts', texts],
    ['conversations', talks],
  ])('reads back as its trainer would: %s', async (_, source) => {
    const read = CONSUMERS[format](await rowsOf(source, plain, format, container), source)
    // A reward model of Axolotl is asked one question.
    const held = [0, 2].filter((pair) => format !== 'axolotl-reward' || source.pairs.prompt[pair] !== 'One')
    const wanted = held.map((pair) => {
      const { prompt, chosen, rejected } = source.conversation(pair)
      return {
        prompt: prompt.map(({ role, content }) => ({ role, content })),
        chosen: TRIMMED.includes(format) ? chosen[0]!.content.trim() : chosen[0]!.content,
        rejected: TRIMMED.includes(format) ? rejected[0]!.content.trim() : rejected[0]!.content,
      }
    })
    const inOrder = (list: readonly Read[]) =>
      UNPAIRED.includes(format) ? list.toSorted((a, b) => (a.chosen < b.chosen ? -1 : 1)) : list
    expect(inOrder(read.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected })))).toEqual(
      inOrder(wanted),
    )
  })

  test('keeps the original columns, unless the format allows none', async () => {
    const rows = await rowsOf(texts, plain, format, container)
    const kept = rows.map((row) => row.id)
    if (format === 'openai') expect(kept).toEqual([undefined, undefined])
    else expect(new Set(kept)).toEqual(new Set([1, 3]))
    const first = rows.find(({ id }) => id === 1)
    if (format !== 'openai') expect(first!.tags).toEqual(['a', 'b'])
  })

  if (UNPAIRED.includes(format)) return
  test('opens in Whittle again as the same pairs', async () => {
    const bytes = exportPairs(talks, plain, format, container).bytes()
    const { pairs } = await openBytes(bytes, `again.${container}`)
    const column = (name: 'prompt' | 'chosen' | 'rejected') => [talks.pairs[name][0], talks.pairs[name][2]]
    expect(pairs.prompt).toEqual(column('prompt'))
    expect(pairs.chosen).toEqual(column('chosen'))
    expect(pairs.rejected).toEqual(column('rejected'))
  })
})

test('margins are minus the offsets, and offsets are in full precision', async () => {
  const margins = (rows: readonly Record<string, unknown>[]) => rows.map(({ margin }) => margin)
  for (const container of ['jsonl', 'parquet'] as const) {
    expect(margins(await rowsOf(texts, plain, 'trl-reward', container))).toEqual([-(0.1 + 0.2), 1 / 3])
    expect(margins(await rowsOf(texts, plain, 'openrlhf', container))).toEqual([-(0.1 + 0.2), 1 / 3])
    expect(margins(await rowsOf(texts, plain, 'ms-swift', container))).toEqual([-(0.1 + 0.2), 1 / 3])
    const dpo = await rowsOf(texts, plain, 'trl-dpo', container)
    expect(dpo.map(({ offset }) => offset)).toEqual([0.1 + 0.2, -1 / 3])
  }
})

test('pairs that a format cannot hold are named with the reason and counted; the rest goes on', async () => {
  const strange = { ...TALKS[2]!, prompt: [{ role: 'narrator', content: 'Once' }, ...TALKS[2]!.prompt] }
  const source = await open([LONG_TALK, TALKS[1]!, strange])
  const values = { offsets: new Float64Array(3), dropped: new Uint8Array(3) }
  for (const format of ['axolotl', 'openai', 'llamafactory-alpaca', 'llamafactory-sharegpt'] as const) {
    const made = exportPairs(source, values, format)
    expect(made).toMatchObject({ kept: 1, dropped: 0 })
    expect(made.refused.map(({ row }) => row)).toEqual([1, 3])
    expect(made.refused[0]!.reason).toContain('several turns')
    expect(await rowsOf(source, values, format)).toHaveLength(1)
  }
  const dpo = await rowsOf(source, values, 'trl-dpo')
  expect(dpo[0]!.chosen).toEqual(LONG_TALK.chosen)
})

test('a pair without a prompt is asked nothing rather than left out', async () => {
  const source = await open(
    [0, 1, 2].map((i) => ({
      chosen: [{ role: 'assistant', content: `good ${i}` }],
      rejected: [{ role: 'assistant', content: `bad ${i}` }],
    })),
  )
  for (const format of trained.filter((id) => !UNPAIRED.includes(id))) {
    const [read] = CONSUMERS[format](await rowsOf(source, plain, format), source)
    expect(read!.prompt).toEqual([{ role: 'user', content: '' }])
  }
})
