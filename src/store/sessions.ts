import { fromAddress, toAddress } from './address.ts'
import type { CommandTools } from './create-commands.ts'
import { handOver } from './exports.ts'
import type { Commands } from './state.ts'

type SessionCommands = Pick<Commands, 'saveSession' | 'openSession'>

/** Sessions: what a person authored, as a file. */
export function sessionCommands(tools: CommandTools): SessionCommands {
  const { store, analyser, notices, exportSettings } = tools
  return {
    saveSession() {
      const view = toAddress(store.getState().view)
      analyser
        .call((api) => api.saveSession(exportSettings(), view))
        .then((file) => handOver(tools, file), notices.reportOf('The session'))
    },
    openSession(file) {
      if (!store.getState().dataset) {
        notices.notify(
          'warning',
          `Open the data first, then ${file.name}: a session holds decisions, not data.`,
        )
        return
      }
      openSession(tools, file).catch(notices.reportOf('The session'))
    },
  }
}

async function openSession({ analyser, authoring, selection, notices, show }: CommandTools, file: File) {
  const text = await file.text()
  const { session, verdicts, contexts, differences } = await analyser.call((api) => api.openSession(text))
  const concepts = Object.fromEntries((session.concepts ?? []).map((one) => [one.id, one]))
  authoring.replace({
    verdicts,
    names: session.names,
    contexts,
    unintended: session.unintended ?? {},
    ...(Object.keys(concepts).length > 0 && { concepts }),
  })
  if (session.trainer) authoring.trainWith(session.trainer)
  show(fromAddress(session.view))
  selection.refresh()
  const held = `${verdicts.length} decision${verdicts.length === 1 ? '' : 's'}`
  notices.notify('info', `${file.name}: ${held} opened. Undo brings back what was here before.`)
  for (const difference of differences) notices.notify('warning', difference)
}
