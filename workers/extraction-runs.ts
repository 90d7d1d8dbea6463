import { transfer, wrap } from 'comlink'
import type { UnitTable } from '../src/core/activations.ts'
import { windowsOf } from '../src/core/extract/plan.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { Batch, BatchProgress, BatchSource } from '../src/protocol/batches.ts'
import { type Reply, unwrap } from '../src/protocol/reply.ts'

/** So many batches are asked for before they are needed, and so many may wait to be taken in. */
const AHEAD = 3

/** So long a run that fails or is cancelled waits for what it extracted to be taken in. */
const SETTLING_MILLISECONDS = 1000

const pause = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds))

/** Calls queue up. */
type Extract = (texts: readonly string[], lastWindows: number | null) => Promise<UnitTable>

/** Extracts the batches of sources; runs may overlap, since the encoder queues what it is asked. */
export class ExtractionRuns {
  /** By the id of a run: makes it give up. */
  readonly #cancel = new Map<number, () => void>()

  constructor(private readonly extract: Extract) {}

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
    const asked: Promise<Reply<Batch | null>>[] = []
    const adding = new Set<Promise<void>>()
    const add = ({ id: batch }: Batch, units: UnitTable) => {
      const added = source.add(batch, units).then((progress) => told(unwrap(progress)))
      adding.add(added)
      added.then(
        () => adding.delete(added),
        () => undefined,
      )
    }
    try {
      for (;;) {
        while (asked.length < AHEAD) asked.push(source.next())
        const batch = unwrap(await orCancelled(asked.shift()!))
        if (!batch) break
        add(batch, await this.extract(batch.texts, windowsOf(batch)))
        await orCancelled(adding.size < AHEAD ? Promise.resolve() : Promise.race(adding))
      }
      await orCancelled(Promise.all(adding))
    } finally {
      this.#cancel.delete(id)
      // What is extracted is not lost with the rest; a source that has stopped is not waited for.
      if (adding.size > 0) await Promise.race([Promise.allSettled(adding), pause(SETTLING_MILLISECONDS)])
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
}: UnitTable): Transferable[] {
  return [unitPtr, start, end, tokens, indptr, feature, value, state].map(
    (column) => column.buffer as ArrayBuffer,
  )
}
