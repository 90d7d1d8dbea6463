import { leadOf } from '../../core/concepts/union.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'

/** Opens the workbench on the selected concept, or else on the first decision. */
export function showWorkbench(): void {
  const { view, authored } = useStore.getState()
  const first = authored.verdicts[0]
  if (view.selected === null && first) commands.select(leadOf(first.concept), first.scope)
  commands.showPanel('decide')
}
