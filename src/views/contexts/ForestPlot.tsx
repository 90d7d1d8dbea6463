import { useState } from 'react'
import { wilson } from '../../core/contexts/across.ts'
import { OVERALL } from '../../core/hypotheses/hypothesis.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Forest, type ForestLine } from '../charts/Forest.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { type Selection, useNames } from '../table/useRows.ts'

/** Lines at either end before all are asked for. */
const ENDS = 6

/** Where the selected concept wins most and least: its win rate in every context with enough pairs, overall at the top. */
export function ForestPlot({ selection: { row, overall, scope } }: { selection: Selection }) {
  const forest = useStore((state) => state.forest)
  const nameOf = useNames()
  const [all, setAll] = useState(false)
  if (!forest || forest.length === 0) return null
  const lines = forest.map(({ context, winRate, low, high, discordant }): ForestLine => ({
    id: context,
    label: visibleText(nameOf(context)),
    share: winRate,
    low,
    high,
    n: discordant,
  }))
  const few = lines.length <= 2 * ENDS + 1
  const shown = all || few ? lines : [...lines.slice(0, ENDS), ...lines.slice(-ENDS)]
  return (
    <section>
      <h3 title="Share of pairs that differ in it where the chosen response has more of it, with its 95% interval (Wilson).">
        Win rate by context
      </h3>
      <Forest
        lines={[...overallLine(overall), ...shown]}
        selected={scope}
        onSelect={(id) => commands.select(row.concept.id, id)}
      />
      {!few && (
        <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Only both ends' : `${lines.length - 2 * ENDS} more between`}
        </button>
      )}
    </section>
  )
}

function overallLine(overall: Selection['overall']): ForestLine[] {
  if (!overall || overall.hypothesis.discordant === 0) return []
  const { winRate, discordant } = overall.hypothesis
  const interval = wilson(Math.round(winRate * discordant), discordant)
  return [{ id: OVERALL.id, label: OVERALL.label, share: winRate, ...interval, n: discordant }]
}
