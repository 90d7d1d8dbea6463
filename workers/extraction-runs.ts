import { transfer, wrap } from 'comlink'
import type { UnitTable } from '../src/core/activations.ts'
import { windowsOf } from '../src/core/extract/plan.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { Batch, BatchProgress, BatchSource } from '../src/protocol/batches.ts'
import { type Reply, unwrap } from '../src/protocol/reply.ts'

/** So many batches may wait to be taken in. */
const MOST_WAITING = 3

/** So long a run that fails or is cancelled waits for what it extracted to be taken in. */
const SETTLING_MILLISECONDS = 1000

const pause = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds))

/** Calls may overlap. */
type Extract = (texts: readonly string[], lastWindows: number | null) => Promise<UnitTable>

/**
 * Extracts the batches of sources, several at a time; runs may overlap, since the encoder queues its work.
 */
export class ExtractionRuns {
  /** By the id of a run: makes it give up. */
  readonly #cancel = new Map<number, () => void>()

  /** @param inFlight how many batches keep the encoder busy */
  constructor(
    private readonly extract: Extract,
    private readonly inFlight: () => number,
  ) {}

  /**
   * Extracts until the source has no batches left.
   * @param port of a channel whose other end answers as BatchSource; closed at the end
   * @throws WhittleError 'cancelled' after `cancel`, or what extracting or the source failed with
   */
  async run(id: number, port: MessagePort, told: (progress: BatchProgress) => void): Promise<void> {
    const remote = wrap<BatchSource>(port)
    const source: BatchSource = {
      next: () => remote.next(),
      add: (batch, units) => remote.add(batch, transfer(units, buffers(units))),
    }
    try {
      await this.#run(id, source, told)
    } finally {
      port.close()
    }
  }

  async #run(id: number, source: BatchSource, told: (progress: BatchProgress) => void): Promise<void> {
    const cancelled = new Promise<never>((_, reject) => {
      this.#cancel.set(id, () => reject(new WhittleError('cancelled', 'The extraction was cancelled.')))
    })
    cancelled.catch(() => undefined)
    // A source that has stopped never answers: whoever waits for it is still cancelled.
    const orCancelled = <T>(work: Promise<T>) => Promise.race([cancelled, work])
    const most = this.inFlight()
    const asked: Promise<Reply<Batch | null>>[] = []
    const extracting = new Tasks()
    const adding = new Tasks()
    const extract = async ({ id: batch, ...what }: Batch) => {
      const units = await this.extract(what.texts, windowsOf(what))
      adding.start(source.add(batch, units).then((progress) => told(unwrap(progress))))
    }
    try {
      for (;;) {
        // Texts are asked for before they are needed.
        while (asked.length <= most) asked.push(source.next())
        const batch = unwrap(await orCancelled(asked.shift()!))
        if (!batch) break
        extracting.start(extract(batch))
        await orCancelled(extracting.fewerThan(most))
        await orCancelled(adding.fewerThan(MOST_WAITING))
      }
      await orCancelled(extracting.fewerThan(1))
      await orCancelled(adding.fewerThan(1))
    } finally {
      this.#cancel.delete(id)
      // What is extracted is not lost with the rest; a source that has stopped is not waited for.
      await extracting.settled()
      await Promise.race([adding.settled(), pause(SETTLING_MILLISECONDS)])
    }
  }

  cancel(id: number): void {
    this.#cancel.get(id)?.()
  }
}

/** What of a table is handed over instead of copied. */
export function buffers({
  unitPtr,
  start,
  end,
  tokens,
  indptr,
  feature,
  value,
  state,
  unitStates,
}: UnitTable): Transferable[] {
  const states = unitStates ? [unitStates.value, unitStates.scale] : []
  return [unitPtr, start, end, tokens, indptr, feature, value, state, ...states].map(
    (column) => column.buffer as ArrayBuffer,
  )
}

/** Promises that are waited for together. One that failed stays, so that whoever waits learns of it. */
class Tasks {
  readonly #open = new Set<Promise<void>>()

  start(task: Promise<void>): void {
    this.#open.add(task)
    task.then(
      () => this.#open.delete(task),
      () => undefined,
    )
  }

  /** @throws what a task failed with */
  async fewerThan(count: number): Promise<void> {
    while (this.#open.size >= count) await Promise.race(this.#open)
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#open)
  }
}
