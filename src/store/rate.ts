/** Progress per second over the last while, for time estimates. */
export class RateMeter {
  readonly #samples: { at: number; done: number }[] = []

  constructor(
    private readonly windowSeconds = 20,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Takes a reading; null until two readings lie apart. */
  update(done: number): number | null {
    const at = this.now()
    this.#samples.push({ at, done })
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > this.windowSeconds) this.#samples.shift()
    const first = this.#samples[0]!
    return at > first.at && done > first.done ? (done - first.done) / (at - first.at) : null
  }
}
