import { useState } from 'react'
import { commands } from '../store/commands.ts'
import { useStore } from '../store/store.ts'
import { DropTarget } from './DropTarget.tsx'
import { Header } from './header/Header.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { MappingDialog } from './mapping/MappingDialog.tsx'
import { ErrorBoundary } from './shared/ErrorBoundary.tsx'
import { useHotkeys } from './shared/useHotkeys.ts'
import { Welcome } from './Welcome.tsx'
import { StoredDataDialog } from './StoredDataDialog.tsx'
import { Workspace } from './Workspace.tsx'

/** The one screen. */
export function App() {
  const open = useStore((state) => state.phase === 'working' || state.phase === 'ready')
  const mapping = useStore((state) => state.mapping)
  const asksMapping = useStore((state) => state.phase === 'mapping')
  const [help, setHelp] = useState(false)
  const [stored, setStored] = useState(false)

  useHotkeys({
    '?': () => setHelp(true),
    u: commands.undo,
    'ctrl+z': commands.undo,
    U: commands.redo,
    'ctrl+y': commands.redo,
    'ctrl+Z': commands.redo,
  })

  return (
    <div className="page">
      <Header onHelp={() => setHelp(true)} onStored={() => setStored(true)} />
      <ErrorBoundary what="this screen">{open ? <Workspace /> : <Welcome />}</ErrorBoundary>
      {asksMapping && mapping && <MappingDialog request={mapping} />}
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {stored && <StoredDataDialog onClose={() => setStored(false)} />}
      <DropTarget />
    </div>
  )
}
