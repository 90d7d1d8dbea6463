import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'whittle-cli-'))
const example = join(root, 'public/example/preferences.jsonl')
const activations = join(root, 'public/example/activations.safetensors')

function whittle(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'src/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

interface Hypothesis {
  concept: { id: string; source: string; measured?: string }
  scope: { kind: string }
  deltaWin: number
  ciLow: number
  ciHigh: number
  evidence: { for: number[]; against: number[] }
  similar: Hypothesis[]
}

describe('whittle analyse', () => {
  const out = join(folder, 'out')
  let hypotheses: Hypothesis[]
  let result: { dataset: { pairs: number; badRows: number }; summary: { auc: Record<string, number> } }

  beforeAll(() => {
    const verdicts = join(folder, 'verdicts.json')
    writeFileSync(
      verdicts,
      JSON.stringify([
        { concept: 's:bold', verdict: 'suppress', strength: 1, protocol: 'offsets' },
        { concept: 'd:678', verdict: 'amplify' },
      ]),
    )
    const { status, stderr } = whittle(
      'analyse',
      example,
      '--activations',
      activations,
      '--out',
      out,
      '--verdicts',
      verdicts,
    )
    expect(stderr).toContain('650 pairs of 650 rows')
    expect(status).toBe(0)
    result = JSON.parse(readFileSync(join(out, 'hypotheses.json'), 'utf8')) as typeof result
    hypotheses = (result as unknown as { hypotheses: Hypothesis[] }).hypotheses
  }, 180_000)

  it('writes the dataset, the AUCs and every kind of concept', () => {
    expect(result.dataset).toMatchObject({ pairs: 650, badRows: 0 })
    expect(result.summary.auc.concepts).toBeGreaterThan(result.summary.auc.length!)
    const sources = new Set(hypotheses.map((h) => h.concept.source))
    expect([...sources].sort()).toEqual(['dictionary', 'family', 'phrase', 'surface'])
  })

  it('puts the strongest first, by the interval’s end nearer zero, and latents that nobody judged last', () => {
    const overall = hypotheses.filter((h) => h.scope.kind === 'overall')
    const judged = overall.filter((h) => h.concept.measured !== 'none')
    expect(overall.slice(judged.length).every((h) => h.concept.measured === 'none')).toBe(true)
    for (const part of [judged, overall.slice(judged.length)]) {
      expect(part.length).toBeGreaterThan(0)
      const nearer = part.map(({ ciLow, ciHigh }) => Math.max(ciLow, -ciHigh))
      nearer.slice(1).forEach((strength, i) => expect(strength).toBeLessThanOrEqual(nearer[i]! + 1e-12))
    }
  })

  it('shows up to ten rows for and against: the concept on that side only', () => {
    const rows = readFileSync(example, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { chosen: string; rejected: string })
    const all = hypotheses.flatMap((h) => [h, ...h.similar])
    const emoji = all.find((h) => h.concept.id === 's:emoji' && h.scope.kind === 'overall')!
    const has = (text: string) => /\p{Extended_Pictographic}/u.test(text)
    expect(emoji.evidence.for).toHaveLength(10)
    for (const row of emoji.evidence.for) {
      expect([has(rows[row - 1]!.chosen), has(rows[row - 1]!.rejected)]).toEqual([true, false])
    }
    for (const row of emoji.evidence.against) {
      expect([has(rows[row - 1]!.chosen), has(rows[row - 1]!.rejected)]).toEqual([false, true])
    }
  })

  it('writes a spec and data that `apply` reproduces to 1e-6', () => {
    const again = join(folder, 'again.jsonl')
    const { status, stderr } = whittle(
      'apply',
      join(out, 'reward-spec.json'),
      example,
      '--activations',
      activations,
      '--out',
      again,
    )
    expect(stderr).not.toContain('whittle:')
    expect(status).toBe(0)
    const offsets = (path: string) =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { whittle_offset: number }).whittle_offset)
    const there = offsets(join(out, 'preferences.curated.jsonl'))
    const here = offsets(again)
    expect(here).toHaveLength(there.length)
    there.forEach((offset, i) => expect(Math.abs(here[i]! - offset)).toBeLessThan(1e-6))
    expect(there.some((offset) => offset !== 0)).toBe(true)
  })
})

describe('a bad file', () => {
  it.each([
    ['nothing.jsonl', null, 'does not exist'],
    ['empty.jsonl', '', 'is empty'],
    ['page.html', '<!doctype html><p>no', 'web page'],
    ['columns.csv', 'a,b\n1,2\n', 'no two columns'],
  ])('%s exits 1 with one clear line', (name, content, sentence) => {
    const path = join(folder, name)
    if (content !== null) writeFileSync(path, content)
    const { status, stderr, stdout } = whittle('analyse', path, '--out', join(folder, 'none'))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(sentence)
  })

  it('of activations is refused, since they are of other data', () => {
    const other = join(folder, 'other.jsonl')
    writeFileSync(other, readFileSync(example, 'utf8').split('\n').slice(0, 30).join('\n'))
    const { status, stderr } = whittle(
      'analyse',
      other,
      '--activations',
      activations,
      '--out',
      join(folder, 'none'),
    )
    expect(status).toBe(1)
    expect(stderr).toContain('of other data')
  })
})
