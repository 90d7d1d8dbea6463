import type { Findings, Impact, Proof } from '../../../src/protocol/data.ts'
import type { UnitTable } from '../../../src/core/activations.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import type { ExtractApi } from '../../../src/protocol/extract.ts'
import { reply } from '../../../src/protocol/reply.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import { BatchChannels } from '../../../workers/batch-channels.ts'
import { ExtractionRuns } from '../../../workers/extraction-runs.ts'
import { longQuestion, question } from '../../../workers/question.ts'

/** Lets a test hold a question, so that its worker is at that stage until the test goes on. */
export class Gates {
  /** Every question that was asked, in order. */
  readonly asked: string[] = []
  readonly #held = new Map<string, { reach: () => void; open: Promise<void> }>()

  /** Holds the next call of a question. @returns when it is reached, and how to let it go on */
  hold(name: string): { reached: Promise<void>; release: () => void } {
    let reach: () => void = () => undefined
    let release: () => void = () => undefined
    const reached = new Promise<void>((yes) => (reach = yes))
    const open = new Promise<void>((yes) => (release = yes))
    this.#held.set(name, { reach, open })
    return { reached, release }
  }

  async pass(name: string): Promise<void> {
    this.asked.push(name)
    const held = this.#held.get(name)
    if (!held) return
    this.#held.delete(name)
    held.reach()
    await held.open
  }

  count(name: string): number {
    return this.asked.filter((one) => one === name).length
  }
}

/** What outlives workers: the browser's storage, and what the fakes are to do. */
export class World {
  readonly gates = new Gates()
  readonly batches = 4
  /** By file name: the batches that are extracted and stored. */
  readonly stored = new Map<string, Set<number>>()
  /** Code of the failure that the next extraction of a batch ends with. */
  failExtraction: WhittleError | null = null
  /** Preferences that the encoder was loaded for. */
  readonly loads: string[] = []
  readonly spans: number[] = []

  storedOf(name: string): Set<number> {
    const stored = this.stored.get(name) ?? new Set<number>()
    this.stored.set(name, stored)
    return stored
  }
}

const PAIRS_A_BATCH = 50

/** One analysis worker: as the real one it forgets the open file with its end. */
export function fakeAnalyser(world: World): AnalyseApi {
  const { gates, batches } = world
  const channels = new BatchChannels()
  let name: string | null = null
  const open = () => {
    if (name === null) throw new WhittleError('internal', 'No file is open.')
    return world.storedOf(name)
  }
  const findings = (done: number): Findings => ({
    rows: [],
    summary: {
      auc: { length: null, concepts: null, hidden: null, ceiling: null },
      ...{ discoveryPairs: 1, confirmationPairs: 1, seed: 1, permutations: 1 },
    },
    basis: done * PAIRS_A_BATCH,
    complete: done === batches,
  })
  const ask = <Given extends unknown[], Answer>(
    at: string,
    answer: (stored: Set<number>, ...given: Given) => Answer,
  ) =>
    question(open, async (stored, ...given: Given) => {
      await gates.pass(at)
      return answer(stored, ...given)
    })
  const askLong = <Given extends unknown[], Answer>(
    at: string,
    answer: (stored: Set<number>, ...given: Given) => Answer,
  ) =>
    longQuestion(open, async (stored, progress, ...given: Given) => {
      progress(0, 1)
      await gates.pass(at)
      progress(1, 1)
      return answer(stored, ...given)
    })
  const nothing =
    <Answer>(answer: Answer) =>
    () =>
      answer

  return {
    open: ({ files, mapping }) =>
      reply(async () => {
        name = null
        await gates.pass('open')
        const file = files[0]!
        if (file.name.startsWith('unclear') && !mapping) {
          return { kind: 'mapping', request: { because: 'Unclear.' } as never }
        }
        name = file.name
        return { kind: 'dataset', info: info(file.name, batches * PAIRS_A_BATCH) }
      }),
    tryMapping: ask('tryMapping', nothing({} as never)),
    badRows: ask('badRows', nothing(exported('bad.csv'))),
    plan: ask('plan', (stored) => ({
      ...{ batches, done: stored.size, characters: batches, charactersDone: stored.size },
      pairsDone: stored.size * PAIRS_A_BATCH,
    })),
    extract: ask('extract', (stored, port: MessagePort) => {
      const left = Array.from({ length: batches }, (_, id) => id).filter((id) => !stored.has(id))
      channels.open('extraction', port, {
        next() {
          const id = left.shift()
          return id === undefined ? null : { id, kind: 'response', texts: [`text ${id}`] }
        },
        add(id, units) {
          world.spans.push(units.spans)
          stored.add(id)
          return { done: stored.size, total: batches, pairsDone: stored.size * PAIRS_A_BATCH, notice: null }
        },
      })
    }),
    extractForProof: ask('extractForProof', (_, port: MessagePort) => {
      let handedOut = false
      channels.open('proof', port, {
        next() {
          if (handedOut) return null
          handedOut = true
          return { id: 0, kind: 'response', texts: ['edited'] }
        },
        add: () => ({ done: 1, total: 1, pairsDone: 0, notice: null }),
      })
      return true
    }),
    analyse: askLong('analyse', (stored) => findings(stored.size)),
    lessons: ask('lessons', nothing({ lessons: [] } as never)),
    explain: ask('explain', nothing({ length: 0.5, concepts: 0.6, hidden: 0.7, ceiling: 0.7 })),
    contexts: askLong('contexts', (stored) =>
      stored.size < batches
        ? null
        : { contexts: [], rows: [], tests: { own: 0, column: 0, data: 0, prompt: 0 }, permutations: 1 },
    ),
    tryRule: ask('tryRule', nothing({ label: 'Prompts matching /x/', pairs: 30 })),
    ownContexts: ask('ownContexts', nothing(null)),
    map: askLong('map', nothing(null)),
    forest: ask('forest', nothing([])),
    leanings: ask('leanings', nothing([])),
    evidence: ask('evidence', nothing({ pairs: [] } as never)),
    columns: ask('columns', nothing({ columns: [], contradicted: 0 })),
    rows: askLong('rows', nothing(new Uint32Array(0))),
    rowLines: ask('rowLines', nothing([])),
    rowPage: ask('rowPage', nothing({} as never)),
    badRecords: ask('badRecords', nothing([])),
    saying: ask('saying', nothing({ pairs: 0, all: true, shown: [] })),
    meaning: ask('meaning', nothing({ concepts: [], responses: [] })),
    firing: ask('firing', nothing([])),
    detail: ask('detail', nothing({} as never)),
    prepare: askLong('prepare', nothing(undefined)),
    setOwn: ask('setOwn', nothing({ concepts: [], tried: [] })),
    extractExamples: ask('extractExamples', nothing(false)),
    previewOwn: ask('previewOwn', nothing({} as never)),
    estimate: ask('estimate', nothing([])),
    recall: ask('recall', nothing(null)),
    impact: ask('impact', nothing({ touched: 1 } as Impact)),
    preview: ask('preview', nothing({ pairs: [] } as never)),
    prove: askLong('prove', nothing({ sentence: 'Proven.' } as Proof)),
    previewExport: ask('previewExport', nothing([])),
    exportFiles: ask('exportFiles', nothing([exported('reward-spec.json')])),
    saveSession: ask('saveSession', nothing(exported('a.session.json'))),
    openSession: ask('openSession', nothing({} as never)),
    stored: () =>
      reply(() =>
        [...world.stored].flatMap(([name, { size }]) =>
          size > 0 ? [{ sha256: info(name, 1).sha256, name, bytes: size, used: 1 }] : [],
        ),
      ),
    deleteStored: (sha256) =>
      reply(() => {
        for (const name of [...world.stored.keys()]) {
          if (sha256 === null || sha256 === info(name, 1).sha256) world.stored.delete(name)
        }
      }),
  }
}

