import 'fake-indexeddb/auto'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gatherUnits } from '../../../src/core/activations.ts'
import { WorkerHandle } from '../../../src/bridge/worker-handle.ts'
import { readUnits, writeUnits } from '../../../src/core/unit-file.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import type { BatchProgress } from '../../../src/protocol/batches.ts'
import { type Reply, unwrap } from '../../../src/protocol/reply.ts'
import type { WorkerLike } from '../../../src/protocol/worker-like.ts'
import { type AnalyseApi, createAnalyseQuestions } from '../../../workers/analyse-questions.ts'
import { ExtractionRuns } from '../../../workers/extraction-runs.ts'
import { ActivationStorage } from '../../../workers/storage.ts'
import { Origin } from '../../origin.ts'
import { workerOf } from '../../worker-scope.ts'
import { extracted, LATENT, PAIRS, preferences } from './preferences.ts'

const SEED = 1
const nothing = () => undefined
const suppress = (concept: string): Verdict => ({
  ...{ concept, scope: 'overall', verdict: 'suppress', strength: 1, protocol: 'offsets', note: '' },
})
const settings = { verdicts: [suppress('s:bold')], names: {}, seed: SEED }

/** The contexts workers that were started; this one runs the real module. */
const started: WorkerLike[] = []

let origin: Origin
beforeEach(async () => {
  origin = new Origin()
  vi.stubGlobal(
    'Worker',
    vi.fn(function () {
      const worker = workerOf(() => import('../../../workers/contexts.worker.ts'))
      vi.spyOn(worker, 'terminate')
      started.push(worker)
      return worker
    }),
  )
  await storage().delete(null)
})
afterEach(() => {
  started.splice(0).forEach((worker) => worker.terminate())
  vi.unstubAllGlobals()
})

const storage = () => new ActivationStorage(async () => Infinity)

/** What the page gets: a reply that could be posted, and its value. */
const answer = async <T>(reply: Promise<Reply<T>>): Promise<T> => unwrap(structuredClone(await reply))

/** Opens files as the page asks for it. */
async function open(api: AnalyseApi, files: readonly File[], more: object = {}) {
  const request = { files, mapping: null, only: null, base: origin.base, ...more }
  return answer(api.open(request, nothing))
}

/** Extracts what the worker hands out on a channel. @returns what was told after each batch */
async function extract(
  start: (port: MessagePort) => Promise<Reply<unknown>>,
): Promise<readonly BatchProgress[]> {
  const { port1, port2 } = new MessageChannel()
  await answer(start(port1))
  const told: BatchProgress[] = []
  await new ExtractionRuns(
    async (texts) => extracted(texts),
    () => 2,
  ).run(1, port2, (one) => told.push(one))
  return told
}

/** A worker with the made preferences open, extracted and tested. */
async function tested(one = storage()): Promise<AnalyseApi> {
  const api = createAnalyseQuestions(one)
  await open(api, [preferences()])
  await answer(api.plan())
  await extract(api.extract)
  await answer(api.analyse(null, null, SEED))
  return api
}

describe('without an open file', () => {
  it('every question is answered with a failure as data', async () => {
    const { open: _, tryMapping, stored, deleteStored, ...others } = createAnalyseQuestions(storage())
    for (const [name, ask] of Object.entries(others) as [string, () => Promise<Reply<unknown>>][]) {
      expect([name, await ask()]).toEqual([
        name,
        { ok: false, failure: { code: 'internal', message: 'No file is open.' } },
      ])
    }
    expect(await tryMapping({} as never)).toMatchObject({ failure: { message: 'No mapping is asked for.' } })
    expect(await answer(stored())).toEqual([])
    await answer(deleteStored(null))
  })
})

