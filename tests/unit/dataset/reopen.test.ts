import { expect, it } from 'vitest'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import type { Mapping } from '../../../src/core/parse/mapping.ts'

const pair = { prompt: 'Which?', response_a: 'The first of the two.', response_b: 'The second of the two.' }
const lines = (winners: readonly string[]) =>
  winners.map((winner) => JSON.stringify({ ...pair, winner })).join('\n')

async function opened(text: string, mapping: Mapping | null) {
  const found = await openDataset('votes.jsonl', new TextEncoder().encode(text), 'a', mapping)
  if (found.kind !== 'dataset') throw new Error('It asks for a mapping.')
  return found.dataset
}

it('is opened again with its own mapping, ties left out or kept', async () => {
  const text = lines(['a', 'tie', 'b', 'tie', 'a'])
  const first = await opened(text, null)
  expect(first.info).toMatchObject({ ties: 2, pairs: 3, fileKind: 'jsonl', detected: true })
  expect(first.ties.map(({ row }) => row)).toEqual([2, 4])

  const without = await opened(text, { ...first.info.mapping, tied: 'drop' })
  expect(without.info).toMatchObject({ ties: 2, detected: false })
  expect(without.ties).toEqual([])
  expect(without.pairs).toEqual(first.pairs)

  const again = await opened(text, { ...without.info.mapping, tied: 'keep' })
  expect(again.ties).toEqual(first.ties)
  expect(again.pairs).toEqual(first.pairs)
})
