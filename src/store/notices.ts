import { toFailure } from '../core/failure.ts'
import type { Notice } from './state.ts'
import { useStore } from './store.ts'

let last = 0

/** Tells the person something in a sentence. The same sentence is not said twice. */
export function notify(tone: Notice['tone'], text: string): void {
  const { notices } = useStore.getState()
  if (notices.some((notice) => notice.text === text)) return
  useStore.setState({ notices: [...notices, { id: ++last, tone, text }] })
}

export function dismiss(id: number): void {
  useStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

/** Reports anything thrown; a cancelled call is what the person asked for, and no news. */
export function report(error: unknown): void {
  const failure = toFailure(error)
  if (failure.code !== 'cancelled') notify('error', failure.message)
}
