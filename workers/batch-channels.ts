import * as Comlink from 'comlink'
import type { UnitTable } from '../src/core/activations.ts'
import type { Batch, BatchProgress } from '../src/protocol/batches.ts'
import { reply } from '../src/protocol/reply.ts'

/** Where batches come from and go to, in this worker. */
export interface Batches {
  next(): Batch | null
  add(id: number, units: UnitTable): BatchProgress | Promise<BatchProgress>
}

/** The channels on which the extraction worker asks for batches, one for each purpose. */
export class BatchChannels {
  readonly #open = new Map<string, MessagePort>()

  /** Answers as BatchSource on a port; an earlier one for the same purpose is closed. */
  open(purpose: string, port: MessagePort, batches: Batches): void {
    this.#open.get(purpose)?.close()
    this.#open.set(purpose, port)
    const source = {
      next: () => reply(() => batches.next()),
      add: (id: number, units: UnitTable) => reply(() => batches.add(id, units)),
    }
    Comlink.expose(source, port)
  }

  close(): void {
    for (const port of this.#open.values()) port.close()
    this.#open.clear()
  }
}
