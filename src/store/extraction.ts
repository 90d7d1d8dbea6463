import { channel, listener } from '../bridge/progress.ts'
import { withResolvers } from '../bridge/with-resolvers.ts'
import type { Extractor } from '../bridge/workers.ts'
import { WhittleError } from '../core/failure.ts'
import type { UnitTable } from '../core/activations.ts'
import type { BatchProgress } from '../protocol/batches.ts'
import type { Device, ExtractorInfo, Prefer } from '../protocol/extract.ts'

/**
 * A run that is cancelled ends with the batch it is at; one that has not ended by then hangs, and its worker
 * is ended.
 */
const GRACE_MILLISECONDS = 30_000

/**
 * Hands one end of a channel to the analysis worker, which hands out batches on it; false where there are
 * none.
 */
export type Feed = (port: MessagePort) => Promise<boolean>

/** The extraction worker, with the encoder loaded once for all files of a session. */
export class Extraction {
  #loading: Promise<ExtractorInfo> | null = null
  readonly #listeners = new Set<(done: number, total: number) => void>()
  #runs = 0
  #isLoaded = false

  /** @param prefer what computes, as the person asked for it */
  constructor(
    private readonly extractor: Extractor,
    private readonly base: string,
    private prefer: Prefer,
  ) {}

  /** What would compute, before any model is loaded. */
  probe(): Promise<Device> {
    return this.extractor.callBeside((api) => api.probe(this.prefer))
  }

  /** Loads the encoder where it is not loaded. @param told called with (bytes so far, bytes in all) */
  async load(told: (done: number, total: number) => void): Promise<ExtractorInfo> {
    this.#listeners.add(told)
    try {
      return await (this.#loading ??= this.#start())
    } finally {
      this.#listeners.delete(told)
    }
  }

  /** Whether the encoder is there: what it reads then is read at once. */
  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Reads one text, as one span; loads the encoder where it is not loaded. */
  async read(text: string): Promise<UnitTable> {
    await this.load(() => undefined)
    return this.extractor.callBeside((api) => api.extract([text], null))
  }

  /** Extracts what the analysis worker hands out. */
  run(feed: Feed, told: (progress: BatchProgress) => void): ExtractionRun {
    return new ExtractionRun(this.extractor, ++this.#runs, feed, told)
  }

  /** From now on the CPU computes. @returns false when it did already */
  fallBackToCpu(): boolean {
    const before = this.prefer
    this.prefer = 'wasm'
    return before !== 'wasm'
  }

  async #start(): Promise<ExtractorInfo> {
    const { report, close } = listener((done: number, total: number) => {
      for (const told of this.#listeners) told(done, total)
    })
    try {
      const info = await this.extractor.call((api) => api.start(this.prefer, this.base, report))
      this.#isLoaded = true
      return info
    } finally {
      close()
      this.#loading = null
    }
  }
}

/** An extraction under way. */
export class ExtractionRun {
  /** Rejects with code 'cancelled' as soon as it is cancelled. */
  readonly ended: Promise<void>
  readonly #cancellation = withResolvers<never>()
  #cancelled = false
  #running = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param id differs from that of every other run of the extractor */
  constructor(
    private readonly extractor: Extractor,
    private readonly id: number,
    feed: Feed,
    told: (progress: BatchProgress) => void,
  ) {
    this.ended = Promise.race([this.#work(feed, told), this.#cancellation.promise])
  }

  cancel(): void {
    if (this.#cancelled) return
    this.#cancelled = true
    this.#cancellation.reject(new WhittleError('cancelled', 'Extraction was cancelled.'))
    if (!this.#running) return
    this.extractor.callBeside((api) => api.cancel(this.id)).catch(() => undefined)
    this.#timer = setTimeout(
      () => this.extractor.stop('cancelled', 'The extraction worker did not answer.'),
      GRACE_MILLISECONDS,
    )
  }

  async #work(feed: Feed, told: (progress: BatchProgress) => void): Promise<void> {
    const [source, sink] = channel()
    if (!(await feed(source)) || this.#cancelled) return
    const { report, close } = listener((progress: BatchProgress) => !this.#cancelled && told(progress))
    this.#running = true
    try {
      await this.extractor.callBeside((api) => api.run(this.id, sink, report))
    } finally {
      this.#running = false
      close()
      clearTimeout(this.#timer)
    }
  }
}
