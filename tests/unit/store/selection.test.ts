import { afterEach, describe, expect, it, vi } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import type { DatasetMap, Evidence, Findings, HypothesisRow } from '../../../src/protocol/data.ts'
import { reply } from '../../../src/protocol/reply.ts'
import { evidenceKind } from '../../../src/store/selection.ts'
import type { Outline, State } from '../../../src/store/state.ts'
import { defaultView, initialState } from '../../../src/store/store.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import { type Fakes, type LoadedPage, loadPage, newTab } from './app-under-test.ts'

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

const row = (id: string, deltaWin: number, scope = 'overall') =>
  ({
    concept: { id, source: 'surface', kind: 'format', measure: false, features: [] },
    hypothesis: { concept: id, deltaWin, scope: { id: scope } },
  }) as unknown as HypothesisRow

const summary = {
  auc: { length: null, concepts: null, hidden: null, ceiling: null },
  ...{ discoveryPairs: 1, confirmationPairs: 1, seed: 1, permutations: 1 },
}
const findings = (...rows: HypothesisRow[]): Findings => ({ rows, summary, basis: 200, complete: true })

/** Four prompts at the corners of a square. */
const map = {
  ...{ x: Float32Array.of(0, 1, 1, 0), y: Float32Array.of(0, 0, 1, 1), pair: Uint32Array.of(10, 11, 12, 13) },
  ...{ row: Uint32Array.of(1, 2, 3, 4), prompt: ['a', 'b', 'c', 'd'], contexts: [[], [], [], []] },
  members: [[10], [11], [12], [13]],
} as DatasetMap
const around = (x: number, y: number): Outline => [
  [x - 0.5, y - 0.5],
  [x + 0.5, y - 0.5],
  [x + 0.5, y + 0.5],
  [x - 0.5, y + 0.5],
]

/** s:a leans to chosen responses, s:b to rejected ones; in the context c:1 s:a leans to rejected ones. */
const known = { overall: findings(row('s:a', 0.2), row('s:b', -0.2)), inside: [row('s:a', -0.3, 'c:1')] }

interface Asked {
  readonly evidence: unknown[][]
  readonly impact: readonly unknown[][]
  readonly preview: unknown[][]
  readonly detail: string[]
}

/** A page with a file open and everything tested. @returns what its worker was asked, too */
async function open(answers: Partial<AnalyseApi> = {}, fakes: Fakes = {}, address = '') {
  const asked: Asked = { evidence: [], impact: [], preview: [], detail: [] }
  const pair = { pair: 0, row: 1, prompt: '', chosen: null, rejected: null, u: 1 }
  const table: Partial<AnalyseApi> = {
    analyse: () => reply(() => known.overall),
    contexts: () =>
      reply(() => ({
        contexts: [{ id: 'c:1' }] as never,
        rows: known.inside,
        tests: { own: 0, column: 0, data: 1, prompt: 1 },
        permutations: 1,
      })),
    map: () => reply(() => map),
    forest: (concept) => reply(() => [{ concept } as never]),
    leanings: (_, pairs) => reply(() => [...pairs]),
    detail: (concept) =>
      reply(() => {
        asked.detail.push(concept)
        return { concept: { id: concept } } as never
      }),
    evidence: (of, kind, limit, { near, conditions }) =>
      reply((): Evidence => {
        asked.evidence.push([of.concept, of.scope, kind, limit, near])
        expect(conditions).toEqual([])
        return { kind, pairs: Array.from({ length: Math.min(limit, 30) }, () => pair), total: 30 }
      }),
    impact: (verdicts) =>
      reply(() => {
        ;(asked.impact as unknown[][]).push(verdicts.map(({ concept, strength }) => [concept, strength]))
        return { touched: verdicts.length } as never
      }),
    preview: (verdicts, of, limit) =>
      reply(() => {
        asked.preview.push([verdicts.length, of.concept, of.scope, limit])
        return { ...of, pairs: [] } as never
      }),
    ...answers,
  }
  const page = loadPage({ ...newTab(), address }, undefined, { ...fakes, answers: table })
  pages.push(page)
  await page.restore()
  page.commands.openFiles([
    { name: `selection-${pages.length}-${Math.floor(performance.now())}.jsonl` } as File,
  ])
  await vi.waitFor(() => expect(page.state().map).not.toBeNull(), { timeout: 5000 })
  return { page, asked }
}

const shown = (page: LoadedPage) => {
  const { evidence, detail, forest, leanings } = page.state()
  return { evidence: evidence?.pairs.length, detail: detail?.concept.id, forest, leanings }
}

