import { count, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { ContextView } from './useContexts.ts'
import { KINDS } from './words.ts'

/**
 * The list of contexts: name, kind, size, typical phrases and families, number of confirmed concepts.
 */
export function ContextList({
  contexts,
  picked,
  onPick,
}: {
  contexts: readonly ContextView[]
  picked: string | null
  onPick: (id: string | null) => void
}) {
  const { one } = useSides()
  return (
    <ul className="context-list" aria-label="Contexts">
      <li>
        <button className="plain" aria-pressed={picked === null} onClick={() => onPick(null)}>
          <span className="context-name">All contexts</span>
        </button>
      </li>
      {contexts.map((context) => (
        <li key={context.id}>
          <button className="plain" aria-pressed={context.id === picked} onClick={() => onPick(context.id)}>
            <bdi className="clipped context-name">{visibleText(context.name)}</bdi>
            <span className="soft nowrap">{plural(context.size, one)}</span>
            <span className={context.confirmed > 0 ? 'context-confirmed nowrap' : 'faint nowrap'}>
              {count(context.confirmed)} confirmed
            </span>
            <span className="faint clipped context-says">
              {KINDS[context.kind]}
              {context.description !== '' && ` · ${visibleText(context.description)}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
