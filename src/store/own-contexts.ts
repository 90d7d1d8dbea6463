import type { Analyser } from '../bridge/workers.ts'
import { type OwnRule, ruleId } from '../core/contexts/rules.ts'
import type { Authoring } from './decisions.ts'
import type { Notices } from './notices.ts'
import { SEED } from './seed.ts'
import type { Selection } from './selection.ts'
import type { Store } from './store.ts'

/** What contexts by the person's rules work with. */
export interface OwnContextsParts {
  readonly store: Store
  readonly analyser: Analyser
  readonly authoring: Authoring
  readonly selection: Selection
  readonly notices: Notices
}

/** Contexts by rules of the person's own: tested whenever they change. */
export class OwnContexts {
  /** What the analysis worker was told last. */
  #told: readonly OwnRule[] = []

  constructor(private readonly parts: OwnContextsParts) {}

  /**
   * Makes a context of a rule and tests every concept in it.
   * @returns its id; null where the rule makes none, which a notice says
   */
  async make(rule: OwnRule['rule']): Promise<string | null> {
    const { analyser, authoring, notices } = this.parts
    try {
      await analyser.call((api) => api.tryRule(rule))
    } catch (error) {
      notices.report(error)
      return null
    }
    authoring.makeContext(rule)
    return ruleId(rule)
  }

  /** Before contexts are tested: the worker tests these with them. */
  async tell(): Promise<void> {
    const { contexts } = this.parts.store.getState().authored
    this.#told = contexts
    await this.parts.analyser.call((api) => api.ownContexts(contexts, SEED))
  }

  /** After a change of what the person authored. */
  refresh(): void {
    const { store, notices } = this.parts
    if (store.getState().authored.contexts === this.#told || !store.getState().contexts) return
    this.#test().catch(notices.report)
  }

  async #test(): Promise<void> {
    const { store, analyser, selection } = this.parts
    const { contexts: rules } = store.getState().authored
    this.#told = rules
    const contexts = await analyser.call((api) => api.ownContexts(rules, SEED))
    if (!contexts || store.getState().authored.contexts !== rules) return
    store.setState({ contexts })
    selection.refresh()
    const lessons = await analyser.call((api) => api.lessons(SEED))
    if (store.getState().authored.contexts === rules) store.setState({ lessons })
  }
}
