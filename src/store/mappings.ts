import { analyser } from '../bridge/workers.ts'
import { WhittleError } from '../core/failure.ts'
import { mappingText, readMapping } from '../core/parse/mapping-file.ts'
import { download } from './download.ts'
import { report } from './notices.ts'
import type { Commands } from './state.ts'

/** What the mapping dialog asks for beside opening the file. */
export const mappings: Pick<Commands, 'tryMapping' | 'saveMapping' | 'readMapping'> = {
  tryMapping: async (mapping) => {
    try {
      return await analyser.call((api) => api.tryMapping(mapping))
    } catch (error) {
      return error instanceof WhittleError ? error.message : String(error)
    }
  },
  saveMapping: (mapping) => {
    const bytes = new TextEncoder().encode(mappingText(mapping))
    download({ name: 'mapping.json', mime: 'application/json', bytes, summary: '' })
  },
  readMapping: async (file) => {
    try {
      return readMapping(await file.text())
    } catch (error) {
      report(error)
      return null
    }
  },
}
