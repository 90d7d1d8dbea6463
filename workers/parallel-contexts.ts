import * as Comlink from 'comlink'
import { dataClusterHypotheses } from '../src/core/contexts/data-clusters.ts'
import type { ContextFindings } from '../src/core/contexts/input.ts'
import { WhittleError } from '../src/core/failure.ts'
import { type PackedContexts, unpackContexts } from '../src/core/workspace/contexts.ts'
import type { ContextsApi } from '../src/protocol/contexts.ts'
import { unwrap } from '../src/protocol/reply.ts'
import type { WorkerLike } from '../src/protocol/worker-like.ts'
import type { Progress } from './progress.ts'

/** How often the other worker's progress is looked at. */
const LOOK_MILLISECONDS = 30
/** Progress of either view is told in so many parts. */
const PARTS = 1000

const spawnWorker = (): WorkerLike =>
  new Worker(new URL('./contexts.worker.ts', import.meta.url), { type: 'module' })

/**
 * Both views of contexts at once: prompt clusters in a worker of their own, data clusters here. When this
 * worker is wanted
 * for something else it gives up, and the other one goes on; what either has found is kept for the next call.
 */
export class BothViews {
  #worker: WorkerLike | null = null
  /**
   * Held on to: Comlink lets go of the worker when nobody has its proxy any more, even while an answer is
   * due.
   */
  #remote: Comlink.Remote<ContextsApi> | null = null
  readonly #input
  #data: ContextFindings | null = null
  readonly #prompt: Promise<ContextFindings>
  #promptDone = 0

  constructor(packed: PackedContexts, spawn: () => WorkerLike = spawnWorker) {
    this.#input = unpackContexts(packed)
    this.#prompt = this.#beside(packed, spawn)
    // Whoever asks hears of a failure; until then it is nobody's.
    this.#prompt.catch(() => undefined)
  }

  /** @param progress (done, total) of both views; may throw to give up for now */
  async find(progress: Progress): Promise<{ data: ContextFindings; prompt: ContextFindings }> {
    const tell = (data: number) => progress(Math.floor((PARTS * (data + this.#promptDone)) / 2), PARTS)
    this.#data ??= dataClusterHypotheses(this.#input, (done, total) => tell(done / total))
    for (let waiting = true; waiting;) {
      tell(1)
      const settled = this.#prompt.then(() => false)
      waiting = await Promise.race([
        settled,
        new Promise<true>((go) => setTimeout(go, LOOK_MILLISECONDS, true)),
      ])
    }
    return { data: this.#data, prompt: await this.#prompt }
  }

  /** Ends the other worker. */
  stop(): void {
    this.#worker?.terminate()
    this.#worker = this.#remote = null
  }

  async #beside(packed: PackedContexts, spawn: () => WorkerLike): Promise<ContextFindings> {
    const worker = (this.#worker = spawn())
    this.#remote = Comlink.wrap<ContextsApi>(worker)
    const crashed = new Promise<never>((_, reject) =>
      worker.addEventListener('error', (event) => {
        const detail = 'message' in event && event.message ? ` (${String(event.message)})` : ''
        reject(new WhittleError('worker-crashed', `The contexts worker stopped unexpectedly${detail}.`))
      }),
    )
    const progress = Comlink.proxy((done: number, total: number) => void (this.#promptDone = done / total))
    try {
      return unwrap(await Promise.race([this.#remote.promptClusters(packed, progress), crashed]))
    } finally {
      this.stop()
    }
  }
}
