import type { Window } from './windows.ts'

/**
 * What an engine computes of a run: its units in the order of its windows. Firings of unit k are at indptr[k]
 * .. indptr[k + 1].
 */
export interface RunOutput {
  /** Units × dim: the mean state of every unit over its tokens. */
  readonly states: Float32Array
  /** Length units + 1. */
  readonly indptr: Uint32Array
  /**
   * Per firing: a latent whose pre-activation exceeds its threshold, ascending within a unit, and the
   * pre-activation.
   */
  readonly feature: Uint16Array
  readonly value: Float32Array
}

/** What computes the encoder and reads the dictionary. */
export interface Engine {
  /** For people: "Whittle’s kernel with relaxed SIMD, 2 threads". */
  readonly name: string
  /** Runs at a time that keep the engine busy. */
  readonly inFlight: number
  /** Calls of some 32,000 characters at a time that have so many runs. */
  readonly callsInFlight: number
  /** Cuts windows into runs of the size that suits the engine; every window is in one of them. */
  plan(windows: readonly Window[]): Window[][]
  /**
   * Computes the windows of one run. May be called again before it has settled; a run that fails leaves
   * others alone.
   * @throws WhittleError 'device-lost' when what computes is gone; other errors are the encoder's
   */
  run(windows: readonly Window[]): Promise<RunOutput>
  dispose(): Promise<void>
}
