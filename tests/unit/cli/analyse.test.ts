import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, test } from 'vitest'
import type { HypothesisJson } from '../../../src/core/workspace/hypotheses-json.ts'
import {
  activationsOf,
  boldChosen,
  boldRejected,
  file,
  folder,
  json,
  jsonLines,
  LATENT,
  type Outcome,
  PAIRS,
  preferences,
  whittle,
} from './command.ts'

interface Result {
  readonly dataset: Readonly<Record<string, unknown>>
  readonly extractor: Readonly<Record<string, unknown>>
  readonly summary: { readonly auc: Readonly<Record<string, number>>; readonly seed: number }
  readonly badRows: readonly unknown[]
  readonly hypotheses: readonly HypothesisJson[]
}

const path = file('likes-bold.jsonl', `${preferences}\n{"prompt": "no answers"}\n`)
let activations: string

const analyse = (...more: string[]) => whittle('analyse', path, '--activations', activations, ...more)
const verdicts = (content: unknown) =>
  file('verdicts.json', typeof content === 'string' ? content : JSON.stringify(content))

beforeAll(async () => {
  activations = await activationsOf(path)
})

describe('whittle analyse', () => {
  const out = join(folder, 'out')
  let said: Outcome
  let result: Result
  let bold: HypothesisJson

  beforeAll(async () => {
    const list = [{ concept: 's:bold', verdict: 'suppress', protocol: 'offsets' }]
    said = await analyse('--out', out, '--seed', '3', '--verdicts', verdicts(list))
    result = json('out', 'hypotheses.json') as Result
    bold = result.hypotheses.find(
      ({ concept, scope }) => concept.id === 's:bold' && scope.kind === 'overall',
    )!
  })

  it('says what the file is, which rows are bad, and what it wrote', () => {
    expect(said.status).toBe(0)
    expect(said.stderr).toContain(`likes-bold.jsonl: ${PAIRS} pairs of ${PAIRS + 1} rows`)
    expect(said.stderr).toMatch(/ {2}1 bad: .+ \(rows 241\)/)
    expect(said.stdout).toMatch(
      /hypotheses\.json: \d+ hypotheses; confirmed are \d+ overall, \d+ in \d+ contexts/,
    )
    expect(readdirSync(out).sort()).toEqual([
      'hypotheses.json',
      'likes-bold.curated.jsonl',
      'reward-spec.json',
    ])
  })

  it('counts hypotheses that are folded under others, too', () => {
    const all = result.hypotheses.flatMap((one) => [one, ...one.similar])
    const confirmed = all.filter((one) => one.confirmed && one.scope.kind === 'overall').length
    expect(said.stdout).toContain(`${all.length} hypotheses; confirmed are ${confirmed} overall`)
    expect(all.length).toBeGreaterThan(result.hypotheses.length)
  })

  it('writes the dataset, the bad rows and the seed', () => {
    expect(result.dataset).toMatchObject({ name: 'likes-bold.jsonl', pairs: PAIRS, paired: true, badRows: 1 })
    expect(result.badRows).toMatchObject([{ row: PAIRS + 1 }])
    expect(result.summary.seed).toBe(3)
    expect(result.summary.auc.concepts).toBeGreaterThan(0.6)
  })

  it('counts the concept that annotators like, and confirms it', () => {
    const count = (test: (pair: number) => boolean) =>
      Array.from({ length: PAIRS }, (_, i) => i).filter(test).length
    expect(bold).toMatchObject({
      n: PAIRS,
      discordant: count((i) => boldChosen(i) !== boldRejected(i)),
      confirmed: true,
      hidden: false,
      prevalence: { chosen: count(boldChosen) / PAIRS, rejected: count(boldRejected) / PAIRS },
    })
    expect(bold.winRate).toBe(0.75)
    expect(bold.ciLow).toBeGreaterThan(0)
  })

  it('shows source rows with the concept on one side only', () => {
    expect(bold.evidence.for).toHaveLength(10)
    expect(bold.evidence.against).toHaveLength(10)
    for (const row of bold.evidence.for) expect(boldChosen(row - 1)).toBe(true)
    for (const row of bold.evidence.against) expect(boldRejected(row - 1)).toBe(true)
  })

  it('has the activations’ latents among the concepts, each concept once a scope', () => {
    const all = result.hypotheses.flatMap((one) => [one, ...one.similar])
    const keys = all.map(({ concept, scope }) => `${concept.id} ${scope.id}`)
    expect(keys).toContain(`d:${LATENT} overall`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('enacts the verdicts: offsets in the direction against bold', () => {
    const spec = json('out', 'reward-spec.json') as { verdicts?: unknown; concepts?: unknown }
    expect(JSON.stringify(spec)).toContain('s:bold')
    const rows = jsonLines('out', 'likes-bold.curated.jsonl') as { whittle_offset: number }[]
    expect(rows).toHaveLength(PAIRS)
    rows.forEach(({ whittle_offset: offset }, i) => {
      const lean = Number(boldChosen(i)) - Number(boldRejected(i))
      expect(Math.sign(offset)).toBe(lean)
    })
  })

  it('writes the same again for the same seed', async () => {
    await analyse('--out', join(folder, 'again'), '--seed', '3')
    expect(json('again', 'hypotheses.json')).toEqual(result)
    expect(readdirSync(join(folder, 'again'))).toEqual(['hypotheses.json'])
  })
})

describe('verdicts that cannot be enacted', () => {
  const base = { concept: 's:bold', verdict: 'suppress' }
  test.each([
    ['{"concept"', 'is not JSON'],
    [{ ...base }, 'is no list of verdicts'],
    [[{ ...base, verdict: 'love' }], 'at 0.verdict'],
    [[{ ...base, strength: -1 }], 'at 0.strength'],
    [[{ ...base, concept: 's:nothing' }], 'There is no concept "s:nothing"'],
    [[{ ...base, scope: 'nowhere' }], 'There is no context "nowhere"'],
    [[{ ...base, verdict: 'amplify', protocol: 'rewrite' }], 'rewrite cannot amplify "s:bold"'],
  ])('%j: one line, and nothing is written', async (content, sentence) => {
    const { status, stdout, stderr } = await analyse(
      '--out',
      join(folder, 'none'),
      '--verdicts',
      verdicts(content),
    )
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.split('\n').at(-1)).toMatch(/^whittle: /)
    expect(stderr).toContain(sentence)
    expect(readdirSync(folder)).not.toContain('none')
  })
})
