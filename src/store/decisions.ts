import { dataKind } from '../core/data-kind.ts'
import { allowedProtocols, type ProtocolConcept } from '../core/shape/protocols.ts'
import { defaultProtocol, reaches, type TrainerId, trainerOf } from '../core/shape/trainers.ts'
import { type OwnRule, ruleId } from '../core/contexts/rules.ts'
import type { Protocol, Verdict, VerdictKind } from '../core/verdict.ts'
import { leadOf, unionId } from '../core/concepts/union.ts'
import type { ConceptInfo, OwnDefinition } from '../protocol/data.ts'
import { changesBetween } from './decision-changes.ts'
import type { DecisionStorage } from './decision-storage.ts'
import type { Notices } from './notices.ts'
import type { Commands, Decisions } from './state.ts'
import { noDecisions, type Store } from './store.ts'
import { rememberTrainer } from './trainer.ts'
import { UndoHistory, type UndoStorage } from './undo-history.ts'

/** A decision is on the concept that stands for it, whatever other members it has. */
const isOn = (concept: string, scope: string) => (verdict: Verdict) =>
  leadOf(verdict.concept) === leadOf(concept) && verdict.scope === scope

/** What authoring works with. */
export interface AuthoringParts {
  readonly store: Store
  readonly storage: DecisionStorage
  readonly undoStorage: UndoStorage
  readonly notices: Notices
  /** Called after each change. */
  readonly changed: () => void
}

/** What the person authors, with undo and redo; stored with the data's hash, and shared with other tabs. */
export class Authoring {
  #history = new UndoHistory(noDecisions)
  /** The data that the history is about. */
  #sha256: string | null = null
  /** Whether something could not be stored: then what is in memory counts. */
  #refused = false
  /** Writes one after another. */
  #writes: Promise<void> = Promise.resolve()

  constructor(private readonly parts: AuthoringParts) {
    parts.storage.follow((sha256) => {
      if (sha256 === this.#sha256) void this.takeOver()
    })
  }

  /** Loads what the person authored on this data before. */
  async load(sha256: string): Promise<void> {
    const { storage, undoStorage, notices } = this.parts
    // After a crash what is in memory is as good as what is stored, and better where storage is refused.
    if (this.#sha256 !== sha256) {
      this.#history = undoStorage.load(sha256) ?? new UndoHistory(noDecisions)
      this.#refused = false
    }
    this.#sha256 = sha256
    try {
      await this.#writes
      const { decisions, damaged } = await storage.load(sha256)
      if (this.#sha256 !== sha256) return
      if (!this.#refused) this.#history.adopt(decisions)
      if (damaged > 0) {
        const entries =
          damaged === 1 ? '1 stored decision or name is' : `${damaged} stored decisions or names are`
        notices.notify('warning', `${entries} damaged or of another version, and left out.`)
      }
    } catch {
      this.#warnOfStorage()
    }
    this.#show()
  }

  /** Takes over what another tab has stored. */
  async takeOver(): Promise<void> {
    const { store, storage, notices } = this.parts
    const sha256 = this.#sha256
    if (sha256 === null || this.#refused) return
    try {
      await this.#writes
      const { decisions } = await storage.load(sha256)
      const open = store.getState().dataset?.sha256 === sha256
      if (!open || sha256 !== this.#sha256 || !this.#history.adopt(decisions)) return
    } catch {
      this.#warnOfStorage()
      return
    }
    this.#show()
    notices.notify('info', 'Decisions made in another tab are shown here too.')
    this.parts.changed()
  }

  /** How many decisions and names are stored, by the hash of their data. */
  countStored(): Promise<ReadonlyMap<string, number>> {
    return this.parts.storage.count()
  }

  /** Deletes the decisions on every dataset, stored and shown. */
  async deleteAll(): Promise<void> {
    this.#history = new UndoHistory(noDecisions)
    if (this.#sha256 !== null) this.parts.undoStorage.save(this.#sha256, this.#history)
    this.#show()
    await this.#writes
    await this.parts.storage.clear()
    this.parts.changed()
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
      // A lesson takes its members in; its leading concept alone leaves them as they are.
      const wider = existing !== undefined && concept !== leadOf(concept) ? concept : existing?.concept
      if (existing?.verdict === kind && existing.concept === wider) return authored
      const protocol = this.#protocolFor(wider ?? concept, kind, existing?.protocol)
      if (existing)
        return replaceVerdict(authored, existing, { ...existing, concept: wider!, verdict: kind, protocol })
      const fresh: Verdict = { concept, scope, verdict: kind, strength: 1, protocol, note: '' }
      return { ...authored, verdicts: [...verdicts, fresh] }
    })
  }

  adjust(concept: string, change: Parameters<Commands['adjust']>[1], scope: string): void {
    this.#author((authored) => {
      const existing = authored.verdicts.find(isOn(concept, scope))
      if (!existing) return authored
      // A strength takes the place of a λ.
      const { lambda, ...rest } = { ...existing, ...change }
      const typed = lambda !== undefined && change.strength === undefined
      return replaceVerdict(authored, existing, typed ? { ...rest, lambda } : rest)
    })
  }

  /** Decides at strength 1, whatever strength or λ it had. */
  neutralise(concept: string, kind: VerdictKind, scope: string): void {
    this.decide(concept, kind, scope)
    this.#author((authored) => {
      const existing = authored.verdicts.find(isOn(concept, scope))
      if (!existing || (existing.strength === 1 && existing.lambda === undefined)) return authored
      const { lambda: _, ...verdict } = existing
      return replaceVerdict(authored, existing, { ...verdict, strength: 1 })
    })
  }