describe('opening', () => {
  it('tells what the file holds, and how far reading is', async () => {
    const api = createAnalyseQuestions(storage())
    const told: number[] = []
    const request = { files: [preferences()], mapping: null, only: null, base: origin.base }
    const opened = await answer(api.open(request, (done, total) => told.push(done / total)))
    expect(opened).toMatchObject({ kind: 'dataset', info: { name: 'made.jsonl', pairs: PAIRS } })
    expect(told.at(-1)).toBe(1)
  })

  it('asks which column is which where that is unclear, tries an answer, and goes on with one', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `q ${i},first answer ${i},another ${i}`)
    const file = new File([['a,b,c', ...rows].join('\n')], 'unclear.csv')
    const api = createAnalyseQuestions(storage())
    expect(await open(api, [file])).toMatchObject({ kind: 'mapping' })
    const mapping = { kind: 'columns', prompt: 'a', chosen: 'c', rejected: 'b' } as const
    expect(await answer(api.tryMapping(mapping))).toMatchObject({ pairs: 40 })
    // Nothing is open yet.
    expect(await api.plan()).toMatchObject({ ok: false })
    expect(await open(api, [file], { mapping })).toMatchObject({ kind: 'dataset', info: { pairs: 40 } })
    expect(await api.tryMapping(mapping)).toMatchObject({ ok: false })
  })

  it('asks which files to open where they are not one table', async () => {
    const other = new File(['{"id": 1}\n{"id": 2}'], 'other.jsonl')
    const api = createAnalyseQuestions(storage())
    const opened = await open(api, [preferences(), other])
    expect(opened).toMatchObject({
      kind: 'parts',
      groups: [
        { names: ['made.jsonl'], rows: PAIRS },
        { names: ['other.jsonl'], rows: 2 },
      ],
    })
    const chosen = await open(api, [preferences(), other], { only: ['made.jsonl'] })
    expect(chosen).toMatchObject({ kind: 'dataset', info: { pairs: PAIRS } })
  })

  it('of what is no data fails with a sentence, and what was open is closed', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    await expect(open(api, [new File([''], 'empty.jsonl')])).rejects.toMatchObject({ code: 'bad-file' })
    expect(await api.plan()).toMatchObject({ failure: { message: 'No file is open.' } })
  })

  it('says so where the app’s server is gone', async () => {
    origin.put('model/manifest.json', () => new Response('', { status: 503 }))
    await expect(open(createAnalyseQuestions(storage()), [preferences()])).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('the server answered 503') as string,
    })
  })

  it('keeps the rows that it cannot use, as CSV', async () => {
    const api = createAnalyseQuestions(storage())
    const opened = await open(api, [
      preferences('made.jsonl', ['{"prompt": "?", "chosen": "yes"}', 'no json']),
    ])
    expect(opened).toMatchObject({ kind: 'dataset', info: { pairs: PAIRS } })
    const { name, summary, bytes } = await answer(api.badRows())
    expect([name, summary]).toEqual(['made.jsonl.bad-rows.csv', '2 rows'])
    expect(strFromU8(bytes)).toContain(String(PAIRS + 2))
  })
})

