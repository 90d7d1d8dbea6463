import { describe, expect, it } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import { judgements } from '../../../src/core/pairs.ts'
import { detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { toPairs } from '../../../src/core/parse/to-pairs.ts'
import { fixture, jsonl } from './helpers.ts'

async function read(bytes: Uint8Array) {
  const rows = await readRows('data.jsonl', bytes)
  const found = detect(rows)
  return { found, parsed: toPairs(rows, found.mapping) }
}

describe('unpaired data', () => {
  it.each([
    ['unpaired-trl', 'TRL KTO, unpaired'],
    ['unpaired-trl-messages', 'TRL KTO, messages, unpaired'],
    ['unpaired-llamafactory', 'LLaMA-Factory KTO, unpaired'],
    ['unpaired-sharegpt', 'LLaMA-Factory KTO, unpaired'],
    ['unpaired-alpaca', 'LLaMA-Factory KTO, Alpaca layout, unpaired'],
  ])('reads %s: one side of each row is empty', async (name, format) => {
    const { found, parsed } = await read(fixture(`${name}.jsonl`))
    expect(found.name).toBe(format)
    expect(found.certainty).toBeGreaterThan(0.9)
    const { pairs } = parsed
    expect(pairs).toMatchObject({
      paired: false,
      groups: 1,
      prompt: ['What colour is the sky?', 'What colour is the sky?'],
      chosen: ['It is blue.', ''],
      rejected: ['', 'It is green.'],
    })
    expect([...judgements(pairs)!]).toEqual([1, -1])
    expect(parsed.conversation(1)).toMatchObject({
      prompt: [{ role: 'user', content: 'What colour is the sky?' }],
      chosen: [],
      rejected: [{ role: 'assistant', content: 'It is green.' }],
    })
  })

  it('reads thumbs up and down under other names', async () => {
    const { parsed } = await read(
      jsonl(
        { question: 'Why?', answer: 'Because.', feedback: 'thumbs_up', user: 7 },
        { question: 'Why?', answer: 'No.', feedback: '👎', user: 8 },
        { question: 'How?', answer: 'So.', feedback: -1, user: 9 },
      ),
    )
    expect([...judgements(parsed.pairs)!]).toEqual([1, -1, -1])
    expect([...parsed.pairs.group]).toEqual([0, 0, 1])
  })

  it('counts rows that it cannot use, with their reasons', async () => {
    const { parsed } = await read(
      jsonl(
        { prompt: 'p', completion: 'a', label: true },
        { prompt: 'p', completion: 'b', label: false },
        { prompt: 'p', completion: ' ', label: false },
        { prompt: 'p', completion: 'c', label: 'perhaps' },
        { prompt: 'p', completion: 'd', label: false },
        { prompt: 'p', completion: 7, label: true },
        { prompt: 'q', completion: 'e', label: true },
        'not JSON',
      ),
    )
    expect([...parsed.pairs.row]).toEqual([1, 2, 5, 7])
    expect(parsed.bad.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'the response is empty'],
      [4, 'the label says neither good nor bad (no vote)'],
      [6, 'the response is not text'],
      [8, expect.stringContaining('JSON')],
    ])
  })

  it('refuses a file in which every response is judged alike', async () => {
    const file = jsonl(
      { prompt: 'p', completion: 'a', label: true },
      { prompt: 'q', completion: 'b', label: 1 },
    )
    await expect(read(file)).rejects.toThrow(WhittleError)
    await expect(read(file)).rejects.toThrow('Every response in the file is judged good')
  })

  it('leaves pairs to the formats of pairs', async () => {
    expect(detect(await readRows('data.jsonl', fixture('trl-text.jsonl'))).mapping.kind).toBe('columns')
    expect(detect(await readRows('data.jsonl', fixture('wimhf.jsonl'))).mapping.kind).toBe('labelled')
  })
})
