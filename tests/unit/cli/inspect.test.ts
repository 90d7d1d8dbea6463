import { expect, test } from 'vitest'
import { file, json, jsonLines, folder, whittle } from './command.ts'
import { join } from 'node:path'

const pairs = Array.from({ length: 20 }, (_, i) => ({
  prompt: `What is ${i} and ${i}?`,
  chosen: `It is ${2 * i}.`,
  rejected: i === 3 ? '' : `Nobody knows what ${i} and ${i} come to.`,
}))
const path = file('sums.jsonl', pairs.map((pair) => JSON.stringify(pair)).join('\n'))

test('inspect --json says layout, pairs, bad rows, columns and the first pairs', async () => {
  const { status, stdout } = await whittle('inspect', path, '--json', '--rows', '2')
  expect(status).toBe(0)
  const found = JSON.parse(stdout) as Record<string, unknown>
  expect(found).toMatchObject({ kind: 'pairs', rows: 20, pairs: 19, ask: null })
  expect(found.badRows).toMatchObject([{ count: 1, rows: [4] }])
  expect(found.first).toEqual([
    { row: 1, prompt: pairs[0]!.prompt, chosen: pairs[0]!.chosen, rejected: pairs[0]!.rejected },
    { row: 2, prompt: pairs[1]!.prompt, chosen: pairs[1]!.chosen, rejected: pairs[1]!.rejected },
  ])
})

test('inspect tells a person the same in lines', async () => {
  const { stdout } = await whittle('inspect', path, '--rows', '1')
  expect(stdout).toContain('19 pairs of 20 rows')
  expect(stdout).toMatch(/^1 left out: .*empty.* \(rows 4\)$/m)
  expect(stdout).toContain('prompt (text, prompt)')
  expect(stdout).toContain('  rejected: Nobody knows what 0 and 0 come to.')
})

test('inspect asks where it is not certain, and a mapping answers', async () => {
  const rows = pairs.map(({ prompt, chosen, rejected }) => ({
    q: prompt,
    one: chosen,
    two: `${rejected} No.`,
  }))
  const unclear = file('unclear.json', JSON.stringify(rows))
  const { stdout } = await whittle('inspect', unclear)
  expect(stdout).toContain('not certain')
  expect(stdout).toContain('As suggested: {"kind":"columns"')
  const mapping = file(
    'mapping.json',
    JSON.stringify({ kind: 'columns', prompt: 'q', chosen: 'two', rejected: 'one' }),
  )
  const mapped = await whittle('inspect', unclear, '--mapping', mapping, '--json', '--rows', '1')
  expect(JSON.parse(mapped.stdout)).toMatchObject({ ask: null, first: [{ chosen: rows[0]!.two }] })
})

test('a file that is no data exits 1 with one sentence', async () => {
  const { status, stderr } = await whittle('inspect', file('picture.jsonl', '\x89PNG\r\n\x1a\n'))
  expect(status).toBe(1)
  expect(stderr).toMatch(/^whittle: .+\.$/)
})

test('convert writes every pair in the layout that is asked for', async () => {
  const { status, stdout } = await whittle(
    ...['convert', path, '--to', 'trl-dpo', '--out', join(folder, 'dpo.jsonl')],
  )
  expect(status).toBe(0)
  expect(stdout).toContain('19')
  const written = jsonLines('dpo.jsonl')
  expect(written).toHaveLength(19)
  expect(written[0]).toMatchObject(pairs[0]!)
  await whittle('convert', path, '--to', 'openai', '--out', join(folder, 'openai.json'))
  expect(json('openai.json')).toHaveLength(19)
})
