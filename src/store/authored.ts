import type { Verdict, VerdictKind } from '../core/verdict.ts'
import { refreshImpact } from './inspect.ts'
import type { Authored, Commands } from './state.ts'
import { useStore } from './store.ts'

const nothing: Authored = { verdicts: [], names: {} }
const depth = 200

let past: Authored[] = []
let future: Authored[] = []

const key = (sha256: string) => `whittle:authored:${sha256}`

/** Loads what the person authored on this data before. Local storage, by the data's hash: it survives a reload. */
export function loadAuthored(sha256: string): void {
  past = []
  future = []
  let authored = nothing
  try {
    const stored = localStorage.getItem(key(sha256))
    if (stored) authored = { ...nothing, ...(JSON.parse(stored) as Partial<Authored>) }
  } catch {
    // Unreadable or forbidden storage: start without decisions.
  }
  useStore.setState({ authored, canUndo: false, canRedo: false })
}

function commit(authored: Authored): void {
  const { dataset } = useStore.getState()
  useStore.setState({ authored, canUndo: past.length > 0, canRedo: future.length > 0 })
  if (dataset) {
    try {
      localStorage.setItem(key(dataset.sha256), JSON.stringify(authored))
    } catch {
      // Private windows may refuse storage; the session goes on without.
    }
  }
  refreshImpact()
}

/** One change that a person can undo. */
function author(change: (authored: Authored) => Authored): void {
  const before = useStore.getState().authored
  const after = change(before)
  if (after === before) return
  past = [...past.slice(-depth + 1), before]
  future = []
  commit(after)
}

const isOn = (concept: string, scope: string) => (verdict: Verdict) =>
  verdict.concept === concept && verdict.scope === scope

function decide(concept: string, kind: VerdictKind | null, scope = 'overall'): void {
  author((authored) => {
    const { verdicts } = authored
    const existing = verdicts.find(isOn(concept, scope))
    if (kind === null) {
      return existing
        ? { ...authored, verdicts: verdicts.filter((verdict) => verdict !== existing) }
        : authored
    }
    if (existing?.verdict === kind) return authored
    if (existing) {
      const changed = { ...existing, verdict: kind }
      return { ...authored, verdicts: verdicts.map((verdict) => (verdict === existing ? changed : verdict)) }
    }
    const fresh: Verdict = {
      concept,
      scope,
      verdict: kind,
      strength: 1,
      protocol: 'offsets',
      note: '',
    }
    return { ...authored, verdicts: [...verdicts, fresh] }
  })
}

function adjust(concept: string, change: Parameters<Commands['adjust']>[1], scope = 'overall'): void {
  author((authored) => {
    const existing = authored.verdicts.find(isOn(concept, scope))
    if (!existing) return authored
    const changed = { ...existing, ...change }
    return {
      ...authored,
      verdicts: authored.verdicts.map((verdict) => (verdict === existing ? changed : verdict)),
    }
  })
}

function rename(concept: string, name: string): void {
  author((authored) => {
    const { [concept]: before, ...others } = authored.names
    const trimmed = name.trim()
    if (trimmed === (before ?? '')) return authored
    return { ...authored, names: trimmed ? { ...others, [concept]: trimmed } : others }
  })
}

function undo(): void {
  const before = past.at(-1)
  if (!before) return
  past = past.slice(0, -1)
  future = [...future, useStore.getState().authored]
  commit(before)
}

function redo(): void {
  const after = future.at(-1)
  if (!after) return
  future = future.slice(0, -1)
  past = [...past, useStore.getState().authored]
  commit(after)
}

export const authoring = { decide, adjust, rename, undo, redo }
