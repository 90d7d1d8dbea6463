import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { file, folder, type Outcome, whittle } from './command.ts'

/** Long enough for several parts, few enough to be extracted in seconds. */
const rows = Array.from({ length: 12 }, (_, i) =>
  JSON.stringify({
    prompt: `Question ${i}?`,
    chosen: `${'The river bends here. '.repeat(2 + i)}${' '.repeat(16_000)}**Bold** it is.`,
    rejected: `I am sorry.${' '.repeat(9_000)}I cannot say.`,
  }),
).join('\n')
const path = file('sharded.jsonl', rows)
const single = join(folder, 'single.safetensors')
const parts = join(folder, 'parts')
const shard = (share: string, out = parts, at = path) =>
  whittle('extract', at, '--shard', share, '--out', out, '--threads', '1')
const partNames = () => readdirSync(parts).filter((name) => name.endsWith('.parquet'))

describe('whittle extract --shard and whittle merge', () => {
  let said: Outcome[]
  beforeAll(async () => {
    said = [await shard('1/2')]
  })

  it('writes its own parts only, and says so', () => {
    expect(said[0]!.status).toBe(0)
    expect(said[0]!.stdout).toMatch(/shard 1 of 2, \d+ of \d+ parts$/)
    expect(partNames().length).toBeGreaterThan(1)
  })

  it('refuses to merge while parts are missing, and names them', async () => {
    const { status, stderr } = await whittle('merge', parts)
    expect(status).toBe(1)
    expect(stderr).toMatch(/parts are missing \(2, /)
    expect(existsSync(join(parts, 'activations.safetensors'))).toBe(false)
  })

  it('goes on where it was ended: parts that are there are not touched, what is half written goes', async () => {
    const [lost, ...kept] = partNames()
    const before = kept.map((name) => statSync(join(parts, name)).mtimeMs)
    const half = join(parts, `${lost!}.machine-7`)
    renameSync(join(parts, lost!), half)
    await shard('1/2')
    expect(existsSync(half)).toBe(false)
    expect(partNames()).toContain(lost)
    expect(kept.map((name) => statSync(join(parts, name)).mtimeMs)).toEqual(before)
  })

  it('merges to the very bytes of one machine, whatever the number of shards was', async () => {
    await shard('2/3')
    await shard('2/2')
    const { status, stdout } = await whittle('merge', parts)
    expect(status).toBe(0)
    expect(stdout).toContain('activations of 12 pairs')
    await whittle('extract', path, '--out', single, '--threads', '1')
    expect(readFileSync(join(parts, 'activations.safetensors')).equals(readFileSync(single))).toBe(true)
  }, 120_000)

  it('is opened by analyse, as a folder too, with the same result', async () => {
    const [one, many] = [join(folder, 'one'), join(folder, 'many')]
    await whittle('analyse', path, '--activations', single, '--out', one)
    await whittle('analyse', path, '--activations', parts, '--out', many)
    const result = (at: string) =>
      readFileSync(join(at, 'hypotheses.json'), 'utf8').replace(/"whittle".*/, '')
    expect(result(many)).toBe(result(one))
  }, 120_000)

  it('refuses a folder with parts of other data', async () => {
    const { status, stderr } = await shard('1/1', parts, file('other.jsonl', rows.replace('Question 0', 'Q')))
    expect(status).toBe(1)
    expect(stderr).toContain('is of other data or of another extractor')
  })

  it('names a part that is damaged', async () => {
    const damaged = join(folder, 'damaged')
    cpSync(parts, damaged, { recursive: true })
    const name = partNames()[0]!
    const bytes = readFileSync(join(damaged, name))
    writeFileSync(join(damaged, name), bytes.subarray(0, bytes.length / 2))
    const { status, stderr } = await whittle('merge', damaged)
    expect(status).toBe(1)
    expect(stderr).toMatch(new RegExp(`${name}: .* Delete it and run its shard again`))
  })

  it('refuses a share that is none', async () => {
    expect((await shard('3/2')).status).toBe(1)
    expect((await shard('0/2')).status).toBe(1)
  })
})
