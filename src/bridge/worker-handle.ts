import * as Comlink from 'comlink'
import { WhittleError } from '../core/failure.ts'
import { type Reply, unwrap } from '../protocol/reply.ts'
import type { WorkerLike } from '../protocol/worker-like.ts'
import { withResolvers } from './with-resolvers.ts'

/** An interrupted call is made again when nothing else was asked for so long. */
const IDLE_MILLISECONDS = 300

/**
 * One worker behind its contract. Comlink leaves the calls to a crashed worker pending for ever: here they
 * reject
 * with code 'worker-crashed', and the next call starts a new worker. Calls run one after another; a call that
 * fails
 * leaves those behind it alone.
 */
export class WorkerHandle<Api> {
  #worker: WorkerLike | null = null
  #remote: Comlink.Remote<Api> | null = null
  #rejectPending = new Set<(error: WhittleError) => void>()
  #tail: Promise<unknown> = Promise.resolve()
  /** Of each background call that runs or waits for its turn: set to 1 to make it give way. */
  readonly #background = new Set<Int32Array>()
  /** Counts the stops: what was waiting for its turn before one is not asked of the next worker. */
  #epoch = 0
  #stopped = new WhittleError('cancelled', 'The worker was stopped.')
  /** Counts the workers started. */
  generation = 0
  /**
   * Called with a sentence when a worker has crashed and its state is lost, before the pending calls reject.
   */
  onCrash: ((message: string) => void) | null = null

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly name: string,
  ) {}

  /**
   * Runs one call of the contract when the calls before it have ended, and returns its value or throws its
   * failure.
   */
  call<T>(ask: (api: Comlink.Remote<Api>) => Promise<Reply<T>>): Promise<T> {
    this.interrupt()
    return this.#queue(ask)
  }

  /**
   * Runs a call at once, beside those in the queue: for what the worker answers while it works on something
   * else.
   */
  callBeside<T>(ask: (api: Comlink.Remote<Api>) => Promise<Reply<T>>): Promise<T> {
    return this.#run(ask)
  }

  /** Makes background calls give way, also those that are before a new call in the queue. */
  interrupt(): void {
    for (const flag of this.#background) Atomics.store(flag, 0, 1)
  }

  /**
   * Runs a long call that makes way for others: when one comes in, `interrupt[0]` becomes 1, the worker gives
   * up with
   * code 'cancelled', and the call is made again when the worker is idle and it is still wanted. Where memory
   * cannot be
   * shared (the page is not cross-origin isolated) it runs to its end, and others wait.
   */
  async callInBackground<T>(
    ask: (api: Comlink.Remote<Api>, interrupt: Int32Array | null) => Promise<Reply<T>>,
    wanted: () => boolean = () => true,
  ): Promise<T> {
    for (;;) {
      const interrupt = sharedFlag()
      const interrupted = () => interrupt !== null && Atomics.load(interrupt, 0) === 1
      if (interrupt) this.#background.add(interrupt)
      try {
        return await this.#queue((api) => (interrupted() ? Promise.reject(gaveWay()) : ask(api, interrupt)))
      } catch (error) {
        if (!interrupted()) throw error
        if (!(error instanceof WhittleError && error.code === 'cancelled')) throw error
      } finally {
        if (interrupt) this.#background.delete(interrupt)
      }
      await this.#idle()
      if (!wanted()) throw new WhittleError('cancelled', 'This is not wanted any more.')
    }
  }

  /** Resolves when no call is waiting, and none has come in for a moment. */
  async #idle(): Promise<void> {
    for (let tail: unknown = null; tail !== this.#tail;) {
      tail = this.#tail
      await this.#tail
      await new Promise((resolve) => setTimeout(resolve, IDLE_MILLISECONDS))
    }
  }

  #queue<T>(ask: (api: Comlink.Remote<Api>) => Promise<Reply<T>>): Promise<T> {
    const epoch = this.#epoch
    const run = () => (epoch === this.#epoch ? this.#run(ask) : Promise.reject(this.#stopped))
    const outcome = this.#tail.then(run, run)
    this.#tail = outcome.catch(() => undefined)
    return outcome
  }

  /** Ends the worker now. Calls that run or wait reject with `code`; the next call starts a new worker. */
  stop(code: 'cancelled' | 'worker-crashed', message: string): void {
    this.#epoch++
    this.#stopped = new WhittleError(code, message)
    this.#worker?.terminate()
    this.#worker = null
    this.#remote = null
    const pending = [...this.#rejectPending]
    this.#rejectPending.clear()
    for (const reject of pending) reject(this.#stopped)
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
      const message = `The ${this.name} stopped unexpectedly${detail}.`
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

const gaveWay = () => new WhittleError('cancelled', 'Something more urgent was asked for.')

const sharedFlag = (): Int32Array | null =>
  typeof SharedArrayBuffer === 'undefined' ? null : new Int32Array(new SharedArrayBuffer(4))
