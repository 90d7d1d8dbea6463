import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { groupBadRows } from '../../../src/core/parse/bad-rows.ts'
import { judgements } from '../../../src/core/pairs.ts'
import { detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { toPairs } from '../../../src/core/parse/to-pairs.ts'
import { open } from './helpers.ts'

const folder = new URL('../../../../shared/data/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder))

async function summary(name: string) {
  const { rows, detection, parsed } = await open(read(name), name)
  const reasons = Object.fromEntries(groupBadRows(parsed.bad).map(({ reason, count }) => [reason, count]))
  return { format: detection.id, rows: rows.records.length, pairs: parsed.pairs.length, reasons }
}

// Other people's data, beside the checkout and not part of it.
describe.skipIf(!existsSync(folder))('real files (skipped where ../shared/data is missing)', () => {
  it('reads HH helpful, with its 15 bad rows', async () => {
    expect(await summary('hh-helpful-base-test.jsonl.gz')).toEqual({
      format: 'hh',
      rows: 2354,
      pairs: 2339,
      reasons: {
        'the prompts of the two responses differ': 9,
        'the rejected response is empty': 4,
        'the two responses are identical': 2,
      },
    })
  })

  it('reads HH harmless, with its 9 bad rows', async () => {
    expect(await summary('hh-harmless-base-test.jsonl.gz')).toEqual({
      format: 'hh',
      rows: 2312,
      pairs: 2303,
      reasons: { 'the prompts of the two responses differ': 5, 'the chosen response is empty': 4 },
    })
  })

  it('reads LLaMA-Factory’s demonstration whole', async () => {
    const found = { format: 'llamafactory-sharegpt', rows: 300, pairs: 300, reasons: {} }
    expect(await summary('llamafactory-dpo-en.jsonl')).toEqual(found)
  })

  it('reads LLaMA-Factory’s KTO demonstration as single responses', async () => {
    const rows = await readRows('kto.jsonl', read('llamafactory-kto-en.jsonl'))
    const { name, mapping } = detect(rows)
    expect(name).toBe('LLaMA-Factory KTO, unpaired')
    const { pairs, bad } = toPairs(rows, mapping)
    expect({ rows: rows.records.length, responses: pairs.length, bad }).toEqual({
      rows: 300,
      responses: 300,
      bad: [],
    })
    expect(judgements(pairs)!.filter((side) => side > 0)).toHaveLength(
      rows.records.filter((record) => record?.label === true).length,
    )
  })

  it('reads PandaLM by majority, with 54 empty responses and 6 that are not text', async () => {
    expect(await summary('pandalm-testset.jsonl.gz')).toEqual({
      format: 'pandalm',
      rows: 999,
      pairs: 836,
      reasons: {
        'the label says that neither response is better (a tie)': 103,
        'the response in “response1” is empty': 29,
        'the response in “response2” is empty': 25,
        'the response in “response1” is not text': 4,
        'the response in “response2” is not text': 2,
      },
    })
  })

  it('reads LLMBar whole', async () => {
    const found = { format: 'llmbar', rows: 100, pairs: 100, reasons: {} }
    expect(await summary('llmbar-natural.jsonl.gz')).toEqual(found)
  })
})
