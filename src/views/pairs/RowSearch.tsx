import { useEffect, useRef, useState } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'
import { useHotkeys } from '../shared/useHotkeys.ts'

/** A search starts when nothing was typed for so long. */
const PAUSE_MILLISECONDS = 120

/** Searches the texts of all rows. */
export function RowSearch() {
  const field = useRef<HTMLInputElement>(null)
  const search = useStore((state) => state.view.rows.search)
  const [typed, setTyped] = useState<string | null>(null)
  useHotkeys({ '/': () => field.current?.select() })
  useEffect(() => {
    if (typed === null) return
    const timer = setTimeout(() => {
      commands.showRows({ search: typed })
      setTyped(null)
    }, PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <label className="search">
      <Icon name="search" />
      <span className="unseen">Search the texts</span>
      <input
        ref={field}
        type="search"
        placeholder="Search the texts  /"
        value={typed ?? search}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
      />
    </label>
  )
}
