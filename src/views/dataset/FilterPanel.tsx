import { useMemo } from 'react'
import type { ConceptSource } from '../../core/concepts/concept.ts'
import type { Filters } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { countBy, familyOf, filterRows, leansTo } from '../rows/filterRows.ts'
import { useNames, useNarrowedRows } from '../rows/useRows.ts'
import { SOURCES, VERDICT_WORDS } from '../shared/words.ts'
import { Facet, toggled } from './Facet.tsx'

/** Filters as chips; each shows how many rows it would match given the other filters. */
export function FilterPanel() {
  const all = useNarrowedRows()
  const filters = useStore((state) => state.view.filters)
  const nameOf = useNames()
  const counts = useMemo(() => {
    const others = (filter: keyof Filters) => filterRows(all, filters, filter)
    return {
      sources: countBy<ConceptSource>(others('sources'), (row) => row.concept.source),
      kinds: countBy(others('kinds'), (row) => row.concept.kind),
      families: countBy(others('families'), familyOf),
      direction: countBy(others('direction'), leansTo),
      verdicts: countBy(others('verdicts'), (row) => row.verdict ?? 'none'),
      confirmed: others('confirmedOnly').filter((row) => row.hypothesis.confirmed).length,
      hidden: all.filter((row) => row.concept.hidden).length,
      folded: all.filter((row) => row.hypothesis.foldedUnder !== null).length,
      phrases: all.filter((row) => row.concept.source === 'phrase').length,
    }
  }, [all, filters])
  const other = useStore(({ view }) => view.table === 'lessons' || view.table === 'rows')
  if (all.length === 0 || other) return null

  return (
    <section className="filters" aria-label="Filters">
      <h2 className="heading">Show</h2>
      <div className="checks">
        <Switch name="confirmedOnly" label="confirmed only" count={counts.confirmed} />
        <Switch name="showHidden" label="unclear and dense too" count={counts.hidden} />
        <Switch name="showFolded" label="folded too" count={counts.folded} />
        <Switch name="showPhrases" label="phrases too" count={counts.phrases} />
        <label
          className="check minimum"
          title="Discordant pairs: one response has more of the concept than the other."
        >
          at least
          <input
            type="number"
            min={0}
            value={filters.minimumDiscordant}
            onChange={(event) =>
              commands.filter({ minimumDiscordant: Math.max(0, Math.floor(event.target.valueAsNumber || 0)) })
            }
          />
          pairs
        </label>
      </div>
      <Facet
        title="Leans"
        values={counts.direction}
        chosen={filters.direction === 'any' ? [] : [filters.direction]}
        onToggle={(value) =>
          commands.filter({
            direction: filters.direction === value ? 'any' : value === 'chosen' ? 'chosen' : 'rejected',
          })
        }
      />
      <Facet
        title="Source"
        values={counts.sources}
        labelOf={(value) => SOURCES[value]}
        chosen={filters.sources}
        onToggle={(value) => commands.filter({ sources: toggled(filters.sources, value) })}
      />
      <Facet
        title="Kind"
        values={counts.kinds}
        chosen={filters.kinds}
        onToggle={(value) => commands.filter({ kinds: toggled(filters.kinds, value) })}
      />
      <Facet
        title="Verdict"
        values={counts.verdicts}
        labelOf={(value) => VERDICT_WORDS[value]}
        chosen={filters.verdicts}
        onToggle={(value) => commands.filter({ verdicts: toggled(filters.verdicts, value) })}
      />
      <Facet
        title="Family"
        values={counts.families}
        labelOf={nameOf}
        chosen={filters.families}
        onToggle={(value) => commands.filter({ families: toggled(filters.families, value) })}
        shown={4}
      />
    </section>
  )
}

function Switch({
  name,
  label,
  count,
}: {
  name: 'confirmedOnly' | 'showHidden' | 'showFolded' | 'showPhrases'
  label: string
  count: number
}) {
  const on = useStore((state) => state.view.filters[name])
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => commands.filter({ [name]: event.target.checked })}
      />
      {label} <span className="faint">{count}</span>
    </label>
  )
}