describe('evidence', () => {
  const state = (
    choice: 'supports' | 'exceptions' | 'typical' | 'random',
    selected: string,
    scope: string,
  ) => ({
    view: { ...defaultView, evidenceKind: choice, selected, scope },
    findings: known.overall,
    contexts: { rows: known.inside } as unknown as State['contexts'],
  })

  it.each([
    ['supports', 's:a', 'overall', 'for'],
    ['exceptions', 's:a', 'overall', 'against'],
    ['supports', 's:b', 'overall', 'against'],
    ['exceptions', 's:b', 'overall', 'for'],
    ['supports', 's:a', 'c:1', 'against'],
    ['supports', 's:a', 'c:2', 'for'],
    ['supports', 's:unknown', 'overall', 'for'],
    ['typical', 's:b', 'overall', 'typical'],
    ['random', 's:b', 'overall', 'random'],
  ] as const)('that %s of %s in %s is of kind %s', (choice, selected, scope, kind) => {
    expect(evidenceKind(state(choice, selected, scope))).toBe(kind)
  })
})

describe('a selected concept', () => {
  it('is shown with evidence, detail, contexts and where the map leans', async () => {
    const { page, asked } = await open()
    page.commands.select('s:b')
    await vi.waitFor(() =>
      expect(shown(page)).toEqual({
        ...{ evidence: 20, detail: 's:b', forest: [{ concept: 's:b' }], leanings: [10, 11, 12, 13] },
      }),
    )
    expect(asked.evidence).toEqual([['s:b', 'overall', 'against', 20, null]])
    // The same again asks nothing.
    page.commands.select('s:b')
    expect(page.state().evidence).not.toBeNull()
    page.commands.select(null)
    expect(shown(page)).toEqual({ evidence: undefined, detail: undefined, forest: null, leanings: null })
    expect(asked.evidence).toHaveLength(1)
  })

  it('is shown with more evidence, and with other evidence, when that is asked for', async () => {
    const { page, asked } = await open()
    page.commands.select('s:a', 'c:1')
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    page.commands.showMoreEvidence()
    expect(shown(page).evidence).toBe(20)
    await vi.waitFor(() => expect(shown(page).evidence).toBe(30))
    page.commands.showEvidence('exceptions')
    expect(page.state().evidence).toBeNull()
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    expect(asked.evidence).toEqual([
      ['s:a', 'c:1', 'against', 20, null],
      ['s:a', 'c:1', 'against', 40, null],
      ['s:a', 'c:1', 'for', 20, null],
    ])
    expect(page.state().view.evidenceKind).toBe('exceptions')
  })

  it('is not shown what was answered about the one before', async () => {
    let release: () => void = () => undefined
    const slow = new Promise<void>((go) => (release = go))
    const { page, asked } = await open({
      detail: (concept) =>
        reply(async () => {
          asked.detail.push(concept)
          if (concept === 's:a') await slow
          return { concept: { id: concept } } as never
        }),
    })
    const seen = new Set<string | undefined>()
    page.store.subscribe(() => seen.add(shown(page).detail))
    page.commands.select('s:a')
    await vi.waitFor(() => expect(asked.detail).toEqual(['s:a']))
    page.commands.select('s:b')
    release()
    await vi.waitFor(() => expect(shown(page).detail).toBe('s:b'))
    expect(asked.detail).toEqual(['s:a', 's:b'])
    expect(seen).toEqual(new Set([undefined, 's:b']))
  })

  it('is overall again with the overall table', async () => {
    const { page } = await open()
    page.commands.select('s:a', 'c:1')
    page.commands.showTable('contexts')
    expect(page.state().view.scope).toBe('c:1')
    page.commands.showTable('overall')
    expect(page.state().view).toMatchObject({ selected: 's:a', scope: 'overall', table: 'overall' })
  })

  it('is looked for again when the page was frozen before the answer', async () => {
    const { page, asked } = await open()
    page.commands.select('s:a')
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    page.showAgain()
    page.store.setState({ evidence: null })
    page.showAgain()
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    expect(asked.evidence).toHaveLength(2)
  })

  it('that an address names is kept until it is known not to be there', async () => {
    const { page } = await open({}, {}, 'concept=s:gone&scope=c:9&context=c:1&search=x')
    expect(page.state().view).toMatchObject({ selected: null, scope: 'overall', context: 'c:1' })
    expect(page.state().view.filters.search).toBe('x')
    const { page: other } = await open({}, {}, 'concept=s:a&scope=c:1')
    await vi.waitFor(() => expect(shown(other).evidence).toBe(20))
    expect(other.state().view).toMatchObject({ selected: 's:a', scope: 'c:1' })
  })

  it('whose question fails is told once, and the page goes on', async () => {
    const { page } = await open({
      detail: () =>
        reply(() => {
          throw new WhittleError('internal', 'This cannot be shown.')
        }),
    })
    page.commands.select('s:a')
    await vi.waitFor(() => expect(page.notices()).toEqual(['This cannot be shown.']))
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    const { id } = page.state().notices[0]!
    page.commands.dismiss(id + 1)
    expect(page.notices()).toHaveLength(1)
    page.commands.dismiss(id)
    expect(page.notices()).toEqual([])
  })
})

