import { parseJson } from '../core/parse-json.ts'
import { z } from '../core/schema.ts'
import { namesSchema, ownRuleSchema, unintendedSchema, verdictSchema } from '../core/workspace/decisions-schema.ts'
import { changesBetween, withChanges } from './decision-changes.ts'
import type { Decisions } from './state.ts'

/** So many changes can be undone. */
const DEPTH = 200

/** The steps that can be undone and redone, around the present state of the decisions. */
export class UndoHistory {
  #past: readonly Decisions[] = []
  #future: readonly Decisions[] = []

  constructor(public present: Decisions) {}

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** A change by the person. */
  step(after: Decisions): void {
    this.#past = [...this.#past.slice(1 - DEPTH), this.present]
    this.#future = []
    this.present = after
  }

  undo(): void {
    const before = this.#past.at(-1)
    if (!before) return
    this.#future = [...this.#future, this.present]
    this.#past = this.#past.slice(0, -1)
    this.present = before
  }

  redo(): void {
    const after = this.#future.at(-1)
    if (!after) return
    this.#past = [...this.#past, this.present]
    this.#future = this.#future.slice(0, -1)
    this.present = after
  }

  /** A change from elsewhere: no step to undo, but part of every one. @returns whether anything changed */
  adopt(now: Decisions): boolean {
    const changes = changesBetween(this.present, now)
    if (changes.length === 0) return false
    const changed = (decisions: Decisions) => withChanges(decisions, changes)
    this.#past = this.#past.map(changed)
    this.#future = this.#future.map(changed)
    this.present = now
    return true
  }

  toText(): string {
    return JSON.stringify({ past: this.#past, present: this.present, future: this.#future })
  }

  /** Reads what `toText` wrote; null where it is damaged. */
  static fromText(text: string): UndoHistory | null {
    const { success, data } = schema.safeParse(parseJson(text))
    if (!success) return null
    const history = new UndoHistory(data.present)
    history.#past = data.past
    history.#future = data.future
    return history
  }
}

const decisions = z.strictObject({
  verdicts: z.array(verdictSchema),
  names: namesSchema,
  contexts: z.array(ownRuleSchema),
  unintended: unintendedSchema,
})
const schema = z.strictObject({ past: z.array(decisions), present: decisions, future: z.array(decisions) })

/** Where a tab keeps its steps across a reload, by the hash of the data. */
export interface UndoStorage {
  load(sha256: string): UndoHistory | null
  save(sha256: string, history: UndoHistory): void
}

const key = (sha256: string) => `whittle:undo:${sha256}`

/** The tab's own storage: the steps of another tab are not undone here. */
export const sessionUndo: UndoStorage = {
  load(sha256) {
    try {
      const text = sessionStorage.getItem(key(sha256))
      return text === null ? null : UndoHistory.fromText(text)
    } catch {
      return null
    }
  },
  save(sha256, history) {
    try {
      sessionStorage.setItem(key(sha256), history.toText())
    } catch {
      // Full or refused: the steps end with the page, and the decisions are stored elsewhere.
    }
  },
}
