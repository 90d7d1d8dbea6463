import { least } from 'd3'
import { useCallback, useMemo } from 'react'
import type { DatasetMap } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'
import { useNames } from '../rows/useRows.ts'
import type { Mark } from './paint.ts'
import { ScatterMap } from './ScatterMap.tsx'

/**
 * The colour of a point shows the lean of the selected concept there, its size whether it is in the selected
 * context.
 */
function markOf(leaning: number | undefined, held: boolean | null): Mark {
  if (leaning === undefined) return { tone: held ? 'accent' : 'ink-faint', strong: held ?? false }
  const tone = leaning > 0 ? 'chosen' : leaning < 0 ? 'rejected' : 'ink-faint'
  return { tone, strong: held ?? leaning !== 0 }
}

/**
 * The points that do not fade: those drawn around, with a pair that fits the conditions; null for all.
 */
function shownPoints(
  { members }: DatasetMap,
  lasso: readonly number[] | null,
  fitting: Uint32Array | null,
): ReadonlySet<number> | null {
  if (!fitting) return lasso && new Set(lasso)
  const fits = new Set(fitting)
  const points = lasso ?? Array.from(members.keys())
  return new Set(points.filter((point) => members[point]!.some((pair) => fits.has(pair))))
}

/** The map of the dataset's prompts; similar prompts are close together. */
export function PairMap({ map }: { map: DatasetMap }) {
  const context = useStore(({ view }) => (view.scope === 'overall' ? view.context : view.scope))
  const contexts = useStore((state) => state.contexts?.contexts)
  const leanings = useStore((state) => state.leanings)
  const selected = useStore((state) => state.view.selected)
  const lasso = useStore((state) => state.lasso.points)
  const fitting = useStore((state) => state.fitting)
  const outline = useStore((state) => state.view.lassos.prompts)
  const nameOf = useNames()
  const marks = useMemo(
    () =>
      map.contexts.map((own, point) =>
        markOf(leanings?.[point], context === null ? null : own.includes(context)),
      ),
    [map, leanings, context],
  )
  const labelOf = useCallback(
    (point: number) => `Row ${count(map.row[point]!)}: ${visibleText(map.prompt[point]!)}`,
    [map],
  )
  const shown = useMemo(() => shownPoints(map, lasso, fitting), [map, lasso, fitting])
  const pick = (point: number) => {
    const own = contexts?.filter(({ id }) => map.contexts[point]!.includes(id)) ?? []
    const smallest = least(own, ({ size }) => size)
    if (smallest) commands.showContext(smallest.id)
  }
  const concept = selected === null ? null : `“${visibleText(nameOf(selected))}”`
  const place = context === null ? null : `“${visibleText(nameOf(context))}”`
  const caption = concept
    ? `${concept}: blue is chosen, orange rejected.${place ? ' Large: in this context.' : ''}`
    : place
      ? `Prompts in ${place} stand out.`
      : 'Click a prompt for its context, or draw around some.'
  return (
    <>
      <p className="unseen">
        {`A map of ${plural(map.pair.length, 'prompt')}, similar ones close together. The list of contexts describes the same groups in words.`}
      </p>
      <ScatterMap
        name="Map of prompts"
        x={map.x}
        y={map.y}
        marks={marks}
        labelOf={labelOf}
        lassoed={shown}
        selected={-1}
        onPick={pick}
        outline={outline}
        onLasso={(drawn) => {
          commands.lasso('prompts', drawn)
          if (drawn) commands.showTable('contexts')
        }}
        caption={caption}
      />
    </>
  )
}