  /** Decides on these concepts as one instead; the first stands for them. */
  regroup(concept: string, members: readonly string[], scope: string): void {
    this.#author((authored) => {
      const existing = authored.verdicts.find(isOn(concept, scope))
      if (!existing || members.length === 0) return authored
      const id = unionId(members)
      const protocol = this.#protocolFor(id, existing.verdict, existing.protocol)
      return replaceVerdict(authored, existing, { ...existing, concept: id, protocol })
    })
  }

  /** Shows what a verdict would do at this strength without keeping it; null ends that. */
  draft(concept: string, strength: number | null, scope: string): void {
    const { authored, draft: before } = this.parts.store.getState()
    const existing = strength === null ? undefined : authored.verdicts.find(isOn(concept, scope))
    if (!existing && !before) return
    this.parts.store.setState({ draft: existing ? { ...existing, strength: strength! } : null })
    this.parts.changed()
  }

  rename(concept: string, name: string): void {
    this.#author((authored) => {
      const { [concept]: before, ...others } = authored.names
      const trimmed = name.trim()
      if (trimmed === (before ?? '')) return authored
      return { ...authored, names: trimmed ? { ...others, [concept]: trimmed } : others }
    })
  }

  /** Keeps a concept of one's own; null deletes it. */
  saveConcept(id: string, definition: OwnDefinition | null): void {
    this.#author(({ concepts = {}, ...authored }) => {
      const { [id]: _, ...others } = concepts
      const next = definition ? { ...concepts, [id]: definition } : others
      return Object.keys(next).length > 0 ? { ...authored, concepts: next } : authored
    })
  }

  /**
   * Remembers what the person trains with. Decisions by a protocol that it ignores get the one that holds
   * best there, as one step to undo.
   */
  trainWith(id: TrainerId): void {
    const { store, notices } = this.parts
    rememberTrainer(id)
    store.setState({ trainer: id })
    const trainer = trainerOf(id)
    let changed = 0
    this.#author((authored) => {
      const verdicts = authored.verdicts.map((verdict) => {
        if (verdict.verdict === 'keep' || reaches(trainer, verdict.protocol)) return verdict
        const protocol = this.#protocolFor(verdict.concept, verdict.verdict)
        if (protocol === verdict.protocol) return verdict
        changed++
        return { ...verdict, protocol }
      })
      return changed > 0 ? { ...authored, verdicts } : authored
    })
    if (changed === 0) return
    const decisions = changed === 1 ? '1 decision has' : `${changed} decisions have`
    notices.notify('info', `${decisions} another protocol now: ${trainer.name} ignores the earlier one.`)
  }

  /** Adds a context of the person's own, or shows one again that was withdrawn. */
  makeContext(rule: OwnRule['rule']): void {
    const id = ruleId(rule)
    this.#author((authored) => {
      const others = authored.contexts.filter((one) => ruleId(one.rule) !== id)
      return { ...authored, contexts: [...others, { rule }] }
    })
  }

  withdrawContext(id: string): void {
    this.#author((authored) => ({
      ...authored,
      contexts: authored.contexts.map((one) => (ruleId(one.rule) === id ? { ...one, withdrawn: true } : one)),
      verdicts: authored.verdicts.filter(({ scope }) => scope !== id),
    }))
  }

  flag(lesson: string, reason: string | null | undefined): void {
    this.#author((authored) => {
      const { [lesson]: _, ...others } = authored.unintended
      return { ...authored, unintended: reason === undefined ? others : { ...others, [lesson]: reason } }
    })
  }

  /** Takes on decisions and names from elsewhere, as one step to undo. */
  replace(authored: Decisions): void {
    this.#author(() => authored)
  }

  undo(): void {
    this.#change(() => this.#history.undo())
  }

  redo(): void {
    this.#change(() => this.#history.redo())
  }

  /** One change that a person can undo. */
  #author(change: (authored: Decisions) => Decisions): void {
    const after = change(this.#history.present)
    if (after !== this.#history.present) this.#change(() => this.#history.step(after))
  }

  #change(move: () => void): void {
    const before = this.#history.present
    move()
    const changes = changesBetween(before, this.#history.present)
    const sha256 = this.#sha256
    this.#show()
    if (sha256 !== null && changes.length > 0) {
      const { storage, undoStorage } = this.parts
      undoStorage.save(sha256, this.#history)
      this.#writes = this.#writes.then(() => storage.save(sha256, changes)).catch(() => this.#warnOfStorage())
    }
    this.parts.changed()
  }

  #show(): void {
    const { present, canUndo, canRedo } = this.#history
    this.parts.store.setState({ authored: present, draft: null, canUndo, canRedo })
  }

  #warnOfStorage(): void {
    this.#refused = true
    this.parts.notices.notify(
      'warning',
      'This browser does not store decisions here, so they end with this page. Save a session (in Export) to keep them.',
    )
  }

  /** The protocol so far, where it can enact the verdict; else the one that suits best. */
  #protocolFor(id: string, kind: VerdictKind, before?: Protocol): Protocol {
    // Of one that is not found yet, what any concept can be enacted by.
    const concept: ProtocolConcept = this.#conceptOf(id) ?? { id, source: 'dictionary', measure: false }
    const { dataset, trainer } = this.parts.store.getState()
    const rows = dataset ? dataKind(dataset) : 'pairs'
    if (before && kind !== 'keep' && allowedProtocols(concept, kind, rows).includes(before)) return before
    return defaultProtocol(concept, kind, rows, trainerOf(trainer))
  }

  /** What is known of a concept of the tables. */
  #conceptOf(id: string): ConceptInfo | undefined {
    const { findings, contexts } = this.parts.store.getState()
    const rows = [...(findings?.rows ?? []), ...(contexts?.rows ?? [])]
    const lead = rows.find(({ concept }) => concept.id === leadOf(id))?.concept
    return lead && (id === lead.id ? lead : { ...lead, id, source: 'union' })
  }
}

const replaceVerdict = (authored: Decisions, before: Verdict, after: Verdict): Decisions => ({
  ...authored,
  verdicts: authored.verdicts.map((verdict) => (verdict === before ? after : verdict)),
})
