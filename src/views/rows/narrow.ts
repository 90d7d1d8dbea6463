import type { DatasetMap } from '../../protocol/data.ts'
import type { TableRow } from './tableRow.ts'

/** The restriction of a table by the maps' lassos and the list of contexts; null means no restriction. */
export interface Narrowing {
  /** Id of the one context to show. */
  readonly context: string | null
  /** Ids of the contexts that the lassoed pairs are in. */
  readonly contexts: ReadonlySet<string> | null
  /** Ids of the lassoed latents. */
  readonly concepts: ReadonlySet<string> | null
}

/** The rows of the table that match, in order. */
export function narrowRows(
  rows: readonly TableRow[],
  { context, contexts, concepts }: Narrowing,
): readonly TableRow[] {
  return rows.filter(({ concept, hypothesis: { scope } }) => {
    const inContext = scope.kind === 'overall' || context === null || scope.id === context
    const inContexts = scope.kind === 'overall' || (contexts?.has(scope.id) ?? true)
    return inContext && inContexts && (concepts?.has(concept.id) ?? true)
  })
}

/** A context matches a lasso when it contains at least this share of the lasso's points. */
const SHARE = 0.1

/** The ids of the contexts that contain the given points of the map, those with the most points first. */
export function contextsHolding(
  { contexts }: Pick<DatasetMap, 'contexts'>,
  points: readonly number[],
): string[] {
  const count = new Map<string, number>()
  for (const point of points) for (const id of contexts[point]!) count.set(id, (count.get(id) ?? 0) + 1)
  return [...count]
    .filter(([, held]) => held >= SHARE * points.length)
    .sort((a, b) => b[1] - a[1])
    .map(([id]) => id)
}
