import * as Comlink from 'comlink'
import { analyser } from '../bridge/workers.ts'
import { report } from './notices.ts'
import { SEED } from './pipeline.ts'
import { useStore } from './store.ts'

/** Counts the proofs asked for: what an earlier one still says is no longer heard. */
let latest = 0

async function start(): Promise<void> {
  const mine = ++latest
  const { verdicts, names } = useStore.getState().authored
  const wanted = () => mine === latest
  const said = (done: number, total: number) => {
    const running = useStore.getState().proof.kind === 'running'
    if (wanted() && running) useStore.setState({ proof: { kind: 'running', done, total } })
  }
  useStore.setState({ proof: { kind: 'running', done: 0, total: 1 } })
  // Other long work makes way: this is what the person waits for.
  analyser.interrupt()
  try {
    const progress = Comlink.proxy(said)
    const proof = await analyser.callInBackground(
      (api, interrupt) => api.prove({ verdicts, names, seed: SEED }, progress, interrupt),
      wanted,
    )
    if (wanted()) useStore.setState({ proof: { kind: 'done', proof, verdicts } })
  } catch (error) {
    if (!wanted()) return
    useStore.setState({ proof: { kind: 'none' } })
    report(error)
  }
}

function cancel(): void {
  latest++
  analyser.interrupt()
  useStore.setState({ proof: { kind: 'none' } })
}

export const proving = { prove: () => void start(), cancelProof: cancel }
