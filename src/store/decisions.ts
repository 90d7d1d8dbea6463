import { allowedProtocols, defaultProtocol } from '../core/shape/protocols.ts'
import type { Protocol, Verdict, VerdictKind } from '../core/verdict.ts'
import type { ConceptInfo } from '../protocol/data.ts'
import { loadPreview, refreshImpact } from './selection.ts'
import type { Decisions, Commands } from './state.ts'
import { useStore } from './store.ts'

const nothing: Decisions = { verdicts: [], names: {} }
const depth = 200

let past: Decisions[] = []
let future: Decisions[] = []

const key = (sha256: string) => `whittle:authored:${sha256}`

/** Loads what the person authored on this data before. Local storage, by the data's hash: it survives a reload. */
export function loadAuthored(sha256: string): void {
  past = []
  future = []
  let authored = nothing
  try {
    const stored = localStorage.getItem(key(sha256))
    if (stored) authored = { ...nothing, ...(JSON.parse(stored) as Partial<Decisions>) }
  } catch {
    // Unreadable or forbidden storage: start without decisions.
  }
  useStore.setState({ authored, canUndo: false, canRedo: false })
}

function commit(authored: Decisions): void {
  const { dataset } = useStore.getState()
  useStore.setState({ authored, draft: null, canUndo: past.length > 0, canRedo: future.length > 0 })
  if (dataset) {
    try {
      localStorage.setItem(key(dataset.sha256), JSON.stringify(authored))
    } catch {
      // Private windows may refuse storage; the session goes on without.
    }
  }
  refreshImpact()
  loadPreview()
}

/** One change that a person can undo. */
function author(change: (authored: Decisions) => Decisions): void {
  const before = useStore.getState().authored
  const after = change(before)
  if (after === before) return
  past = [...past.slice(-depth + 1), before]
  future = []
  commit(after)
}

const isOn = (concept: string, scope: string) => (verdict: Verdict) =>
  verdict.concept === concept && verdict.scope === scope

/** The protocol so far, where it can enact the verdict; else the one that suits best. */
function protocolFor(id: string, kind: VerdictKind, before?: Protocol): Protocol {
  const concept = findConcept(id)
  if (!concept) return before ?? 'offsets'
  const paired = useStore.getState().dataset?.paired ?? true
  if (before && kind !== 'keep' && allowedProtocols(concept, kind, paired).includes(before)) return before
  return kind === 'keep' ? 'offsets' : defaultProtocol(concept, kind, paired)
}

/** What is known of a concept of the tables. */
function findConcept(id: string): ConceptInfo | undefined {
  const { findings, contexts } = useStore.getState()
  const rows = [...(findings?.rows ?? []), ...(contexts?.rows ?? [])]
  return rows.find(({ concept }) => concept.id === id)?.concept
}

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
      const changed = { ...existing, verdict: kind, protocol: protocolFor(concept, kind, existing.protocol) }
      return { ...authored, verdicts: verdicts.map((verdict) => (verdict === existing ? changed : verdict)) }
    }
    const fresh: Verdict = {
      concept,
      scope,
      verdict: kind,
      strength: 1,
      protocol: protocolFor(concept, kind),
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

function draft(concept: string, strength: number | null, scope = 'overall'): void {
  const { authored, draft: before } = useStore.getState()
  const existing = strength === null ? undefined : authored.verdicts.find(isOn(concept, scope))
  if (!existing && !before) return
  useStore.setState({ draft: existing ? { ...existing, strength: strength! } : null })
  refreshImpact()
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

/** Takes on decisions and names from elsewhere, as one step to undo. */
export const replaceAuthored = (authored: Decisions): void => author(() => authored)

export const authoring = { decide, adjust, draft, rename, undo, redo }
