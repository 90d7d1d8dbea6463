import { beforeAll, describe, expect, it } from 'vitest'
import type { UnitTable } from '../../../src/core/activations.ts'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import { specOf } from '../../../src/core/workspace/exports.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import { prove, unreadTexts } from '../../../src/core/workspace/evaluate.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { bundledDictionary } from '../../../src/encoder/node.ts'
import { unitsOf } from '../tables.ts'

const LATENT = 24
const PAIRS = 400
const topics = ['rivers', 'bread', 'chess', 'knots', 'stars', 'bees', 'maps', 'clocks']

/** Pairs of differing lengths; every third chosen response is bold. */
const lines = Array.from({ length: PAIRS }, (_, i) => {
  const topic = topics[i % topics.length]!
  const filler = 'and more of it '.repeat(1 + (i % 7))
  return JSON.stringify({
    prompt: `Question ${i} about ${topic}?`,
    chosen: i % 3 === 0 ? `It is **${topic}** ${filler}` : `It is ${topic} ${filler}`,
    rejected: `It might be ${topic} ${'or less '.repeat(1 + (i % 5))}`,
  })
}).join('\n')

async function open(): Promise<Workspace> {
  const opened = await openDataset('made.jsonl', new TextEncoder().encode(lines), 'f'.repeat(64), null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  return new Workspace(opened.dataset, dictionary)
}

/** Units of a batch as an extractor might find them: the latent fires in every second chosen response. */
function units(workspace: Workspace, batch: number): UnitTable {
  const { spans, kind } = workspace.extraction.batches[batch]!
  const strong = dictionary.presence[LATENT]! + 1
  const fires = (span: number) => kind === 'response' && span % 4 === 0
  return unitsOf(Array.from(spans, (span) => [fires(span) ? { [LATENT]: strong } : {}]))
}

let dictionary: Dictionary
beforeAll(async () => {
  dictionary = await bundledDictionary()
})

describe('a workspace', () => {
  it('tests detectors and phrases on all pairs before anything is extracted', async () => {
    const workspace = await open()
    const findings = workspace.analyse(1)
    expect(findings).toMatchObject({ basis: PAIRS, complete: false })
    expect(new Set(findings.rows.map(({ concept }) => concept.source))).not.toContain('dictionary')
    expect(findings.rows.map(({ concept }) => concept.id)).toContain('s:bold')
  })

  it('keeps what was found on all pairs while latents join on those extracted so far', async () => {
    const workspace = await open()
    const before = workspace.analyse(1)
    const { extraction } = workspace
    for (const batch of extraction.batches.keys()) {
      if (extraction.pairsDone().length < 100) extraction.add(batch, units(workspace, batch))
    }
    const some = extraction.pairsDone().length
    expect(some).toBeGreaterThanOrEqual(100)
    expect(some).toBeLessThan(PAIRS)
    const told: number[] = []
    const joined = workspace.analyse(1, (done, total) => told.push(done / total))
    expect(joined).toMatchObject({ basis: some, complete: false })
    const textual = joined.rows.filter(({ concept }) => ['surface', 'phrase'].includes(concept.source))
    expect(new Set(textual)).toEqual(new Set(before.rows))
    const latent = joined.rows.find(({ concept }) => concept.id === `d:${LATENT}`)
    expect(latent?.hypothesis.n).toBe(some)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(1)

    const resumed = await open()
    for (const batch of extraction.batches.keys()) {
      if (extraction.has(batch)) resumed.extraction.add(batch, units(resumed, batch))
    }
    expect(resumed.analyse(1)).toEqual(joined)
  })

  it('does not test the same pairs again', async () => {
    const workspace = await open()
    const findings = workspace.analyse(1)
    expect(workspace.analyse(1)).toBe(findings)
    expect(workspace.analyse(2)).not.toBe(findings)
    for (const batch of workspace.extraction.batches.keys())
      workspace.extraction.add(batch, units(workspace, batch))
    expect(workspace.analyse(2)).toMatchObject({ complete: true })
  })

  it('lists the texts that a proof makes until the encoder has read them', async () => {
    const workspace = await open()
    const rewrite: Verdict = {
      ...{
        concept: 's:bold',
        scope: 'overall',
        verdict: 'suppress',
        strength: 1,
        protocol: 'rewrite',
        note: '',
      },
    }
    const settings = { verdicts: [rewrite], names: {}, seed: 1 }
    workspace.analyse(1)
    expect(unreadTexts(workspace, settings)).toEqual([])
    for (const batch of workspace.extraction.batches.keys())
      workspace.extraction.add(batch, units(workspace, batch))
    workspace.analyse(1)
    const bold = workspace.pairs.chosen.filter((text) => text.includes('**'))
    const texts = unreadTexts(workspace, settings)
    expect(new Set(texts.flat())).toEqual(new Set(bold.map((text) => text.replaceAll('**', ''))))
    expect(prove(workspace, settings, () => undefined).unread).toBe(bold.length)
    for (const batch of texts) workspace.addEncoded(batch, unitsOf(batch.map(() => [{}])))
    expect(unreadTexts(workspace, settings)).toEqual([])
    expect(prove(workspace, settings, () => undefined).unread).toBe(0)
  })

  it('is complete when every response is extracted, whatever the order of the batches', async () => {
    const workspace = await open()
    const batches = [...workspace.extraction.batches.keys()].reverse()
    for (const batch of batches) workspace.extraction.add(batch, units(workspace, batch))
    const findings = workspace.analyse(1)
    expect(findings).toMatchObject({ basis: PAIRS, complete: true })
    const latent = findings.rows.find(({ concept }) => concept.id === `d:${LATENT}`)!.hypothesis
    expect(latent).toMatchObject({ discordant: PAIRS / 2, winRate: 1, confirmed: true })
    const evidence = workspace.evidence(`d:${LATENT}`, 'overall', 'for', 5, 1)
    expect(evidence.total).toBe(PAIRS / 2)
    for (const { row } of evidence.pairs) expect(row % 2).toBe(1)
  })

  it('gives its activations as one table, and takes them in again', async () => {
    const first = await open()
    for (const batch of first.extraction.batches.keys()) first.extraction.add(batch, units(first, batch))
    const second = await open()
    second.extraction.addAll(first.extraction.all())
    expect(second.extraction.all()).toEqual(first.extraction.all())
    expect(second.extraction.plan()).toMatchObject({
      pairsDone: PAIRS,
      done: second.extraction.batches.length,
    })
  })

  it('refuses units that are not those of the batch', async () => {
    const workspace = await open()
    expect(() => workspace.extraction.add(0, unitsOf([[{}]]))).toThrow(RangeError)
    expect(() => workspace.extraction.addAll(unitsOf([[{}]]))).toThrow(RangeError)
  })

  it('enacts its own spec to the same offsets', async () => {
    const workspace = await open()
    for (const batch of workspace.extraction.batches.keys())
      workspace.extraction.add(batch, units(workspace, batch))
    workspace.analyse(1)
    const decide = (concept: string, verdict: 'suppress' | 'amplify') =>
      ({ concept, scope: 'overall', verdict, strength: 1, protocol: 'offsets', note: '' }) as const
    const verdicts = [
      decide('s:bold', 'suppress'),
      decide(`d:${LATENT}`, 'amplify'),
      decide('p:might be', 'suppress'),
    ]
    const known = verdicts.filter(({ concept }) => workspace.basis.concepts.some(({ id }) => id === concept))
    const spec = specOf(
      workspace,
      { verdicts: known, names: {}, seed: 1 },
      {
        whittle: '0',
        created: '2026-01-01T00:00:00.000Z',
        extractor: { encoder: 'a'.repeat(64), dictionary: 'b'.repeat(64) },
      },
    )
    const again = workspace.apply(spec)
    const { offsets } = workspace.shape(known)
    expect(Math.max(...offsets.map((offset, i) => Math.abs(offset - again.offsets[i]!)))).toBeLessThan(1e-9)
    expect(offsets.some((offset) => offset !== 0)).toBe(true)
  })

  it('says what it cannot find', async () => {
    const workspace = await open()
    expect(() => workspace.findings).toThrow('Nothing is analysed yet')
    workspace.analyse(1)
    expect(() => workspace.concept('s:nonsense')).toThrow('no concept s:nonsense')
    expect(() => workspace.evidence('s:bold', 'prompt:99', 'for', 5, 1)).toThrow('no context prompt:99')
    expect(workspace.analyseContexts(1)).toBeNull()
  })
})
