import type { Analyser } from '../bridge/workers.ts'
import type { Extraction } from './extraction.ts'
import type { Notices } from './notices.ts'
import type { Asked } from './state.ts'
import type { Store } from './store.ts'

/** So long nothing is asked of the workers after a letter is typed. */
const QUIET_MILLISECONDS = 120
/** Longer than this it is a text to read, not a question. */
const TEXT_CHARACTERS = 140

const NOTHING: Omit<Asked, 'text' | 'isText'> = { saying: null, meaning: null, firing: null, reading: false }

/** What workers answer to what is typed in the box; words are answered by the views themselves. */
export class Asking {
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly extraction: Extraction,
    private readonly report: Notices['report'],
  ) {}

  /** What is typed changed. Whoever asked before is answered no more. */
  ask(typed: string): void {
    const text = typed.trim()
    clearTimeout(this.#timer)
    if (text === this.store.getState().asked?.text) return
    const isText = text.length > TEXT_CHARACTERS
    this.store.setState({ asked: text === '' ? null : { ...NOTHING, text, isText } })
    if (text === '') return
    this.#timer = setTimeout(() => {
      this.#words(text, isText).catch(this.report)
      if (this.extraction.isLoaded) this.read()
    }, QUIET_MILLISECONDS)
  }

  /** Answers by meaning, too; loads the encoder where it is not loaded. */
  read(): void {
    const { asked } = this.store.getState()
    if (!asked || asked.reading || asked.meaning) return
    this.#show(asked.text, { reading: true })
    this.#meaning(asked.text, asked.isText)
      .catch(this.report)
      .finally(() => this.#show(asked.text, { reading: false }))
  }

  async #words(text: string, isText: boolean): Promise<void> {
    if (!this.store.getState().findings) return
    if (isText) {
      const firing = await this.analyser.call((api) => api.firing(text, null))
      // The encoder's answer has these, too.
      if (!this.store.getState().asked?.meaning) this.#show(text, { firing })
    } else {
      this.#show(text, { saying: await this.analyser.call((api) => api.saying(text)) })
    }
  }

  async #meaning(text: string, isText: boolean): Promise<void> {
    const units = await this.extraction.read(text)
    if (text !== this.store.getState().asked?.text) return
    const meaning = await this.analyser.call((api) => api.meaning(units))
    this.#show(text, { meaning })
    if (isText) this.#show(text, { firing: await this.analyser.call((api) => api.firing(text, units)) })
  }

  /** Drops an answer to something else than what is typed now. */
  #show(text: string, answer: Partial<Asked>): void {
    const { asked } = this.store.getState()
    if (asked?.text === text) this.store.setState({ asked: { ...asked, ...answer } })
  }
}
