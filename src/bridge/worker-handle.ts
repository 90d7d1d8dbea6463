import * as Comlink from 'comlink'
import { WhittleError } from '../core/failure.ts'
import { type Reply, unwrap } from '../protocol/reply.ts'

/** The part of Worker that the bridge needs; tests bring their own. */
export interface WorkerLike extends Comlink.Endpoint {
  terminate(): unknown
}

/**
 * One worker behind its contract. Comlink leaves the calls to a crashed worker pending for ever: here they reject
 * with code 'worker-crashed', and the next call starts a new worker. Calls run one after another; a failed call
 * does not poison those behind it.
 */
export class WorkerHandle<Api> {
  #worker: WorkerLike | null = null
  #remote: Comlink.Remote<Api> | null = null
  #rejectPending = new Set<(error: WhittleError) => void>()
  #tail: Promise<unknown> = Promise.resolve()
  /** Counts the workers started. */
  generation = 0
  /** Called when a worker has crashed and its state is lost, before the pending calls reject. */
  onCrash: ((message: string) => void) | null = null

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly name: string,
  ) {}

  /** Runs one call of the contract when the calls before it have ended, and returns its value or throws its failure. */
  call<T>(ask: (api: Comlink.Remote<Api>) => Promise<Reply<T>>): Promise<T> {
    const run = () => this.#run(ask)
    const outcome = this.#tail.then(run, run)
    this.#tail = outcome.catch(() => undefined)
    return outcome
  }

  /** Ends the worker now. Pending calls reject with `code`; the next call starts afresh. */
  stop(code: 'cancelled' | 'worker-crashed', message: string): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#remote = null
    const pending = [...this.#rejectPending]
    this.#rejectPending.clear()
    for (const reject of pending) reject(new WhittleError(code, message))
  }

  async #run<T>(ask: (api: Comlink.Remote<Api>) => Promise<Reply<T>>): Promise<T> {
    const remote = this.#remote ?? this.#start()
    const { promise, resolve, reject } = withResolvers<Reply<T>>()
    this.#rejectPending.add(reject)
    ask(remote).then(resolve, reject)
    try {
      return unwrap(await promise)
    } finally {
      this.#rejectPending.delete(reject)
    }
  }

  #start(): Comlink.Remote<Api> {
    const worker = this.spawn()
    const crashed = (event: Event) => {
      if (worker !== this.#worker) return
      const detail = 'message' in event && event.message ? ` (${String(event.message)})` : ''
      const message = `The ${this.name} stopped unexpectedly${detail}. It is started again.`
      this.stop('worker-crashed', message)
      this.onCrash?.(message)
    }
    worker.addEventListener('error', crashed as EventListener)
    worker.addEventListener('messageerror', crashed as EventListener)
    this.#worker = worker
    this.#remote = Comlink.wrap<Api>(worker)
    this.generation++
    return this.#remote
  }
}

/** Promise.withResolvers, which ES2023 lacks. */
function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
