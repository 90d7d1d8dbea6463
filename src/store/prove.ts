import * as Comlink from 'comlink'
import { analyser, extractor } from '../bridge/workers.ts'
import { WhittleError } from '../core/failure.ts'
import type { ExportSettings } from '../protocol/data.ts'
import { notify, report } from './notices.ts'
import { buffers, SEED, startExtractor } from './pipeline.ts'
import { useStore } from './store.ts'

/** Counts the proofs asked for: what an earlier one still says is no longer heard. */
let latest = 0

/** The share of the work that extracting edited texts is, where there are any. */
const READING = 0.5

async function start(): Promise<void> {
  const mine = ++latest
  const { verdicts, names } = useStore.getState().authored
  const settings = { verdicts, names, seed: SEED }
  const wanted = () => mine === latest
  const said = (done: number, total: number) => {
    const running = useStore.getState().proof.kind === 'running'
    if (wanted() && running) useStore.setState({ proof: { kind: 'running', done, total } })
  }
  useStore.setState({ proof: { kind: 'running', done: 0, total: 1 } })
  // Other long work makes way: this is what the person waits for.
  analyser.interrupt()
  try {
    const read = await readTexts(settings, wanted, (share) => said(READING * share, 1))
    const from = read ? READING : 0
    const progress = Comlink.proxy((done: number, total: number) =>
      said(from + ((1 - from) * done) / total, 1),
    )
    const proof = await analyser.callInBackground(
      (api, interrupt) => api.prove(settings, progress, interrupt),
      wanted,
    )
    if (wanted()) useStore.setState({ proof: { kind: 'done', proof, verdicts } })
  } catch (error) {
    if (!wanted()) return
    useStore.setState({ proof: { kind: 'none' } })
    report(error)
  }
}

/**
 * Extracts the texts that the proof makes. Where the encoder fails the proof goes on, and says what it lacks.
 * @returns whether there were any
 */
async function readTexts(
  settings: ExportSettings,
  wanted: () => boolean,
  progress: (share: number) => void,
): Promise<boolean> {
  const batches = await analyser.call((api) => api.unreadTexts(settings))
  if (batches.length === 0) return false
  try {
    await startExtractor(null)
    for (const [done, texts] of batches.entries()) {
      if (!wanted()) return true
      const units = await extractor.call((api) => api.extract(texts, null))
      await analyser.call((api) => api.addRead(texts, Comlink.transfer(units, buffers(units))))
      progress((done + 1) / batches.length)
    }
  } catch (error) {
    if (!(error instanceof WhittleError) || error.code === 'cancelled') throw error
    notify('warning', error.message)
  }
  return true
}

function cancel(): void {
  latest++
  analyser.interrupt()
  useStore.setState({ proof: { kind: 'none' } })
}

export const proving = { prove: () => void start(), cancelProof: cancel }
