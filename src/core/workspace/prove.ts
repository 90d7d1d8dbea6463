import { WhittleError } from '../failure.ts'
import { type Proof, proveShaping } from '../shape/prove/proof.ts'
import type { ExportSettings } from './exports.ts'
import type { Workspace } from './workspace.ts'

/**
 * Proves what verdicts do on the pairs of the last analysis; those on concepts or contexts not found yet wait. Concepts go
 * by the names that the person gave.
 * @param progress (done, total); may throw to cancel
 * @throws WhittleError for unpaired data
 */
export function prove(
  workspace: Workspace,
  { verdicts, names, seed }: ExportSettings,
  progress: (done: number, total: number) => void,
): Proof {
  const { basis, findings } = workspace
  if (!basis.pairs.paired) {
    throw new WhittleError(
      'internal',
      'The proof fits reward heads on pairs; this file has single responses judged good or bad.',
    )
  }
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
