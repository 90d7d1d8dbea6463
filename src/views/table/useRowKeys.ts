import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'

/**
 * Moving through the table and deciding on the selected row, from anywhere on the page.
 * @param ids concepts in the order shown
 */
export function useRowKeys(ids: readonly string[]): void {
  const selected = useStore((state) => state.view.selected)
  const panel = useStore((state) => state.view.panel)

  const move = (step: number) => () => {
    const from = selected === null ? -1 : ids.indexOf(selected)
    const to = from < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(Math.max(from + step, 0), ids.length - 1)
    commands.select(ids[to] ?? null)
  }
  const decide = (verdict: VerdictKind | null) => () => {
    if (selected !== null) commands.decide(selected, verdict)
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
    Escape: () => commands.select(null),
  })
}
