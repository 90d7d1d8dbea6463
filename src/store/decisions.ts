import { dataKind } from '../core/data-kind.ts'
import { allowedProtocols, defaultProtocol } from '../core/shape/protocols.ts'
import type { Protocol, Verdict, VerdictKind } from '../core/verdict.ts'
import type { ConceptInfo } from '../protocol/data.ts'
import type { DecisionStorage } from './decision-storage.ts'
import type { Commands, Decisions } from './state.ts'
import type { Store } from './store.ts'

const nothing: Decisions = { verdicts: [], names: {} }
/** So many changes can be undone. */
const DEPTH = 200

const isOn = (concept: string, scope: string) => (verdict: Verdict) =>
  verdict.concept === concept && verdict.scope === scope

/** What the person authors, with undo and redo; stored with the data's hash. */
export class Authoring {
  #past: Decisions[] = []
  #future: Decisions[] = []

  /** @param changed called after each change */
  constructor(
    private readonly store: Store,
    private readonly storage: DecisionStorage,
    private readonly changed: () => void,
  ) {}

  /** Loads what the person authored on this data before. */
  load(sha256: string): void {
    this.#past = []
    this.#future = []
    const authored = this.storage.load(sha256) ?? nothing
    this.store.setState({ authored, canUndo: false, canRedo: false })
  }

  /** null withdraws the verdict. */
  decide(concept: string, kind: VerdictKind | null, scope: string): void {
    this.#author((authored) => {
      const { verdicts } = authored
      const existing = verdicts.find(isOn(concept, scope))
      if (kind === null) {
        if (!existing) return authored
        return { ...authored, verdicts: verdicts.filter((verdict) => verdict !== existing) }
      }
      if (existing?.verdict === kind) return authored
      const protocol = this.#protocolFor(concept, kind, existing?.protocol)
      if (existing) return replaceVerdict(authored, existing, { ...existing, verdict: kind, protocol })
      const fresh: Verdict = { concept, scope, verdict: kind, strength: 1, protocol, note: '' }
      return { ...authored, verdicts: [...verdicts, fresh] }
    })
  }

  adjust(concept: string, change: Parameters<Commands['adjust']>[1], scope: string): void {
    this.#author((authored) => {
      const existing = authored.verdicts.find(isOn(concept, scope))
      return existing ? replaceVerdict(authored, existing, { ...existing, ...change }) : authored
    })
  }

  /** Shows what a verdict would do at this strength without keeping it; null ends that. */
  draft(concept: string, strength: number | null, scope: string): void {
    const { authored, draft: before } = this.store.getState()
    const existing = strength === null ? undefined : authored.verdicts.find(isOn(concept, scope))
    if (!existing && !before) return
    this.store.setState({ draft: existing ? { ...existing, strength: strength! } : null })
    this.changed()
  }

  rename(concept: string, name: string): void {
    this.#author((authored) => {
      const { [concept]: before, ...others } = authored.names
      const trimmed = name.trim()
      if (trimmed === (before ?? '')) return authored
      return { ...authored, names: trimmed ? { ...others, [concept]: trimmed } : others }
    })
  }

  /** Takes on decisions and names from elsewhere, as one step to undo. */
  replace(authored: Decisions): void {
    this.#author(() => authored)
  }

  undo(): void {
    const before = this.#past.at(-1)
    if (!before) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, this.store.getState().authored]
    this.#commit(before)
  }

  redo(): void {
    const after = this.#future.at(-1)
    if (!after) return
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, this.store.getState().authored]
    this.#commit(after)
  }

  /** One change that a person can undo. */
  #author(change: (authored: Decisions) => Decisions): void {
    const before = this.store.getState().authored
    const after = change(before)
    if (after === before) return
    this.#past = [...this.#past.slice(-DEPTH + 1), before]
    this.#future = []
    this.#commit(after)
  }

  #commit(authored: Decisions): void {
    const { dataset } = this.store.getState()
    const canUndo = this.#past.length > 0
    this.store.setState({ authored, draft: null, canUndo, canRedo: this.#future.length > 0 })
    if (dataset) this.storage.save(dataset.sha256, authored)
    this.changed()
  }

  /** The protocol so far, where it can enact the verdict; else the one that suits best. */
  #protocolFor(id: string, kind: VerdictKind, before?: Protocol): Protocol {
    const concept = this.#conceptOf(id)
    if (!concept) return before ?? 'offsets'
    const { dataset } = this.store.getState()
    const rows = dataset ? dataKind(dataset) : 'pairs'
    if (before && kind !== 'keep' && allowedProtocols(concept, kind, rows).includes(before)) return before
    return defaultProtocol(concept, kind, rows)
  }

  /** What is known of a concept of the tables. */
  #conceptOf(id: string): ConceptInfo | undefined {
    const { findings, contexts } = this.store.getState()
    const rows = [...(findings?.rows ?? []), ...(contexts?.rows ?? [])]
    return rows.find(({ concept }) => concept.id === id)?.concept
  }
}

const replaceVerdict = (authored: Decisions, before: Verdict, after: Verdict): Decisions => ({
  ...authored,
  verdicts: authored.verdicts.map((verdict) => (verdict === before ? after : verdict)),
})
