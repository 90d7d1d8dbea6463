import type { Endpoint } from 'comlink'

/** The part of Worker that those who start one need; tests bring their own. */
export interface WorkerLike extends Endpoint {
  terminate(): unknown
}
