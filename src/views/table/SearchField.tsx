import { useRef } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'
import { useHotkeys } from '../shared/useHotkeys.ts'

export function SearchField() {
  const field = useRef<HTMLInputElement>(null)
  const search = useStore((state) => state.view.filters.search)
  useHotkeys({ '/': () => field.current?.select() })
  return (
    <label className="search">
      <Icon name="search" />
      <span className="unseen">Search concepts</span>
      <input
        ref={field}
        type="search"
        placeholder="Search concepts  /"
        value={search}
        onChange={(event) => commands.filter({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
      />
    </label>
  )
}
