import { useState } from 'react'
import { wilson } from '../../core/contexts/across.ts'
import { OVERALL } from '../../core/hypothesis.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Forest, type ForestLine } from '../charts/Forest.tsx'
import { Explained } from '../shared/Explained.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { type Selection, useNames } from '../rows/useRows.ts'

const WIN_RATE =
  'Share of pairs that differ in it where the chosen response has more of it, with its 95% interval (Wilson).'
const SHARE_GOOD =
  'Share of good ones among the responses with it, with its 95% interval (Wilson); the line is that of the responses there without it.'

/** Lines shown at each end before "all" is pressed. */
const ENDS = 6

/**
 * The win rate of the selected concept in every context with enough pairs, sorted, with the overall one at
 * the top. For single responses, the share of good ones beside that among responses without it.
 */
export function ForestPlot({ selection: { row, overall, scope } }: { selection: Selection }) {
  const forest = useStore((state) => state.forest)
  const nameOf = useNames()
  const single = useSides().one === 'response'
  const [all, setAll] = useState(false)
  if (!forest || forest.length === 0) return null
  const lines = forest.map(({ context, winRate, low, high, against, discordant }): ForestLine => ({
    id: context,
    label: visibleText(nameOf(context)),
    share: winRate,
    low,
    high,
    against,
    n: discordant,
  }))
  const few = lines.length <= 2 * ENDS + 1
  const shown = all || few ? lines : [...lines.slice(0, ENDS), ...lines.slice(-ENDS)]
  return (
    <section>
      <h3>
        <Explained text={single ? SHARE_GOOD : WIN_RATE}>
          {single ? 'Share good by context' : 'Win rate by context'}
        </Explained>
      </h3>
      {single && (
        <p className="soft">Of the responses with it there; the line is the share of good ones without it.</p>
      )}
      <Forest
        lines={[...overallLine(overall), ...shown]}
        selected={scope}
        onSelect={(id) => commands.select(row.concept.id, id)}
      />
      {!few && (
        <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show only both ends' : `Show ${lines.length - 2 * ENDS} more in between`}
        </button>
      )}
    </section>
  )
}

function overallLine(overall: Selection['overall']): ForestLine[] {
  if (!overall || overall.hypothesis.discordant === 0) return []
  const { winRate, winRateWithout: against = 0.5, discordant } = overall.hypothesis
  const interval = wilson(Math.round(winRate * discordant), discordant)
  return [{ id: OVERALL.id, label: OVERALL.label, share: winRate, ...interval, against, n: discordant }]
}