describe('extraction', () => {
  it('hands out every text once, and tells how far it is', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    const plan = await answer(api.plan())
    expect(plan).toMatchObject({ done: 0, charactersDone: 0, pairsDone: 0 })
    const told = await extract(api.extract)
    expect(told).toHaveLength(plan.batches)
    expect(told.at(-1)).toEqual({
      ...{ done: plan.characters, total: plan.characters, pairsDone: PAIRS, notice: null },
    })
    expect(await answer(api.plan())).toMatchObject({ done: plan.batches, pairsDone: PAIRS })
    expect(await extract(api.extract)).toEqual([])
  })

  it('is brought back from the browser’s storage, and not for another encoder', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    await answer(api.plan())
    await extract(api.extract)
    const again = createAnalyseQuestions(storage())
    await open(again, [preferences()])
    const plan = await answer(again.plan())
    expect(plan.done).toBe(plan.batches)
    expect(await answer(again.stored())).toMatchObject([{ name: 'made.jsonl' }])

    const hashes = (await (await fetch('model/manifest.json')).json()) as object
    origin.put('model/manifest.json', () => Response.json({ ...hashes, encoder: 'f'.repeat(64) }))
    await open(again, [preferences()])
    expect(await answer(again.plan())).toMatchObject({ done: 0 })
    await answer(again.deleteStored(null))
    expect(await answer(again.stored())).toEqual([])
  })

  it('starts anew where what is stored is damaged, or cut in other batches', async () => {
    const one = storage()
    const stored = await storedBy(one)
    vi.spyOn(one, 'load').mockResolvedValue(new Map([[0, Uint8Array.of(1, 2, 3)]]))
    expect(await planWith(one)).toMatchObject({ done: 0 })
    vi.mocked(one.load).mockResolvedValue(new Map([[0, stored]]))
    expect(await planWith(one)).toMatchObject({ done: 1 })
    vi.mocked(one.load).mockResolvedValue(new Map([[1, stored]]))
    expect(await planWith(one)).toMatchObject({ done: 0 })
  })

  it('goes on where storage is refused; a fault in Whittle is not hidden by that', async () => {
    const one = storage()
    vi.spyOn(one, 'load').mockRejectedValue(new DOMException('no', 'SecurityError'))
    expect(await planWith(one)).toMatchObject({ done: 0 })
    vi.mocked(one.load).mockRejectedValue(new TypeError('undefined is not a function'))
    await expect(planWith(one)).rejects.toMatchObject({ code: 'internal' })
  })

  it.each([
    ['QuotaExceededError', 'The browser has no more room, even without what it stored of other files'],
    ['SecurityError', 'The browser does not store what is extracted'],
  ])('says once, after %s, that it is not stored', async (name, why) => {
    const one = storage()
    const store = vi.spyOn(one, 'store').mockRejectedValue(new DOMException('no', name))
    const api = createAnalyseQuestions(one)
    await open(api, [preferences()])
    const { batches } = await answer(api.plan())
    const told = await extract(api.extract)
    expect(told.map(({ notice }) => notice).filter(Boolean)).toEqual([
      `${why}: this extraction goes on, but after a reload its rest starts again.`,
    ])
    expect(store.mock.calls.length).toBeLessThanOrEqual(batches)
    expect(await answer(api.plan())).toMatchObject({ done: batches })
  })

  it('of the bundled example ships with it', async () => {
    const example = new File([await (await fetch('example/preferences.jsonl')).blob()], 'example.jsonl')
    const api = createAnalyseQuestions(storage())
    await open(api, [example])
    const plan = await answer(api.plan())
    expect(plan).toMatchObject({ done: plan.batches, pairsDone: 650 })
    expect(await answer(api.stored())).toEqual([])
  })

  it('of another file ends the channel of the one before', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    const { port1, port2 } = new MessageChannel()
    const closed = new Promise((resolve) => port2.addEventListener('close', resolve))
    port2.start()
    await answer(api.extract(port1))
    await open(api, [preferences('second.jsonl')])
    await closed
  })
})

/** The first stored batch of the made preferences. */
async function storedBy(one: ActivationStorage): Promise<Uint8Array> {
  const store = vi.spyOn(one, 'store')
  const api = createAnalyseQuestions(one)
  await open(api, [preferences()])
  await answer(api.plan())
  await extract(api.extract)
  const [, , , bytes] = store.mock.calls.find(([, , batch]) => batch === 0)!
  expect(readUnits(bytes).table.spans).toBeGreaterThan(0)
  return bytes
}

/** The plan of the made preferences with this storage. */
async function planWith(one: ActivationStorage) {
  const api = createAnalyseQuestions(one)
  await open(api, [preferences()])
  return answer(api.plan())
}