/** One extraction worker. */
export function fakeExtractor(world: World): ExtractApi {
  const { gates } = world
  const extract = async (texts: readonly string[]) => {
    await gates.pass('batch')
    const failure = world.failExtraction
    world.failExtraction = null
    if (failure) throw failure
    return emptyUnits(texts.length)
  }
  const runs = new ExtractionRuns(extract, () => 1)
  const device = (prefer: string) =>
    ({ kind: prefer === 'wasm' ? 'wasm' : 'webgpu', name: `on ${prefer}`, because: 'it is a test' }) as const
  let loaded: string | null = null
  return {
    probe: (prefer) => reply(() => device(prefer)),
    start: (prefer, _, progress) =>
      reply(async () => {
        await gates.pass('start')
        progress?.(1, 2)
        if (loaded !== prefer) world.loads.push((loaded = prefer))
        return { device: device(prefer), encoder: 'e', engine: 'k', dictionary: 'd', by: 'a test' }
      }),
    run: (id, port, told) => reply(() => runs.run(id, port, told)),
    cancel: (id) =>
      reply(() => {
        gates.asked.push('cancel')
        runs.cancel(id)
      }),
    extract: (texts) => reply(() => extract(texts)),
  }
}

const exported = (name: string) => ({ name, mime: 'text/plain', bytes: new Uint8Array(0), summary: 'a file' })

const mapping = { kind: 'columns' as const, prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' }

const info = (name: string, pairs: number) => ({
  ...{ name, sha256: `hash of ${name}`, rows: pairs, pairs, paired: true, groups: pairs },
  ...{ format: 'TRL preference', certainty: 1, because: '', badRows: [], columns: [], notes: [] },
  ...{ detected: true, mapping, ties: 0, fileKind: 'jsonl' as const },
  ...{ meanWordsChosen: 1, meanWordsRejected: 1, chosenLonger: 0.5 },
})

const emptyUnits = (spans: number): UnitTable => ({
  ...{ spans, unitPtr: new Uint32Array(spans + 1), start: new Uint32Array(0), end: new Uint32Array(0) },
  ...{ tokens: new Uint16Array(0), indptr: new Uint32Array(1), feature: new Uint16Array(0) },
  ...{ value: new Float32Array(0), state: new Float32Array(0), dim: 0 },
})
