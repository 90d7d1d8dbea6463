import { type Proof, proveShaping } from '../shape/prove/proof.ts'
import type { ExportSettings } from './exports.ts'
import type { Workspace } from './workspace.ts'

/**
 * Proves what verdicts do on the pairs of the last analysis; those on concepts or contexts not found yet wait. Concepts go
 * by the names that the person gave.
 * @param progress (done, total); may throw to cancel
 */
export function prove(
  workspace: Workspace,
  { verdicts, names, seed }: ExportSettings,
  progress: (done: number, total: number) => void,
): Proof {
  const { basis, findings } = workspace
  return proveShaping({
    pairs: basis.pairs,
    columns: basis.columns,
    concepts: workspace.concepts.map((concept) => ({
      ...concept,
      label: names[concept.id] ?? concept.label,
    })),
    states: basis.units,
    shaping: workspace.shape(workspace.enactable(verdicts)),
    found: findings.rows.map(({ hypothesis }) => hypothesis),
    seed,
    progress,
  })
}