describe('what is found', () => {
  it('in a file that is extracted is shown concept by concept', async () => {
    const api = await tested()
    const findings = await answer(api.analyse(null, null, SEED))
    expect(findings).toMatchObject({ basis: PAIRS, complete: true })
    const bold = findings.rows.find(({ concept }) => concept.id === 's:bold')!
    // Bold is on one side only in 160 + 54 pairs, all chosen or all rejected.
    expect(bold.hypothesis).toMatchObject({ n: PAIRS, discordant: 214, winRate: 160 / 214 })
    expect(findings.rows.some(({ concept }) => concept.id === `d:${LATENT}`)).toBe(true)

    expect(await answer(api.detail('s:bold'))).toMatchObject({ concept: { id: 's:bold' } })
    const of = { concept: 's:bold', scope: 'overall' }
    const supports = await answer(api.evidence(of, 'for', 5, { near: null, conditions: [] }))
    expect(supports.pairs).toHaveLength(5)
    expect(supports.total).toBe(160)
    expect(supports.pairs.every(({ u }) => u > 0)).toBe(true)
    const near = await answer(api.evidence(of, 'for', 5, { near: [4], conditions: [] }))
    expect(near.pairs.map(({ pair }) => pair)).toEqual([4])
    const auc = await answer(api.explain(SEED))
    expect(auc.concepts).toBeGreaterThan(0.6)
    const { lessons } = await answer(api.lessons(SEED))
    expect(lessons.length).toBeGreaterThan(0)
  })

  it('tells how far the test is, and gives way when it is interrupted', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    const told: number[] = []
    await answer(api.analyse((done, total) => told.push(done / total), null, SEED))
    expect(told.at(-1)).toBe(1)
    const interrupt = new Int32Array(new SharedArrayBuffer(4)).fill(1)
    expect(await api.analyse(null, interrupt, SEED + 1)).toEqual({
      ok: false,
      failure: { code: 'cancelled', message: 'Something more urgent was asked for.' },
    })
    // The next call finds what it would have found.
    expect((await answer(api.analyse(null, null, SEED))).basis).toBe(PAIRS)
  })

  it('in contexts comes from both views, with a map and a concept across them', async () => {
    const api = await tested()
    const told: number[] = []
    const table = await answer(api.contexts((done, total) => told.push(done / total), null, SEED))
    expect(table!.contexts.length).toBeGreaterThan(0)
    expect(told.length).toBeGreaterThan(0)
    expect(Math.max(...told)).toBeLessThanOrEqual(1)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(started).toHaveLength(1)
    expect(started[0]!.terminate).toHaveBeenCalled()
    const map = await answer(api.map(null, null, SEED))
    expect(map!.x).toHaveLength(PAIRS)
    const leanings = await answer(api.leanings('s:bold', map!.pair))
    expect(leanings).toHaveLength(PAIRS)
    expect(Math.max(...leanings)).toBeLessThanOrEqual(1)
    const forest = await answer(api.forest('s:bold'))
    expect(forest).toHaveLength(table!.contexts.length)
  })

  it('in contexts waits for the encoder', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences()])
    await answer(api.analyse(null, null, SEED))
    expect(await answer(api.contexts(null, null, SEED))).toBeNull()
    expect(await answer(api.map(null, null, SEED))).toBeNull()
    expect(started).toHaveLength(0)
  })

  it('in contexts goes on after it gave way, with the same worker, and ends it with the file', async () => {
    const api = await tested()
    const interrupt = new Int32Array(new SharedArrayBuffer(4)).fill(1)
    expect(await api.contexts(null, interrupt, SEED)).toMatchObject({ failure: { code: 'cancelled' } })
    expect(await answer(api.contexts(null, null, SEED))).not.toBeNull()
    expect(started).toHaveLength(1)
    expect(await api.contexts(null, interrupt, SEED + 1)).toMatchObject({ failure: { code: 'cancelled' } })
    expect(started).toHaveLength(2)
    expect(started[1]!.terminate).not.toHaveBeenCalled()
    await open(api, [preferences('second.jsonl')])
    expect(started[1]!.terminate).toHaveBeenCalled()
  })
})

