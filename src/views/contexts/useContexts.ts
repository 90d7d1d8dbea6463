import { useMemo } from 'react'
import type { ContextInfo } from '../../protocol/data.ts'
import { useStore } from '../../store/store.ts'
import { useLassoedContexts, useNames } from '../rows/useRows.ts'

/** A context with the name that the person gave it. */
export interface ContextView extends ContextInfo {
  readonly name: string
  /** Confirmed hypotheses in it. */
  readonly confirmed: number
}

/**
 * The contexts, most confirmed first, then largest; with a lasso around pairs, those that hold it. Null until
 * tested.
 */
export function useContexts(): readonly ContextView[] | null {
  const table = useStore((state) => state.contexts)
  const lassoed = useLassoedContexts()
  const nameOf = useNames()
  const counted = useMemo(() => {
    if (!table) return null
    const confirmed = new Map<string, number>()
    for (const { hypothesis } of table.rows) {
      if (!hypothesis.confirmed) continue
      confirmed.set(hypothesis.scope.id, (confirmed.get(hypothesis.scope.id) ?? 0) + 1)
    }
    return table.contexts
      .map((context) => ({ ...context, confirmed: confirmed.get(context.id) ?? 0 }))
      .sort((a, b) => b.confirmed - a.confirmed || b.size - a.size)
  }, [table])
  return (
    counted
      ?.filter(({ id }) => lassoed?.includes(id) ?? true)
      .map((context) => ({ ...context, name: nameOf(context.id) })) ?? null
  )
}
