import type { UnitTable } from '../core/activations.ts'
import type { Reply } from './reply.ts'

/** Texts to extract together. */
export interface Batch {
  readonly id: number
  readonly kind: 'response' | 'prompt'
  readonly texts: readonly string[]
}

/** How far an extraction is once a batch's units are taken in. */
export interface BatchProgress {
  /** Characters. */
  readonly done: number
  readonly total: number
  /** Pairs of the dataset whose two responses are extracted. */
  readonly pairsDone: number
  /** Something to tell the person, once. */
  readonly notice: string | null
}

/**
 * The contract of the channel between the analysis worker, which has the texts, and the extraction worker,
 * which reads
 * them: texts and units go from one to the other and never through the page.
 */
export interface BatchSource {
  /** The next batch that is neither extracted nor handed out; null when there is none. */
  next(): Promise<Reply<Batch | null>>
  /** Takes in the units of a batch, in the order of its texts. Their buffers are transferred. */
  add(id: number, units: UnitTable): Promise<Reply<BatchProgress>>
}