describe('activations that were extracted elsewhere', () => {
  /** What `whittle extract` would write for the made preferences, with a change to what it says of itself. */
  async function file(change: Record<string, string> = {}) {
    const one = storage()
    const store = vi.spyOn(one, 'store')
    const api = createAnalyseQuestions(one)
    await open(api, [preferences()])
    await extract(api.extract)
    const [dataset, hashes] = store.mock.calls[0]!
    const inOrder = store.mock.calls.toSorted(([, , a], [, , b]) => a - b)
    const tables = inOrder.map(([, , , bytes]) => readUnits(bytes).table)
    await one.delete(null)
    const { encoder, engine, dictionary } = hashes
    const meta = { dataset: dataset.sha256, encoder, engine, dictionary, ...change }
    const spans = gatherUnits(
      tables,
      tables.flatMap((table, at) => Array.from({ length: table.spans }, (_, span) => ({ table: at, span }))),
    )
    return { file: new File([writeUnits(spans, meta)], 'made.safetensors'), batches: tables.length }
  }

  it('are taken with the data that they are of, and stored', async () => {
    const given = await file()
    const api = createAnalyseQuestions(storage())
    const opened = await open(api, [given.file, preferences()])
    expect(opened).toMatchObject({ kind: 'dataset', info: { name: 'made.jsonl', pairs: PAIRS } })
    expect(await answer(api.plan())).toMatchObject({ done: given.batches, pairsDone: PAIRS })
    await vi.waitFor(async () => expect(await answer(api.stored())).toMatchObject([{ name: 'made.jsonl' }]))
  })

  it('of other data, or without data, are refused', async () => {
    const { file: other } = await file({ dataset: '0'.repeat(64) })
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences(), other])
    expect(await api.plan()).toMatchObject({
      failure: {
        message: expect.stringContaining('holds the activations of other data than made.jsonl') as string,
      },
    })
    await expect(open(api, [other])).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('made.safetensors holds activations only') as string,
    })
  })
})

describe('the rows of the file', () => {
  const query = { conditions: [], search: '', concept: null, change: null, sort: null }

  it('are found, listed and read; bad ones too', async () => {
    const api = createAnalyseQuestions(storage())
    await open(api, [preferences('made.jsonl', ['{"prompt": "?", "chosen": "yes"}'])])
    await answer(api.analyse(null, null, SEED))
    const chess = await answer(api.rows(null, null, { ...query, search: 'chess' }, []))
    expect([...chess]).toEqual(Array.from({ length: PAIRS / 4 }, (_, k) => 4 * k + 2))
    const bold = { id: 's:bold', place: 'chosen' as const }
    const found = await answer(api.rows(null, null, { ...query, concept: bold }, []))
    expect([...found].every((pair) => pair % 2 === 0)).toBe(true)
    const [line] = await answer(api.rowLines(chess.subarray(0, 1), { columns: [], search: '' }, []))
    expect(line).toMatchObject({ pair: 2, row: 3, prompt: 'Question 2 about chess?', changes: [] })
    const dropped = [{ ...suppress('s:bold'), protocol: 'drop' as const }]
    const gone = await answer(api.rows(null, null, { ...query, change: 'dropped' }, dropped))
    expect(gone.length).toBeGreaterThan(50)
    const page = await answer(api.rowPage(2, 's:bold', []))
    expect(page.chosen!.text).toContain('**chess**')
    expect(page.chosen!.marks.length).toBeGreaterThan(0)
    expect(await answer(api.columns())).toMatchObject({ contradicted: 0 })
    const [group] = await open(api, [preferences('made.jsonl', ['{"prompt": "?", "chosen": "yes"}'])]).then(
      (opened) => (opened.kind === 'dataset' ? opened.info.badRows : []),
    )
    const [bad] = await answer(api.badRecords(group!.reason))
    expect(bad).toMatchObject({ row: PAIRS + 1 })
  })
})

