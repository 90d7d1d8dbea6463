import { textBatches } from '../extract/plan.ts'
import { WhittleError } from '../failure.ts'
import { type Estimated, estimateShaping } from '../shape/evaluate/estimate.ts'
import type { Proof } from '../shape/evaluate/evaluation-result.ts'
import { proveShaping } from '../shape/evaluate/proof.ts'
import { textsToEncode } from '../shape/evaluate/evaluation-setup.ts'
import type { ExportSettings } from './exports.ts'
import { valuesOf } from './export-values.ts'
import type { Workspace } from './workspace.ts'

/**
 * Evaluates verdicts on held-out pairs of the last analysis; verdicts on concepts or contexts not found yet
 * are left out. The result uses the names that the person gave to concepts.
 * @param progress (done, total); may throw to cancel
 * @throws WhittleError for unpaired data
 */
export function prove(
  workspace: Workspace,
  settings: ExportSettings,
  progress: (done: number, total: number) => void,
): Proof {
  return proveShaping({
    ...standOf(workspace, settings),
    found: workspace.findings.rows.map(({ hypothesis }) => hypothesis),
    seed: settings.seed,
    progress,
  })
}

/**
 * What the proof is expected to find, without held-out pairs, intervals and texts that are not encoded yet.
 * @throws WhittleError for unpaired data
 */
export function estimate(workspace: Workspace, settings: ExportSettings): Estimated[] {
  return estimateShaping(standOf(workspace, settings), settings.seed)
}

/**
 * The texts that an evaluation creates and the encoder has not seen, in batches; none as long as nothing is
 * extracted.
 * @throws WhittleError for unpaired data
 */
export function unreadTexts(workspace: Workspace, settings: ExportSettings): string[][] {
  const input = standOf(workspace, settings)
  if (!input.states) return []
  return textBatches(textsToEncode(input).filter((text) => !input.encoded.has(text)))
}

function standOf(workspace: Workspace, { verdicts, names }: ExportSettings) {
  const { basis, encoded } = workspace
  if (!basis.pairs.paired) {
    throw new WhittleError(
      'internal',
      'The proof fits reward heads on pairs; this file has single responses judged good or bad.',
    )
  }
  const enactable = workspace.enactable(verdicts)
  const shaping = workspace.shape(enactable)
  return {
    pairs: basis.pairs,
    columns: basis.columns,
    concepts: workspace
      .conceptsOf(enactable)
      .map((concept) => ({ ...concept, label: names[concept.id] ?? concept.label })),
    states: basis.units,
    shaping,
    edits: valuesOf(workspace, shaping),
    encoded,
  }
}
