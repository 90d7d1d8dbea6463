import type { State } from './state.ts'

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

/** What stays in view of the open file while a new worker opens it again; nothing before its first table. */
export function keptInRecovery(state: State): Partial<State> {
  const { dataset, findings, lessons, contexts, map, leanings, lasso, impact, authored } = state
  if (!findings) return { notices: state.notices }
  return {
    ...{ dataset, findings, lessons, contexts, map, leanings, lasso, impact, authored },
    ...{ evidence: state.evidence, detail: state.detail, forest: state.forest, notices: state.notices },
    ...{ phase: 'working', recovering: true },
  }
}