describe('what a person asks for', () => {
  it('is answered by words and by meaning', async () => {
    const api = await tested()
    const { pairs, all, shown } = await answer(api.saying('IT MIGHT BE'))
    expect([pairs, all, shown[0]!.side]).toEqual([PAIRS, true, 'rejected'])
    const firing = await answer(api.firing('It is **four**.', null))
    expect(firing.map(({ id }) => id)).toContain('s:bold')
    origin.put('dictionary/labels.json', () => new Response('', { status: 500 }))
    const state = new Float32Array(384).map((_, d) => (d % 7) - 3)
    const units = { ...extracted(['What?']), dim: 384, state }
    expect(await api.meaning(units)).toMatchObject({ failure: { code: 'model' } })
  })

  it('is a context by a rule, which counts as tested', async () => {
    const api = await tested()
    const rule = { kind: 'pattern', pattern: 'chess|knots' } as const
    expect(await answer(api.tryRule(rule))).toMatchObject({ pairs: PAIRS / 2 })
    expect(await api.tryRule({ kind: 'pattern', pattern: 'never said' })).toMatchObject({ ok: false })
    expect(await answer(api.ownContexts([{ rule }], SEED))).toBeNull()
    await answer(api.contexts(null, null, SEED))
    const table = await answer(api.ownContexts([{ rule }], SEED))
    const own = table!.contexts.filter(({ id }) => id === 'pattern:chess|knots')
    expect(own).toMatchObject([{ size: PAIRS / 2 }])
    expect(table!.tests.own).toBeGreaterThan(0)
  })
})

describe('concepts of a person’s own', () => {
  const rule = { id: 'maybe', label: 'Says maybe', kind: 'rule', phrases: ['might be'] }
  const texts = Array.from({ length: 12 }, (_, i) => `Example number ${i} of what is meant.`)
  const examples = {
    ...{ id: 'mine', label: 'Mine', kind: 'examples' as const },
    ...{ positive: texts.slice(0, 6).map((text) => `**${text}**`), negative: texts.slice(6) },
  }

  it('by a rule are looked at, then tested with the others', async () => {
    const api = await tested()
    expect(await answer(api.previewOwn(rule))).toMatchObject({
      ...{ few: false, responses: PAIRS, total: 2 * PAIRS, quality: null },
    })
    expect(await answer(api.setOwn([rule], []))).toEqual({ concepts: [rule], tried: [] })
    const { rows } = await answer(api.analyse(null, null, SEED))
    const own = rows.find(({ concept }) => concept.label === 'Says maybe')!
    // Every rejected response says it, and no chosen one.
    expect(own.hypothesis).toMatchObject({ discordant: PAIRS, winRate: 0 })
    expect(await api.setOwn([{ id: 'x' }], [])).toMatchObject({ failure: { code: 'bad-file' } })
  })

  it('by examples are read by the encoder first', async () => {
    const api = await tested()
    const told = await extract((port) => api.extractExamples(port, [examples]))
    expect(told.at(-1)).toMatchObject({ done: told.length, total: told.length, pairsDone: PAIRS })
    const { port1 } = new MessageChannel()
    expect(await answer(api.extractExamples(port1, [examples]))).toBe(false)
    port1.close()
    expect(await answer(api.previewOwn(examples))).toMatchObject({ few: true, total: 2 * PAIRS })
  })
})

