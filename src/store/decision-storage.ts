import type { Decisions } from './state.ts'

/** What the person authored, by the hash of the data. */
export interface DecisionStorage {
  load(sha256: string): Decisions | null
  save(sha256: string, authored: Decisions): void
}

const key = (sha256: string) => `whittle:authored:${sha256}`

export const localDecisions: DecisionStorage = {
  load(sha256) {
    try {
      const stored = localStorage.getItem(key(sha256))
      return stored ? { verdicts: [], names: {}, ...(JSON.parse(stored) as Partial<Decisions>) } : null
    } catch {
      // Unreadable or forbidden storage: start without decisions.
      return null
    }
  },
  save(sha256, authored) {
    try {
      localStorage.setItem(key(sha256), JSON.stringify(authored))
    } catch {
      // Private windows may refuse storage; the session goes on without.
    }
  },
}
