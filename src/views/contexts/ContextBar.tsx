import { useId, useState } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { ContextHead } from './ContextHead.tsx'
import { ContextList } from './ContextList.tsx'
import { MakeContext } from './MakeContext.tsx'
import { useContexts } from './useContexts.ts'

/** The context that the table is restricted to, its description, and the list to choose another. */
export function ContextBar() {
  const contexts = useContexts()
  const picked = useStore((state) => state.view.context)
  const { one } = useSides()
  const [open, setOpen] = useState(false)
  const list = useId()
  if (!contexts || contexts.length === 0) return null
  const context = contexts.find(({ id }) => id === picked)
  const pick = (id: string | null) => {
    commands.showContext(id)
    setOpen(false)
  }
  return (
    <div
      className="context-bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
      }}
    >
      <div className="context-line">
        <button
          className="context-button"
          aria-expanded={open}
          aria-controls={list}
          title="Choose a context"
          onClick={() => setOpen(!open)}
        >
          <bdi className="clipped">
            {context ? visibleText(context.name) : plural(contexts.length, 'context')}
          </bdi>
          <Icon name={open ? 'up' : 'down'} />
        </button>
        {context ? (
          <>
            <span className="soft nowrap">
              {plural(context.size, one)} · {count(context.confirmed)} confirmed
            </span>
            <button className="link nowrap" onClick={() => pick(null)}>
              All contexts
            </button>
          </>
        ) : (
          <span className="soft clipped">parts of the data, each compared with the rest</span>
        )}
      </div>
      <div id={list}>
        {open && (
          <>
            <MakeContext onMade={() => setOpen(false)} />
            <ContextList contexts={contexts} picked={picked} onPick={pick} />
          </>
        )}
      </div>
      {context && !open && <ContextHead key={context.id} context={context} />}
    </div>
  )
}
