import { useId, useMemo, useRef, useState } from 'react'
import { CHANGES, CONCEPT_PLACES } from '../../core/workspace/row-query.ts'
import type { Change, ConceptPlace } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useNames, useTableRows } from '../rows/useRows.ts'
import { Icon } from '../shared/Icon.tsx'
import { placeBeside } from '../shared/placeBeside.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { SideWords } from '../shared/words.ts'

const CHANGE_WORDS: Readonly<Record<Change | 'any' | 'none', string>> = {
  any: 'changed in any way',
  dropped: 'dropped',
  relabelled: 'relabelled',
  rewritten: 'rewritten',
  masked: 'masked in part',
  inoculated: 'given an instruction',
  none: 'left as they are',
}

const placeWords = (sides: SideWords): Readonly<Record<ConceptPlace, string>> => ({
  either: sides.one === 'pair' ? 'in a response' : 'in the response',
  chosen: `in the ${sides.chosen} one`,
  rejected: `in the ${sides.rejected} one`,
  both: 'in both',
  differs: 'more in one than in the other',
  neither: 'nowhere',
})

/** Concepts that are offered by name. */
const MOST_OFFERED = 2000

/** Narrows the rows to those with a concept, picked by its name. */
function ConceptFilter() {
  const concept = useStore((state) => state.view.rows.concept)
  const selected = useStore((state) => state.view.selected)
  const rows = useTableRows('overall')
  const nameOf = useNames()
  const sides = useSides()
  const list = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const names = useMemo(
    () => new Map(rows.slice(0, MOST_OFFERED).map(({ name, concept: { id } }) => [name, id])),
    [rows],
  )
  if (rows.length === 0) return null
  const words = placeWords(sides)
  const places = CONCEPT_PLACES.filter(
    (place) => sides.one === 'pair' || (place !== 'both' && place !== 'differs'),
  )
  const pick = (id: string | null) => {
    setTyped(null)
    commands.showRows({ concept: id === null ? null : { id, place: concept?.place ?? 'either' } })
  }
  return (
    <span className="row-filter">
      <label>
        <span className="unseen">Concept</span>
        <input
          type="text"
          list={list}
          placeholder="with a concept"
          value={typed ?? (concept ? nameOf(concept.id) : '')}
          onChange={(event) => {
            const { value } = event.target
            const id = names.get(value)
            if (id !== undefined) pick(id)
            else if (value === '') pick(null)
            else setTyped(value)
          }}
          onBlur={() => setTyped(null)}
        />
      </label>
      <datalist id={list}>
        {[...names.keys()].map((name) => (
          <option key={name} value={visibleText(name)} />
        ))}
      </datalist>
      {concept ? (
        <select
          aria-label="Where the concept is"
          value={concept.place}
          onChange={(event) =>
            commands.showRows({ concept: { ...concept, place: event.target.value as ConceptPlace } })
          }
        >
          {places.map((place) => (
            <option key={place} value={place}>
              {words[place]}
            </option>
          ))}
        </select>
      ) : (
        selected !== null && (
          <button className="link" onClick={() => pick(selected)}>
            the selected one
          </button>
        )
      )}
    </span>
  )
}

/** Narrows the rows to what the decisions change. */
function ChangeFilter() {
  const change = useStore((state) => state.view.rows.change)
  const decided = useStore((state) => state.authored.verdicts.length > 0)
  if (!decided && change === null) return null
  return (
    <select
      aria-label="What the decisions change"
      value={change ?? ''}
      onChange={(event) =>
        commands.showRows({ change: (event.target.value || null) as Change | 'any' | 'none' | null })
      }
    >
      <option value="">decided or not</option>
      {(['any', ...CHANGES, 'none'] as const).map((one) => (
        <option key={one} value={one}>
          {CHANGE_WORDS[one]}
        </option>
      ))}
    </select>
  )
}

/** Which further columns the table has. */
function ColumnPicker({ names }: { names: readonly string[] }) {
  const columns = useStore((state) => state.columns?.columns)
  const popover = useId()
  const button = useRef<HTMLButtonElement>(null)
  if (!columns || columns.length === 0) return null
  return (
    <>
      <button ref={button} popoverTarget={popover}>
        Columns <Icon name="down" />
      </button>
      <div
        id={popover}
        className="popover column-picker"
        popover="auto"
        onBeforeToggle={(event) => placeBeside(event, button.current)}
        role="group"
        aria-label="Columns"
      >
        {columns.map(({ name }) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={names.includes(name)}
              onChange={(event) =>
                commands.showRows({
                  columns: event.target.checked ? [...names, name] : names.filter((other) => other !== name),
                })
              }
            />
            <bdi className="clipped">{visibleText(name)}</bdi>
          </label>
        ))}
      </div>
    </>
  )
}

/** What narrows the rows beside the file's columns and the search. @param names of the columns shown */
export function RowFilters({ names }: { names: readonly string[] }) {
  return (
    <div className="row-filters" role="group" aria-label="Which rows">
      <ConceptFilter />
      <ChangeFilter />
      <ColumnPicker names={names} />
    </div>
  )
}
