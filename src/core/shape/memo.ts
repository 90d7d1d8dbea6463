/** Remembers what the last turn computed, and forgets what it did not use: a click pays for what it changes only. */
export interface Memo {
  /** Starts a turn. What neither this turn nor the one before asked for is forgotten. */
  turn(): void
  /** The value under `key`, computed if need be. One key always means the same type and the same inputs. */
  get<T>(key: string, compute: () => T): T
}

export function createMemo(): Memo {
  let before = new Map<string, unknown>()
  let now = new Map<string, unknown>()
  return {
    turn() {
      before = now
      now = new Map()
    },
    get<T>(key: string, compute: () => T): T {
      const value = now.has(key) ? now.get(key) : before.has(key) ? before.get(key) : compute()
      now.set(key, value)
      return value as T
    },
  }
}
