import type { ExportParts } from '../export/files.ts'
import { auditReport } from '../export/report/report.ts'
import { protocolOf } from '../shape/protocols.ts'
import { type ExportSettings, type Provenance, specOf } from './exports.ts'
import { inShort } from './in-short.ts'
import { valuesOf } from './export-values.ts'
import type { Workspace } from './workspace.ts'

/**
 * The inputs that every exported artefact is made from.
 * @param extractor the composed extractor (ONNX), where it is loaded
 * @throws WhittleError unless the analysis covers every pair; reading `directions` where a concept has none
 */
export function exportParts(
  workspace: Workspace,
  settings: ExportSettings,
  provenance: Provenance,
  extractor: Uint8Array<ArrayBuffer> | null,
): ExportParts {
  const { basis, dataset, dictionary } = workspace
  const spec = specOf(workspace, settings, provenance)
  const shaping = workspace.shape(settings.verdicts)
  const directionSources = { dictionary, columns: basis.columns, states: basis.units }
  return {
    dataset,
    values: valuesOf(workspace, shaping),
    spec,
    report: () =>
      auditReport({
        spec,
        shaping,
        dataset: dataset.info,
        findings: workspace.findings,
        names: settings.names,
        short: inShort(workspace, settings),
      }),
    // Only made where they are asked for: a concept to steer without a direction does not stop the rest.
    get directions() {
      return settings.verdicts.flatMap(({ protocol, verdict, concept }) => {
        if (verdict === 'keep') return []
        return protocolOf(protocol).direction?.(workspace.concept(concept), directionSources) ?? []
      })
    },
    extractor,
  }
}
