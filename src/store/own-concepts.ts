import type { Analyser } from '../bridge/workers.ts'
import { toFailure } from '../core/failure.ts'
import type { OwnDefinition, OwnPreview } from '../protocol/data.ts'
import type { Extraction } from './extraction.ts'
import type { Notices } from './notices.ts'
import type { Store } from './store.ts'

/** Keeps the concepts of one's own that the analysis worker has with those that the person authored. */
export class OwnConcepts {
  /** What the analysis worker has, as JSON; null for a worker that has just opened a file. */
  #sent = NONE
  #tried: readonly OwnDefinition[] = []

  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly extraction: Extraction,
    private readonly notices: Notices,
  ) {}

  /** A file was opened: its worker has no concepts yet. */
  opened(): void {
    this.#sent = NONE
    this.#tried = []
  }

  /** Whether the person changed something since. */
  get stale(): boolean {
    return this.#sent !== JSON.stringify(this.#wanted())
  }

  /** Sends the concepts, and has their examples read. @returns whether anything changed */
  async sync(): Promise<boolean> {
    if (!this.stale) return false
    const wanted = this.#wanted()
    this.#sent = JSON.stringify(wanted)
    try {
      await this.#send(wanted)
    } catch (error) {
      this.notices.notify('warning', `${toFailure(error).message} It is left out here.`)
      const usable: OwnDefinition[] = []
      for (const one of wanted) {
        await this.#send([...usable, one]).then(
          () => usable.push(one),
          () => undefined,
        )
      }
      await this.#send(usable)
    }
    await this.#readExamples([])
    return true
  }

  /** What a definition would find; a sentence where it cannot be used. */
  async preview(definition: OwnDefinition): Promise<OwnPreview | string> {
    try {
      if (definition.kind === 'examples') await this.#readExamples([definition])
      return await this.analyser.call((api) => api.previewOwn(definition))
    } catch (error) {
      return toFailure(error).message
    }
  }

  async #send(definitions: readonly OwnDefinition[]): Promise<void> {
    const { tried } = await this.analyser.call((api) => api.setOwn(definitions, this.#tried))
    this.#tried = tried
  }

  async #readExamples(extra: readonly OwnDefinition[]): Promise<void> {
    const run = this.extraction.run(
      async (port) => {
        const any = await this.analyser.call((api) => api.extractExamples(port, extra))
        if (any) await this.extraction.load(() => undefined)
        return any
      },
      () => undefined,
    )
    await run.ended
  }

  #wanted(): readonly OwnDefinition[] {
    return Object.values(this.store.getState().authored.concepts ?? {})
  }
}

const NONE = '[]'
