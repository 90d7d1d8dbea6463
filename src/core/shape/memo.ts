/**
 * Remembers what the last turn computed, and forgets what it did not use: a click pays for what it changes
 * only.
 */
export interface Memo {
  /** Starts a turn. What neither this turn nor the one before asked for is forgotten. */
  turn(): void
  /** The value under `key`, computed if need be. One key always means the same type and the same inputs. */
  get<T>(key: string, compute: () => T): T
}

/**
 * @param pause called before anything is computed; may throw, and nothing is lost that was computed before
 */
export function createMemo(pause: () => void = () => undefined): Memo {
  let before = new Map<string, unknown>()
  let now = new Map<string, unknown>()
  const computed = <T>(compute: () => T): T => {
    pause()
    return compute()
  }
  return {
    turn() {
      before = now
      now = new Map()
    },
    get<T>(key: string, compute: () => T): T {
      if (!now.has(key)) now.set(key, before.has(key) ? before.get(key) : computed(compute))
      return now.get(key) as T
    },
  }
}
