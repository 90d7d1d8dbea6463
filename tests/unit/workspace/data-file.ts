import type { ExportedFile } from '../../../src/core/export/exported-file.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { valuesOf } from '../../../src/core/workspace/export-values.ts'
import { curated } from '../../../src/core/workspace/exports.ts'
import type { Workspace } from '../../../src/core/workspace/workspace.ts'

/** The curated data of some verdicts. */
export const dataFile = (
  workspace: Workspace,
  { verdicts }: { readonly verdicts: readonly Verdict[] },
  format: DataFormat,
): ExportedFile => curated(workspace.dataset, valuesOf(workspace, workspace.shape(verdicts)), format)
