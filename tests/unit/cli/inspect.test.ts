import { expect, test } from 'vitest'
import { file, json, jsonLines, folder, whittle } from './command.ts'
import { mkdirSync, readFileSync } from 'node:fs'
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

test('files and folders are one table where their columns agree, with a column for the split', async () => {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const line = (prompt: string) =>
    `${JSON.stringify({ prompt, chosen: 'Yes, so it is.', rejected: '=NO()' })}\n`
  file('data/train.jsonl', line('a') + line('b'))
  file('data/test.jsonl', line('c'))
  for (const paths of [[data], [join(data, 'train.jsonl'), join(data, 'test.jsonl')]]) {
    const { stdout } = await whittle('inspect', ...paths, '--json')
    const found = JSON.parse(stdout) as { rows: number; columns: unknown[]; notes: string[] }
    expect(found.rows).toBe(3)
    expect(found.columns).toContainEqual({ name: 'split', type: 'text', role: null })
    expect(found.notes.filter((note) => note.includes('read together'))).toHaveLength(1)
  }
  const { status, stderr } = await whittle('inspect', data, file('other.csv', 'x,y\n1,2\n'))
  expect(status).toBe(1)
  expect(stderr).toMatch(/^whittle: The files have different columns: .+\.$/)
  expect((await whittle('inspect', join(folder, 'missing.jsonl'))).stderr).toMatch(/does not exist\.$/)
})

test('convert writes no columns for decisions, and apostrophes only where they are asked for', async () => {
  const out = join(folder, 'sheet.csv')
  await whittle('convert', join(folder, 'data', 'test.jsonl'), '--to', 'trl-reward', '--out', out)
  expect(readFileSync(out, 'utf8')).toBe('prompt,chosen,rejected\r\nc,"Yes, so it is.",=NO()\r\n')
  const safe = await whittle(
    ...['convert', join(folder, 'data', 'test.jsonl'), '--to', 'input', '--out', out, '--spreadsheet'],
  )
  expect(readFileSync(out, 'utf8')).toContain("'=NO()")
  expect(safe.stderr).toContain('has an apostrophe before it')
  const wrong = await whittle('convert', path, '--to', 'input', '--out', join(folder, 'x.xyz'))
  expect(wrong.stderr).toMatch(/must end in .*\.parquet\.$/)
})

test('ties stay in the data as it came, in their places, unless the mapping drops them', async () => {
  const rows = ['A', 'tie', 'B'].map((winner, i) => ({
    ...{ prompt: `p${i}`, response_a: `first ${i}`, response_b: `second ${i}`, winner },
  }))
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const ties = file('ties.jsonl', text)
  const out = join(folder, 'ties-out.jsonl')
  const kept = await whittle('convert', ties, '--to', 'input', '--out', out)
  expect(readFileSync(out, 'utf8')).toBe(text)
  expect(kept.stderr).toContain('1 row is a tie and makes no pair; the data as it came keeps it.')
  const found = JSON.parse((await whittle('inspect', ties, '--json')).stdout) as { pairs: number }
  expect(found.pairs).toBe(2)
  const mapping = file(
    'drop.json',
    JSON.stringify({
      ...{ kind: 'labelled', prompt: 'prompt', a: 'response_a', b: 'response_b', label: 'winner' },
      ...{ aWins: ['a'], bWins: ['b'], ties: ['tie'], tied: 'drop' },
    }),
  )
  const dropped = await whittle('convert', ties, '--to', 'input', '--out', out, '--mapping', mapping)
  expect(jsonLines('ties-out.jsonl')).toEqual([rows[0], rows[2]])
  expect(dropped.stderr).toContain('every export leaves it out')
})
