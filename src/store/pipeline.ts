import * as Comlink from 'comlink'
import { analyser, extractor } from '../bridge/workers.ts'
import { windowsOf } from '../core/extract/plan.ts'
import { WhittleError } from '../core/failure.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { Plan } from '../protocol/data.ts'
import type { Prefer } from '../protocol/extract.ts'
import { loadAuthored } from './decisions.ts'
import { loadFeatureMap } from './feature-map.ts'
import { rememberFile } from './files.ts'
import { loadLeanings, prepareDecision, refreshImpact, refreshSelection } from './selection.ts'
import { notify, report } from './notices.ts'
import { RateMeter } from './rate.ts'
import { initialState, useStore } from './store.ts'

/** Where the app is served: model, dictionary and example lie under it. */
const base = new URL(import.meta.env.BASE_URL, document.baseURI).href

/** Fixed, so that the same file gives the same table. */
export const SEED = 1

/** While extraction runs, the table is tested anew when this many seconds, or this many test runs' time, have passed. */
const REFRESH_SECONDS = 6
const REFRESH_COST = 5

/** The open file, kept for a mapping and for a crash. */
let file: File | null = null
let mapping: Mapping | null = null
/** Every opening has its own run; work of an earlier one is dropped when it comes back. */
let run = 0
let prefer: Prefer = readPrefer()

/** `?compute=wasm` or `?compute=webgpu` forces a provider. */
function readPrefer(): Prefer {
  const asked = new URLSearchParams(location.search).get('compute')
  return asked === 'wasm' || asked === 'webgpu' ? asked : 'auto'
}

/** Says which device would compute, before any model is loaded. */
export async function probe(): Promise<void> {
  try {
    useStore.setState({ device: await extractor.call((api) => api.probe(prefer)) })
  } catch (error) {
    report(error)
  }
}

export async function open(next: File, nextMapping: Mapping | null): Promise<void> {
  const mine = ++run
  extractor.stop('cancelled', 'Another file was opened.')
  // The question what computes may have been stopped with the rest.
  if (!useStore.getState().device) void probe()
  file = next
  mapping = nextMapping
  const { view, device } = useStore.getState()
  useStore.setState({ ...initialState, view, device, phase: 'opening' })
  try {
    const opened = await analyser.call((api) => api.open(next, nextMapping, base))
    if (mine !== run) return
    if (opened.kind === 'mapping') {
      useStore.setState({ phase: 'mapping', mapping: opened.request })
      return
    }
    useStore.setState({ phase: 'working', dataset: opened.info })
    loadAuthored(opened.info.sha256)
    rememberFile(next).catch(() => {
      notify('warning', 'The browser has no room to keep this file: after a reload, open it again.')
    })
    loadFeatureMap(base)
    await work(mine)
  } catch (error) {
    if (mine === run) failed(error)
  }
}

/** Forgets the open file. What it extracted and what was decided stays stored under its hash. */
export function close(): void {
  run++
  file = null
  extractor.stop('cancelled', 'The file was closed.')
  const { device } = useStore.getState()
  useStore.setState({ ...initialState, device })
}

/** Stops what is being computed. Pairs that are extracted are tested; `resume` goes on. */
export function cancel(): void {
  const mine = ++run
  extractor.stop('cancelled', 'Extraction was cancelled.')
  analyser.interrupt()
  useStore.setState({ progress: null, interrupted: true })
  const tested = useStore.getState().findings?.complete ? Promise.resolve() : test(mine)
  tested.then(() => {
    if (mine !== run) return
    useStore.setState({ phase: 'ready', progress: null })
    void prepareDecision()
  }, failed)
}

export function resume(): void {
  const mine = ++run
  useStore.setState({ phase: 'working', interrupted: false, failure: null })
  work(mine).catch((error: unknown) => mine === run && failed(error))
}

/** Extracts what is missing, testing as it goes, then tests all of it. */
async function work(mine: number): Promise<void> {
  const plan = await analyser.call((api) => api.plan())
  if (mine !== run) return
  if (plan.done < plan.batches) {
    await test(mine)
    await extract(mine, plan)
  }
  if (mine !== run) return
  if (!useStore.getState().findings?.complete) await test(mine)
  await explain(mine)
  if (mine !== run) return
  useStore.setState({ phase: 'ready', progress: null })
  await prepareDecision()
  if (mine !== run) return
  await testContexts(mine)
}

/** Loads the encoder. @param report called with (bytes so far, bytes in all), by Comlink's proxy; null for none */
export const startExtractor = (report: ((done: number, total: number) => void) | null) =>
  extractor.call((api) => api.start(prefer, base, report))

