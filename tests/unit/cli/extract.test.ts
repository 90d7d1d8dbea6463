import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { readUnits } from '../../../src/core/unit-file.ts'
import { bundledHashes } from '../../../src/encoder/node.ts'
import { file, folder, type Outcome, preferences, whittle } from './command.ts'

const FEW = 2
const path = file('few.jsonl', preferences.split('\n').slice(0, FEW).join('\n'))
const extracted = join(folder, 'few.safetensors')

describe('whittle extract', () => {
  let said: Outcome
  beforeAll(async () => {
    said = await whittle('extract', path, '--out', extracted, '--threads', '1')
  })

  it('says how far it is and what it wrote', () => {
    expect(said.status).toBe(0)
    expect(said.stderr).toContain('extracting with Whittle’s kernel')
    expect(said.stderr).toContain('extracting: 100%, 0 s left')
    expect(said.stdout).toBe(`${extracted}: activations of ${FEW} pairs`)
  })

  it('writes every response and prompt, with the hashes of data and extractor', () => {
    const { table, meta } = readUnits(readFileSync(extracted))
    expect(table.spans).toBe(3 * FEW)
    const { encoder, engine, dictionary } = bundledHashes()
    expect(meta).toMatchObject({ encoder, engine, dictionary })
    expect(table.feature.length).toBeGreaterThan(0)
  })

  it('halves the mean states where asked to', async () => {
    const half = join(folder, 'half.safetensors')
    await whittle('extract', path, '--out', half, '--half', '--threads', '1')
    expect(statSync(half).size).toBeLessThan(statSync(extracted).size)
    const [whole, less] = [extracted, half].map((at) => readUnits(readFileSync(at)).table.state)
    less!.forEach((x, i) => expect(Math.abs(x - whole![i]!)).toBeLessThan(0.01))
  })

  it('is used by analyse; of other data, it is refused', async () => {
    const good = await whittle('analyse', path, '--activations', extracted, '--out', join(folder, 'good'))
    expect(good.status).toBe(0)
    const other = file('other.jsonl', preferences.split('\n').slice(1, FEW).join('\n'))
    const bad = await whittle('analyse', other, '--activations', extracted, '--out', join(folder, 'bad'))
    expect(bad.status).toBe(1)
    expect(bad.stderr).toContain('holds the activations of other data or of another extractor')
    expect(existsSync(join(folder, 'bad'))).toBe(false)
  })
})

describe('a file that cannot be opened', () => {
  const analyse = (at: string) => whittle('analyse', at, '--out', join(folder, 'never'))

  test('is missing', async () => {
    const { status, stderr } = await analyse(join(folder, 'missing.jsonl'))
    expect(status).toBe(1)
    expect(stderr).toBe(`whittle: ${join(folder, 'missing.jsonl')} does not exist.`)
  })

  test('is a folder without files', async () => {
    mkdirSync(join(folder, 'folder.jsonl'))
    const { status, stderr } = await analyse(join(folder, 'folder.jsonl'))
    expect(status).toBe(1)
    expect(stderr).toContain('holds no files')
  })

  test('has columns that say nothing: the names that are expected are given', async () => {
    const { status, stderr } = await analyse(file('letters.csv', 'a,b,c\n1,2,3\n4,5,6\n'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/^whittle: .+$/)
  })

  test('could be read one way or another: the columns are listed', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      question: `What is ${i}?`,
      first: `It is number ${i}, I would say.`,
      second: `Nobody knows what ${i} is, and it does not matter.`,
    }))
    const { status, stderr } = await analyse(file('which.json', JSON.stringify(rows)))
    expect(status).toBe(1)
    expect(stderr).toContain('“question”, “first” and “second”')
    // The mapping that would be used, ready for a file.
    expect(stderr).toContain('--mapping: {"kind":"columns","prompt":"question"')
  })
})
