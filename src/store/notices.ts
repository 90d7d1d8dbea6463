import { toFailure } from '../core/failure.ts'
import type { Notice } from './state.ts'
import type { Store } from './store.ts'

/** What the person is told in passing. */
export interface Notices {
  /** Tells the person something in a sentence. The same sentence is not said twice. */
  notify(tone: Notice['tone'], text: string): void
  dismiss(id: number): void
  /**
   * Reports anything thrown. What the person stopped is no news, and of a crash the pipeline says what happens next.
   */
  report(error: unknown): void
  /** Reports why something that the person asked for did not come about; of a crash that it is to be asked for again. */
  reportOf(what: string): (error: unknown) => void
}

export function createNotices(store: Store): Notices {
  let last = 0

  const notify: Notices['notify'] = (tone, text) => {
    const { notices } = store.getState()
    if (notices.some((notice) => notice.text === text)) return
    store.setState({ notices: [...notices, { id: ++last, tone, text }] })
  }

  const report: Notices['report'] = (error) => {
    const { code, message } = toFailure(error)
    if (code !== 'cancelled' && code !== 'worker-crashed') notify('error', message)
  }

  return {
    notify,
    dismiss: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
    report,
    reportOf: (what) => (error) => {
      const lost = toFailure(error).code === 'worker-crashed'
      if (lost)
        notify('error', `${what} was lost with the worker. Ask for it again when the tables are back.`)
      else report(error)
    },
  }
}
