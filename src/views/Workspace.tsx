import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { useStore } from '../store/store.ts'
import { DataPanel } from './dataset/DataPanel.tsx'
import { DecisionBar } from './decide/DecisionBar.tsx'
import { Notices } from './Notices.tsx'
import { RowPanel } from './evidence/RowPanel.tsx'
import { Icon } from './shared/Icon.tsx'
import { useMediaQuery } from './shared/useMediaQuery.ts'
import { visibleText } from './shared/visibleText.ts'
import { ConceptTable } from './table/ConceptTable.tsx'

function FailureBanner() {
  const failure = useStore((state) => state.failure)
  if (!failure) return null
  return (
    <p className="banner error" role="alert">
      <Icon name="warning" />
      <span className="data-text">{visibleText(failure.message)}</span>
    </p>
  )
}

const inMemory = { getItem: () => null, setItem: () => undefined }

/** Local storage, where the browser allows it. */
function layoutStorage() {
  try {
    return window.localStorage
  } catch {
    return inMemory
  }
}
const storage = layoutStorage()

/** Three panels side by side; the outer two collapse. */
function Panels() {
  const left = usePanelRef()
  const right = usePanelRef()
  const layout = useDefaultLayout({ id: 'whittle:layout', storage })
  const toggle = (panel: typeof left) => () =>
    panel.current?.isCollapsed() ? panel.current.expand() : panel.current?.collapse()

  return (
    <Group className="panels" disableCursor {...layout}>
      <Panel
        id="data"
        panelRef={left}
        collapsible
        defaultSize="14.5rem"
        minSize="13rem"
        maxSize="30rem"
        groupResizeBehavior="preserve-pixel-size"
      >
        <DataPanel />
      </Panel>
      <Separator className="divider" aria-label="Resize the data panel" />
      <Panel id="concepts" minSize="24rem">
        <ConceptTable
          before={
            <button className="plain icon" aria-label="Data panel" title="Data panel" onClick={toggle(left)}>
              <Icon name="left" />
            </button>
          }
          after={
            <button
              className="plain icon"
              aria-label="Evidence panel"
              title="Evidence panel"
              onClick={toggle(right)}
            >
              <Icon name="right" />
            </button>
          }
        />
      </Panel>
      <Separator className="divider" aria-label="Resize the evidence panel" />
      <Panel id="evidence" panelRef={right} collapsible defaultSize="31%" minSize="18rem">
        <RowPanel />
      </Panel>
    </Group>
  )
}

/** The panels stacked, where the window is small or zoomed in. */
function Stack() {
  return (
    <div className="stack">
      <details>
        <summary>Data and filters</summary>
        <DataPanel />
      </details>
      <ConceptTable />
      <RowPanel />
    </div>
  )
}

export function Workspace() {
  const narrow = useMediaQuery('(max-width: 60rem)')
  return (
    <main className="workspace">
      <FailureBanner />
      {narrow ? <Stack /> : <Panels />}
      <Notices />
      <DecisionBar />
    </main>
  )
}
