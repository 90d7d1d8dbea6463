/**
 * Crashes and lost devices that are recovered from without asking; a file that crashes every worker must not
 * loop.
 */
const MOST_RECOVERIES = 3

/** Counts recoveries since the person last asked for something. */
export class Recoveries {
  #count = 0

  /** @returns whether one more recovery is allowed, and counts it */
  allow(): boolean {
    if (this.#count >= MOST_RECOVERIES) return false
    this.#count++
    return true
  }

  /** The person opened a file or went on: what they ask for is tried again. */
  reset(): void {
    this.#count = 0
  }
}