async function extract(mine: number, start: Plan): Promise<void> {
  const total = start.characters
  useStore.setState({ progress: { phase: 'loading-model', done: 0, total: 1 } })
  const shown = progressOf('loading-model', () => mine === run)
  const info = await startExtractor(shown.report).finally(shown.close)
  if (mine !== run) return
  useStore.setState({ device: info.device })

  const meter = new RateMeter()
  const show = (done: number) => {
    const rate = meter.update(done)
    const secondsLeft = rate ? (total - done) / rate : null
    useStore.setState({ progress: { phase: 'extracting', done, total, rate, secondsLeft } })
  }
  show(start.charactersDone)
  let pairsTested = 0
  let testing = false
  let nextTest = performance.now() + 1000 * REFRESH_SECONDS
  let next = analyser.call((api) => api.next())
  for (;;) {
    const batch = await next
    if (mine !== run || !batch) break
    const units = extractor.call((api) => api.extract(batch.texts, windowsOf(batch)))
    // The next batch's texts are fetched while this one computes.
    next = analyser.call((api) => api.next())
    next.catch(() => undefined)
    const done = await units
    if (mine !== run) return
    const { plan, notice } = await analyser.call((api) =>
      api.add(batch.id, Comlink.transfer(done, buffers(done))),
    )
    if (notice) notify('warning', notice)
    show(plan.charactersDone)
    if (!testing && plan.pairsDone > pairsTested && performance.now() > nextTest) {
      pairsTested = plan.pairsDone
      testing = true
      const began = performance.now()
      void test(mine)
        .catch(report)
        .finally(() => {
          const now = performance.now()
          nextTest = now + Math.max(1000 * REFRESH_SECONDS, REFRESH_COST * (now - began))
          testing = false
        })
    }
  }
}

/**
 * Shows a call's progress while `current` holds. Messages about progress travel by another way than the reply and may
 * come after it: close when the call has ended.
 */
function progressOf(phase: 'loading-model' | 'testing' | 'contexts', current: () => boolean) {
  let open = true
  const report = Comlink.proxy((done: number, total: number) => {
    if (open && current()) useStore.setState({ progress: { phase, done, total } })
  })
  return { report, close: () => void (open = false) }
}

/** Tests every concept on what is extracted so far, and shows it. */
async function test(mine: number): Promise<void> {
  const quiet = useStore.getState().progress?.phase === 'extracting'
  const shown = progressOf('testing', () => mine === run && !quiet)
  const findings = await analyser.call((api) => api.analyse(SEED, shown.report)).finally(shown.close)
  if (mine !== run) return
  const first = useStore.getState().findings === null
  useStore.setState({ findings, ...(quiet ? {} : { progress: null }) })
  if (first || findings.complete) refreshSelection()
  refreshImpact()
}

/** Tests concepts inside contexts, then lays out the map. */
async function testContexts(mine: number): Promise<void> {
  const wanted = () => mine === run
  const shown = progressOf('contexts', wanted)
  const contexts = await analyser
    .callInBackground((api, interrupt) => api.contexts(SEED, shown.report, interrupt), wanted)
    .finally(shown.close)
  if (mine !== run) return
  useStore.setState({ contexts, progress: null })
  if (!contexts) return
  refreshSelection()
  // Verdicts within contexts could not be enacted before.
  refreshImpact()
  const map = await analyser.callInBackground((api, interrupt) => api.map(SEED, interrupt), wanted)
  if (mine !== run) return
  useStore.setState({ map })
  loadLeanings()
}

async function explain(mine: number): Promise<void> {
  const auc = await analyser.call((api) => api.explain(SEED))
  const { findings } = useStore.getState()
  if (mine !== run || !findings?.summary) return
  useStore.setState({ findings: { ...findings, summary: { ...findings.summary, auc } } })
}

/** A failure while a file is open: recover where that is possible, else say what happened. */
function failed(error: unknown): void {
  const failure = error instanceof WhittleError ? error : null
  if (failure?.code === 'cancelled') return
  if (failure?.code === 'worker-crashed' && recoveries < MOST_RECOVERIES) {
    recoveries++
    notify('warning', failure.message)
    resume()
    return
  }
  if (failure?.code === 'device-lost' && prefer !== 'wasm') {
    prefer = 'wasm'
    notify('warning', failure.message)
    notify('info', 'Extraction goes on with the processor. Reload the page to try the graphics card again.')
    resume()
    return
  }
  const { dataset, findings } = useStore.getState()
  const message = failure?.message ?? String(error)
  useStore.setState({
    phase: findings ? 'ready' : dataset ? 'working' : 'empty',
    interrupted: dataset !== null,
    progress: null,
    failure: { code: failure?.code ?? 'internal', message },
  })
}

/** Restarts after crashes, in this page's life; a file that crashes every worker must not loop. */
const MOST_RECOVERIES = 3
let recoveries = 0

// The analysis worker owns the data: when it is gone, the file is opened again, with what storage has of it.
analyser.onCrash = (message) => {
  notify('warning', message)
  if (file && recoveries < MOST_RECOVERIES) {
    recoveries++
    void open(file, mapping)
  }
}

export function buffers(units: object): Transferable[] {
  return Object.values(units).flatMap((column) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  )
}
