import type { CommandTools } from './create-commands.ts'
import type { Commands } from './state.ts'

type StoredCommands = Pick<Commands, 'loadStored' | 'deleteStored' | 'deleteAllStored'>

/** What the browser stores: shown, and deleted. */
export function storedCommands({
  store,
  analyser,
  authoring,
  lastFile,
  notices,
}: CommandTools): StoredCommands {
  async function load(): Promise<void> {
    const [datasets, decisions] = await Promise.all([
      analyser.call((api) => api.stored()).catch(() => []),
      // Where storage is refused there are none.
      authoring.countStored().catch(() => new Map<string, number>()),
    ])
    store.setState({ stored: { datasets, decisions } })
  }
  return {
    loadStored() {
      store.setState({ stored: null })
      load().catch(notices.report)
    },
    deleteStored(sha256) {
      analyser
        .call((api) => api.deleteStored(sha256))
        .then(load)
        .catch(notices.report)
    },
    deleteAllStored() {
      Promise.all([analyser.call((api) => api.deleteStored(null)), authoring.deleteAll(), lastFile.forget()])
        .then(load)
        .catch(notices.report)
    },
  }
}
