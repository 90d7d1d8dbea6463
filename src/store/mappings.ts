import { WhittleError } from '../core/failure.ts'
import { mappingText, readMapping } from '../core/parse/mapping-file.ts'
import type { CommandTools } from './create-commands.ts'
import type { Commands } from './state.ts'

/** What the mapping dialog asks for beside opening the file. */
export function mappingCommands({
  analyser,
  page,
  notices,
}: CommandTools): Pick<Commands, 'tryMapping' | 'saveMapping' | 'readMapping'> {
  return {
    async tryMapping(mapping) {
      try {
        return await analyser.call((api) => api.tryMapping(mapping))
      } catch (error) {
        return error instanceof WhittleError ? error.message : String(error)
      }
    },
    saveMapping(mapping) {
      const bytes = new TextEncoder().encode(mappingText(mapping))
      page.download({ name: 'mapping.json', mime: 'application/json', bytes, summary: '' })
    },
    async readMapping(file) {
      try {
        return readMapping(await file.text())
      } catch (error) {
        notices.report(error)
        return null
      }
    },
  }
}
