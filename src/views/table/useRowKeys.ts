import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'
import type { TableRow } from '../rows/tableRow.ts'

/**
 * Moving through the table and deciding on the selected row, from anywhere on the page.
 * @param rows in the order shown
 * @param position of the selected one; −1 where it is not among them
 */
export function useRowKeys(rows: readonly TableRow[], position: number): void {
  const selected = useStore((state) => state.view.selected)
  const scope = useStore((state) => state.view.scope)
  const panel = useStore((state) => state.view.panel)

  const move = (step: number) => () => {
    const last = rows.length - 1
    const to = position < 0 ? (step > 0 ? 0 : last) : Math.min(Math.max(position + step, 0), last)
    const row = rows[to]
    if (row) commands.select(row.concept.id, row.hypothesis.scope.id)
  }
  const decide = (verdict: VerdictKind | null) => () => {
    if (selected !== null) commands.decide(selected, verdict, scope)
  }
  useHotkeys({
    j: move(1),
    ArrowDown: move(1),
    k: move(-1),
    ArrowUp: move(-1),
    s: decide('suppress'),
    h: decide('keep'),
    a: decide('amplify'),
    x: decide(null),
    e: () => commands.showPanel(panel === 'evidence' ? 'concept' : 'evidence'),
    d: () => commands.showPanel('decide'),
    Escape: () => commands.select(null),
  })
}
