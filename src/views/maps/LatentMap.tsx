import { useCallback, useMemo } from 'react'
import type { FeatureMap } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { plural } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { useNames, useTableRows } from '../rows/useRows.ts'
import type { Mark } from './paint.ts'
import { ScatterMap } from './ScatterMap.tsx'

const idOf = (latent: number) => `d:${latent}`
const UNTESTED: Mark = { tone: 'ink-faint', strong: false }

function markOf({ hypothesis: { deltaWin, local, confirmed } }: TableRow): Mark {
  const effect = local?.delta ?? deltaWin
  return { tone: effect >= 0 ? 'chosen' : 'rejected', strong: confirmed }
}

/**
 * The dictionary's latents; blue leans chosen, orange rejected, large are confirmed: overall, or in the
 * picked context.
 */
export function LatentMap({ map }: { map: FeatureMap }) {
  const context = useStore(({ view }) => (view.table === 'contexts' ? view.context : null))
  const overall = useTableRows('overall')
  const inside = useTableRows('contexts')
  const selected = useStore((state) => state.view.selected)
  const lasso = useStore((state) => state.lasso.concepts)
  const outline = useStore((state) => state.view.lassos.latents)
  const nameOf = useNames()
  const rows = useMemo(() => {
    const shown =
      context === null ? overall : inside.filter(({ hypothesis }) => hypothesis.scope.id === context)
    return new Map(shown.map((row) => [row.concept.id, row]))
  }, [context, overall, inside])
  const marks = useMemo(
    () =>
      Array.from(map.x, (_, latent) => {
        const row = rows.get(idOf(latent))
        return row ? markOf(row) : UNTESTED
      }),
    [map, rows],
  )
  const labelOf = useCallback(
    (latent: number) => {
      const row = rows.get(idOf(latent))
      return row ? visibleText(row.name) : null
    },
    [rows],
  )
  const lassoed = useMemo(() => lasso && new Set(lasso.map((id) => Number(id.slice(2)))), [lasso])
  const confirmed = marks.filter(({ strong }) => strong).length
  const where = context === null ? '' : ` in “${visibleText(nameOf(context))}”`
  return (
    <>
      <p className="unseen">
        {`A map of ${plural(map.x.length, 'latent')} of the dictionary; ${confirmed} confirmed${where}. The table lists them all.`}
      </p>
      <ScatterMap
        name="Map of latents"
        {...map}
        marks={marks}
        labelOf={labelOf}
        lassoed={lassoed}
        selected={selected?.startsWith('d:') ? Number(selected.slice(2)) : -1}
        onPick={(latent) => commands.select(idOf(latent), context ?? undefined)}
        outline={outline}
        onLasso={(drawn) => commands.lasso('latents', drawn)}
        caption={`${plural(confirmed, 'confirmed latent')}${where}. Draw around some to filter the table.`}
      />
    </>
  )
}
