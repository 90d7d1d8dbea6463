import { dataKind } from '../core/data-kind.ts'
import { specFeatures } from '../core/export/apply.ts'
import { readSpec } from '../core/export/spec.ts'
import type { RewardSpec } from '../core/export/spec-schema.ts'
import { WhittleError } from '../core/failure.ts'
import { OVERALL } from '../core/hypothesis.ts'
import { protocolOf, requirePossible } from '../core/shape/protocols.ts'
import type { DataFormat } from '../core/source.ts'
import { appliedValues } from '../core/workspace/export-values.ts'
import { curated } from '../core/workspace/exports.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { bundledHashes } from '../encoder/node.ts'
import { type ExtractionOptions, fill } from './extract.ts'
import { openWorkspace, read } from './open.ts'
import { containerOf, save, type SpreadsheetOption } from './save.ts'

interface ApplyOptions extends ExtractionOptions, SpreadsheetOption {
  readonly out: string
  readonly format: DataFormat
}

/** `whittle apply`. */
export async function apply(
  specPath: string,
  paths: readonly string[],
  options: ApplyOptions,
): Promise<void> {
  const container = await containerOf(options.out)
  const spec = readSpec(new TextDecoder().decode(await read(specPath)), bundledHashes())
  const workspace = await openWorkspace(paths, options)
  requireApplicable(spec, workspace)
  if (specFeatures(spec).dictionary.length > 0) await fill(workspace, options)
  const exported = curated(workspace.dataset, appliedValues(workspace, spec), options.format, container, {
    spreadsheet: options.spreadsheet ?? false,
  })
  await save(options.out, { ...exported, notes: [...(exported.notes ?? []), ...steeringNotes(spec)] })
}

/**
 * @throws WhittleError, before the extraction, for contexts that this file does not have or protocols that
 * cannot act on it
 */
function requireApplicable(spec: RewardSpec, { dataset }: Workspace): void {
  requirePossible(
    spec.concepts.map(({ id, template: _, ...decision }) => ({ ...decision, concept: id })),
    dataKind(dataset.info),
  )
  if (dataset.info.sha256 === spec.dataset.sha256) return
  const local = spec.concepts.find(({ scope }) => scope !== OVERALL.id)
  if (!local) return
  throw new WhittleError(
    'bad-spec',
    `The reward spec limits its verdict on “${local.label}” to ${JSON.stringify(local.scope)}, a part of ${spec.dataset.name}, and ${dataset.info.name} is another file.`,
  )
}

/** A decision to steer changes no row: what it comes to is in steering.safetensors of an export. */
function steeringNotes({ concepts }: RewardSpec): string[] {
  const steered = concepts.filter(
    ({ protocol, verdict }) => verdict !== 'keep' && protocolOf(protocol).direction !== undefined,
  )
  if (steered.length === 0) return []
  const names = steered.map(({ label }) => `“${label}”`).join(', ')
  return [`${names}: to steer changes nothing in the data; whittle export writes the directions.`]
}
