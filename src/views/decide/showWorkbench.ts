import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'

/** Shows the workbench beside what is selected, else beside the first decision. */
export function showWorkbench(): void {
  const { view, authored } = useStore.getState()
  const first = authored.verdicts[0]
  if (view.selected === null && first) commands.select(first.concept, first.scope)
  commands.showPanel('decide')
}
