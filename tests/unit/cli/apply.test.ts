import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { parquetReadObjects } from 'hyparquet'
import { activationsOf, file, folder, jsonLines, LATENT, PAIRS, preferences, whittle } from './command.ts'

const path = file('pairs.jsonl', preferences)
const spec = join(folder, 'spec', 'reward-spec.json')
let activations: string

interface Row {
  readonly whittle_offset: number
}
const offsets = (...at: string[]) => (jsonLines(...at) as Row[]).map((row) => row.whittle_offset)

beforeAll(async () => {
  activations = await activationsOf(path)
  const verdicts = file(
    'verdicts.json',
    JSON.stringify([
      { concept: 's:bold', verdict: 'suppress', protocol: 'offsets' },
      { concept: `d:${LATENT}`, verdict: 'amplify', strength: 0.5, protocol: 'offsets' },
    ]),
  )
  const out = ['--out', join(folder, 'spec'), '--verdicts', verdicts]
  const { stderr, status } = await whittle('analyse', path, '--activations', activations, ...out)
  if (status !== 0) throw new Error(stderr)
})

describe('whittle apply', () => {
  it('makes what analyse made from the same decisions', async () => {
    const out = join(folder, 'applied.jsonl')
    const { status, stdout } = await whittle('apply', spec, path, '--activations', activations, '--out', out)
    expect(status).toBe(0)
    expect(stdout).toMatch(/applied\.jsonl: /)
    const [there, here] = [offsets('spec', 'pairs.curated.jsonl'), offsets('applied.jsonl')]
    expect(here).toHaveLength(PAIRS)
    here.forEach((offset, i) => expect(offset).toBeCloseTo(there[i]!, 6))
    expect(there.some((offset) => offset > 0) && there.some((offset) => offset < 0)).toBe(true)
  })

  it('writes Parquet where the file is called so, in the layout asked for', async () => {
    const out = join(folder, 'applied.parquet')
    const format = ['--format', 'trl-reward']
    await whittle('apply', spec, path, '--activations', activations, '--out', out, ...format)
    const { buffer } = new Uint8Array(readFileSync(out))
    const rows = await parquetReadObjects({ file: buffer })
    expect(rows).toHaveLength(PAIRS)
    const margin = rows.map((row) => (row as { margin: number }).margin)
    offsets('spec', 'pairs.curated.jsonl').forEach((offset, i) => expect(margin[i]).toBeCloseTo(-offset, 6))
  })

  it('needs no activations for a spec of detectors alone', async () => {
    const verdicts = file(
      'only-bold.json',
      '[{"concept": "s:bold", "verdict": "suppress", "protocol": "offsets"}]',
    )
    const folderOf = join(folder, 'bold')
    await whittle('analyse', path, '--activations', activations, '--out', folderOf, '--verdicts', verdicts)
    const other = file('other.jsonl', preferences.split('\n').slice(0, 20).join('\n'))
    const out = ['--out', join(folder, 'other-applied.jsonl')]
    const { status } = await whittle('apply', join(folderOf, 'reward-spec.json'), other, ...out)
    expect(status).toBe(0)
    const [there, here] = [offsets('bold', 'pairs.curated.jsonl'), offsets('other-applied.jsonl')]
    expect(here).toHaveLength(20)
    here.forEach((offset, i) => expect(offset).toBeCloseTo(there[i]!, 6))
  })
})

test('a spec that is none is refused in one line', async () => {
  for (const content of ['not json', '{}']) {
    const bad = file('bad-spec.json', content)
    const { status, stderr } = await whittle('apply', bad, path, '--out', join(folder, 'x.jsonl'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/^whittle: .+$/)
  }
})

describe('before any work', () => {
  test.each([
    [join(folder, 'nowhere', 'x.jsonl'), 'cannot be written: its folder does not exist'],
    [folder, 'must end in .jsonl, .json, .csv, .tsv or .parquet'],
    [join(folder, 'x.xlsx'), 'must end in .jsonl, .json, .csv, .tsv or .parquet'],
  ])('--out %s is refused', async (out, why) => {
    const { status, stderr } = await whittle('apply', spec, join(folder, 'missing.jsonl'), '--out', out)
    expect(status).toBe(1)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain('inside Whittle')
  })

  test('contexts of another file are refused, and nothing is extracted', async () => {
    const made = JSON.parse(readFileSync(spec, 'utf8')) as { scopes: object; concepts: object[] }
    const local = { ...made, scopes: { here: [1] }, concepts: [{ ...made.concepts[1], scope: 'here' }] }
    const bad = file('local-spec.json', JSON.stringify(local))
    const other = file('elsewhere.jsonl', preferences.split('\n').slice(0, 20).join('\n'))
    const { status, stderr } = await whittle('apply', bad, other, '--out', join(folder, 'y.jsonl'))
    expect(status).toBe(1)
    expect(stderr).toContain('to "here", a part of pairs.jsonl, and elsewhere.jsonl is another file')
    expect(stderr).not.toContain('extracting')
  })
})