describe('decisions', () => {
  it('are previewed, proven, exported and saved', async () => {
    const api = await tested()
    const { verdicts } = settings
    expect((await answer(api.impact(verdicts))).touched).toBeGreaterThan(100)
    expect((await answer(api.impact([]))).touched).toBe(0)
    const estimated = await answer(api.estimate(settings))
    expect(estimated).not.toBeNull()
    await answer(api.recall('s:bold'))
    await answer(api.prepare(null, null, verdicts, { concept: 's:bold', scope: 'overall' }))
    const dropped = [{ ...suppress('s:bold'), protocol: 'drop' as const }]
    const preview = await answer(api.preview(dropped, { concept: 's:bold', scope: 'overall' }, 3))
    expect(preview.pairs.map(({ dropped }) => dropped)).toEqual([true, true, true])
    // At most those that make up the difference between 160 and 54.
    expect(preview.total).toBeGreaterThan(50)
    expect(preview.total).toBeLessThanOrEqual(106)
    const proof = await answer(api.prove(null, null, settings))
    expect(proof).toMatchObject({ unread: 0, concepts: [{ concept: 's:bold', verdict: 'suppress' }] })
    expect(proof.concepts[0]!.after.value).toBeLessThan(proof.concepts[0]!.before.value)

    const files = await answer(api.exportFiles(settings, [{ kind: 'spec' }, { kind: 'card' }], false))
    const spec = JSON.parse(strFromU8(files[0]!.bytes)) as { verdicts: unknown[]; dataset: { pairs: number } }
    expect(files).toHaveLength(2)
    expect(spec.dataset.pairs).toBe(PAIRS)
    const [zip] = await answer(api.exportFiles(settings, [{ kind: 'spec' }, { kind: 'card' }], true))
    const names = Object.keys(unzipSync(zip!.bytes))
    expect(names).toEqual(expect.arrayContaining(['manifest.json', files[0]!.name]))
  })

  it('that edit texts are proven with what the encoder says of these', async () => {
    const api = await tested()
    const masked = { ...settings, verdicts: [{ ...suppress('s:bold'), protocol: 'mask' as const }] }
    const told = await extract((port) => api.extractForProof(port, masked))
    expect(told.length).toBeGreaterThan(0)
    expect(told.at(-1)).toMatchObject({ done: told[0]!.total, pairsDone: PAIRS, notice: null })
    // Now the encoder has read them.
    const { port1 } = new MessageChannel()
    expect(await answer(api.extractForProof(port1, masked))).toBe(false)
    port1.close()
  })

  it('come with the encoder where that is asked for', async () => {
    const api = await tested()
    const bytes = Uint8Array.of(9, 8, 7)
    origin.put('model/encoder.onnx', () => new Response(bytes))
    const [file] = await answer(api.exportFiles(settings, [{ kind: 'extractor' }], false))
    expect(file!.bytes).toEqual(bytes)
    origin.put('model/encoder.onnx', () => new Response('', { status: 404 }))
    expect(await api.exportFiles(settings, [{ kind: 'extractor' }], false)).toMatchObject({
      failure: { code: 'model' },
    })
  })

  it('survive a session file; what it names that is not here is said', async () => {
    const api = await tested()
    const verdicts = [{ ...suppress('s:bold'), spared: [3] }, suppress('d:99999')]
    const saved = await answer(api.saveSession({ ...settings, verdicts, names: { 's:bold': 'Fat' } }, 'q=1'))
    expect([saved.name, saved.summary]).toEqual(['made.session.json', '2 decisions'])
    const opened = await answer(api.openSession(strFromU8(saved.bytes)))
    expect(opened.session).toMatchObject({ names: { 's:bold': 'Fat' }, view: 'q=1', seed: SEED })
    expect(opened.verdicts).toEqual([{ ...suppress('s:bold'), spared: [3] }])
    expect(opened.differences.join()).toContain('d:99999')
    expect(await api.openSession('{}')).toMatchObject({
      failure: { code: 'bad-file', message: 'This file is not a session that Whittle saved.' },
    })
    expect((await answer(api.saveSession(settings, ''))).summary).toBe('1 decision')
  })
})

it('the worker answers all of them from outside', async () => {
  const worker = workerOf(() => import('../../../workers/analyse.worker.ts'))
  const analyser = new WorkerHandle<AnalyseApi>(() => worker, 'analysis worker')
  expect(await analyser.call((api) => api.stored())).toEqual([])
  await expect(analyser.call((api) => api.plan())).rejects.toMatchObject({ message: 'No file is open.' })
  analyser.stop('cancelled', 'The test has ended.')
})
