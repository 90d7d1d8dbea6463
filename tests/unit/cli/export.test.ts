import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { activationsOf, file, folder, LATENT, PAIRS, preferences, whittle } from './command.ts'

const path = file('pairs.jsonl', preferences)
const verdicts = (content: unknown) => file('verdicts.json', JSON.stringify(content))
let activations: string

const exported = (list: unknown, zip: string, ...more: string[]) =>
  whittle('export', path, '--activations', activations, '--verdicts', verdicts(list), '--zip', zip, ...more)

beforeAll(async () => {
  activations = await activationsOf(path)
})

describe('whittle export', () => {
  const zip = join(folder, 'out.zip')
  let files: Record<string, Uint8Array>
  const text = (name: string) => strFromU8(files[name]!)

  beforeAll(async () => {
    const list = [
      { concept: 's:bold', verdict: 'suppress' },
      { concept: `d:${LATENT}`, verdict: 'suppress', protocol: 'steer' },
    ]
    // As a session file holds them.
    const session = { format: 'whittle-session', verdicts: list, names: { 's:bold': 'Shouting' } }
    const { status, stderr } = await exported(session, zip)
    if (status !== 0) throw new Error(stderr)
    files = unzipSync(readFileSync(zip))
  })

  it('writes documents, data in every layout, scripts, companions and the steering vectors', () => {
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        ...[
          'manifest.json',
          'reward-spec.json',
          'audit-report.html',
          'README.md',
          'steering.safetensors',
          'whittle_reward.py',
        ],
        ...['input/pairs.curated.jsonl', 'trl-dpo/pairs.trl-dpo.jsonl', 'trl-dpo/train_dpo.py'],
        ...['trl-reward/train_reward.py', 'llamafactory-alpaca/dataset_info.json'],
      ]),
    )
    const manifest = JSON.parse(text('manifest.json')) as { files: { name: string; bytes: number }[] }
    for (const { name, bytes } of manifest.files) expect(files[name]).toHaveLength(bytes)
  })

  it('takes the page’s default protocol and the names of the session', () => {
    const { concepts } = JSON.parse(text('reward-spec.json')) as { concepts: Record<string, unknown>[] }
    expect(concepts).toMatchObject([
      { id: 's:bold', protocol: 'soft-labels', name: 'Shouting' },
      { id: `d:${LATENT}`, protocol: 'steer' },
    ])
    // Pairs that differ in it are there in both orders.
    expect(text('input/pairs.curated.jsonl').trim().split('\n').length).toBeGreaterThan(PAIRS)
  })
})

describe('before any work', () => {
  const bold = [{ concept: 's:bold', verdict: 'suppress' }]
  test.each([
    [bold, join(folder, 'x.tar'), [], 'must end in .zip'],
    [bold, join(folder, 'nowhere', 'x.zip'), [], 'its folder does not exist'],
    [[{ concept: 's:nothing', verdict: 'suppress' }], join(folder, 'x.zip'), [], 'no concept "s:nothing"'],
    [{ verdicts: 3 }, join(folder, 'x.zip'), [], 'is no list of verdicts'],
  ])('%j to %s is refused', async (list, zip, more, why) => {
    // Without activations the encoder would have to run.
    const { status, stderr } = await whittle(
      ...['export', path, '--verdicts', verdicts(list), '--zip', zip],
      ...more,
    )
    expect(status).toBe(1)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain('extracting')
  })
})