describe('a lasso', () => {
  it('around prompts narrows the evidence to them; one that catches nothing lets go', async () => {
    const { page, asked } = await open()
    page.commands.select('s:a')
    await vi.waitFor(() => expect(shown(page).evidence).toBe(20))
    page.commands.lasso('prompts', around(1, 1))
    expect(page.state().lasso.points).toEqual([2])
    await vi.waitFor(() => expect(asked.evidence.at(-1)).toEqual(['s:a', 'overall', 'for', 20, [12]]))
    page.commands.lasso('prompts', around(5, 5))
    expect(page.state().lasso.points).toBeNull()
    expect(page.state().view.lassos.prompts).toBeNull()
    await vi.waitFor(() => expect(asked.evidence.at(-1)).toEqual(['s:a', 'overall', 'for', 20, null]))
  })

  it('around latents filters by them, until the filters are cleared', async () => {
    const { page, asked } = await open({}, { featureMap: { x: [0, 3], y: [0, 3] } })
    await vi.waitFor(() => expect(page.state().featureMap).not.toBeNull())
    page.commands.lasso('latents', around(3, 3))
    expect(page.state().lasso).toEqual({ concepts: ['d:1'], points: null })
    expect(asked.evidence).toEqual([])
    page.commands.showContext('c:1')
    expect(page.state().view).toMatchObject({ table: 'contexts', context: 'c:1' })
    page.commands.filter({ search: 'q', confirmedOnly: true })
    page.commands.filter({ search: 'r' })
    expect(page.state().view.filters).toMatchObject({ search: 'r', confirmedOnly: true })
    page.commands.clearFilters()
    expect(page.state().view).toMatchObject({
      ...{ filters: defaultView.filters, context: null, lassos: defaultView.lassos },
    })
    expect(page.state().lasso.concepts).toBeNull()
  })

  it('of one file’s prompts is not drawn on another’s', async () => {
    const { page } = await open({}, { featureMap: { x: [0, 3], y: [0, 3] } })
    page.commands.lasso('prompts', around(0, 0))
    page.commands.lasso('latents', around(0, 0))
    page.commands.openFiles([{ name: 'another.jsonl' } as File])
    expect(page.state().view.lassos).toMatchObject({ prompts: null, latents: around(0, 0) })
  })
})

describe('decisions', () => {
  it('show single pairs where they are looked at, and more when asked for', async () => {
    const { page, asked } = await open()
    page.commands.select('s:a')
    page.commands.decide('s:a', 'suppress')
    page.commands.decide('s:b', 'suppress')
    expect(asked.preview).toEqual([])
    page.commands.showPanel('decide')
    await vi.waitFor(() => expect(page.state().preview).toMatchObject({ concept: 's:a' }))
    page.commands.showMorePairs()
    await vi.waitFor(() => expect(asked.preview).toHaveLength(2))
    expect(asked.preview).toEqual([
      [2, 's:a', 'overall', initialState.previewPairs],
      [2, 's:a', 'overall', initialState.previewPairs + 20],
    ])
    page.commands.decide('s:a', null)
    expect(page.state().preview).toBeNull()
  })

  it('are worked out with a slider where it is, and only the last of many at once', async () => {
    const { page, asked } = await open()
    page.commands.decide('s:a', 'suppress')
    page.commands.decide('s:b', 'keep')
    await vi.waitFor(() => expect(page.state().impact).toMatchObject({ touched: 2 }))
    const before = asked.impact.length
    for (const strength of [0.1, 0.2, 0.3, 0.4]) page.commands.draft('s:a', strength)
    expect(page.state().draft).toMatchObject({ concept: 's:a', strength: 0.4 })
    await vi.waitFor(() =>
      expect(asked.impact.at(-1)).toEqual([
        ['s:a', 0.4],
        ['s:b', 1],
      ]),
    )
    expect(asked.impact.length - before).toBeLessThanOrEqual(2)
    // What is drafted is not kept.
    page.commands.draft('s:a', null)
    expect(page.state().draft).toBeNull()
    expect(page.state().authored.verdicts[0]!.strength).toBe(1)
    await vi.waitFor(() => expect(asked.impact.at(-1)![0]).toEqual(['s:a', 1]))
    page.commands.draft('s:unknown', 1)
    expect(page.state().draft).toBeNull()
  })

  it('keep a protocol that can enact them, and else get the one that suits', async () => {
    const { page } = await open()
    const verdict = () => page.state().authored.verdicts.map((one) => [one.verdict, one.protocol])
    page.commands.decide('s:a', 'suppress')
    page.commands.adjust('s:a', { protocol: 'drop' })
    expect(verdict()).toEqual([['suppress', 'drop']])
    page.commands.decide('s:a', 'amplify')
    const [[, protocol]] = verdict() as [[string, string]]
    page.commands.decide('s:a', 'amplify')
    expect(verdict()).toEqual([['amplify', protocol]])
    page.commands.decide('s:other', null)
    page.commands.adjust('s:other', { strength: 2 })
    expect(verdict()).toHaveLength(1)
  })
})
