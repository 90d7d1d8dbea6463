import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'

/** What a key can lead to: a concept in a scope. */
export interface Position {
  readonly concept: string
  readonly scope: string
  /** What a decision there is about, where that is more than the concept. */
  readonly decides?: string
}

/**
 * Moving through a list of concepts and deciding on the selected one, from anywhere on the page.
 * @param rows in the order shown
 * @param position of the selected one; −1 where it is not among them
 */
export function useRowKeys(rows: readonly Position[], position: number): void {
  const selected = useStore((state) => state.view.selected)
  const scope = useStore((state) => state.view.scope)
  const panel = useStore((state) => state.view.panel)
  const reads = useStore((state) => state.view.pair !== null)

  const move = (step: number) => () => {
    const last = rows.length - 1
    const to = position < 0 ? (step > 0 ? 0 : last) : Math.min(Math.max(position + step, 0), last)
    const row = rows[to]
    if (row) commands.select(row.concept, row.scope)
  }
  const decide = (verdict: VerdictKind | null) => () => {
    if (selected !== null) commands.decide(rows[position]?.decides ?? selected, verdict, scope)
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
    Escape: () => (reads ? commands.openPair(null) : commands.select(null)),
  })
}
