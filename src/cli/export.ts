import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { dataKind } from '../core/data-kind.ts'
import { type Artefact, exportZip } from '../core/export/files.ts'
import { formatsOf } from '../core/export/formats/formats.ts'
import { WhittleError } from '../core/failure.ts'
import type { TrainerId } from '../core/shape/trainers.ts'
import type { DataFormat } from '../core/source.ts'
import { exportParts } from '../core/workspace/export-parts.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { type ExtractionOptions, fill } from './extract.ts'
import { conceptsAt, type ConceptsOption, encodeExamples } from './concepts.ts'
import { openWorkspace } from './open.ts'
import { provenance } from './provenance.ts'
import { requireWritable, save, type SpreadsheetOption } from './save.ts'
import { scorerPackage } from './scorer-package.ts'
import { enactableVerdicts, readVerdicts } from './verdicts.ts'

interface ExportOptions extends ExtractionOptions, ConceptsOption, SpreadsheetOption {
  readonly verdicts: string
  readonly zip: string
  readonly seed: number
  readonly trainer?: TrainerId
  /** Layouts of the data; all that the data has where left out. */
  readonly format?: readonly DataFormat[]
  readonly parquet: boolean
  /** Plain texts as messages, where a layout can hold either. */
  readonly messages: boolean
  /** With the scorer, about 41 MB. */
  readonly scorer: boolean
}

/** `whittle export`: what the page writes into one zip. */
export async function exportFile(paths: readonly string[], options: ExportOptions): Promise<void> {
  await requireWritable(options.zip, ['.zip'])
  const { verdicts, names, contexts, unintended, ...session } = await readVerdicts(options.verdicts)
  const trainer = options.trainer ?? session.trainer ?? null
  const concepts = options.concepts === undefined ? [] : await conceptsAt(options.concepts)
  const workspace = await openWorkspace(paths, options)
  workspace.setOwn([...session.concepts, ...concepts], session.tried)
  const formats = formatsFor(workspace, options.format)
  // Before the extraction, which takes minutes; the analysis may find more contexts.
  enactableVerdicts(workspace, verdicts, { when: 'opened', trainer })
  await fill(workspace, options)
  await encodeExamples(workspace, options.threads)
  workspace.analyse(options.seed)
  workspace.setOwnContexts(contexts, options.seed)
  workspace.analyseContexts(options.seed)
  workspace.explain(options.seed)
  const settings = {
    ...{ names, contexts, unintended, seed: options.seed, trainer },
    verdicts: enactableVerdicts(workspace, verdicts, { trainer }),
  }
  const scorer = options.scorer ? await scorerPackage() : null
  const parts = exportParts(workspace, settings, provenance(), { scorer })
  const wanted = artefacts(formats, options, parts.directions.length > 0)
  const zip = await exportZip(parts, wanted, (bytes) =>
    Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
  )
  await save(options.zip, zip)
}

/** The layouts asked for, or all. @throws WhittleError for one that such data cannot be written in */
function formatsFor({ pairs, dataset }: Workspace, asked: readonly DataFormat[] | undefined): DataFormat[] {
  const all = formatsOf(dataKind(pairs)).map(({ id }) => id)
  const odd = asked?.find((format) => !all.includes(format))
  if (odd === undefined) return [...new Set(asked ?? all)]
  throw new WhittleError(
    'bad-file',
    `${basename(dataset.info.name)} cannot be written as ${odd}; its layouts are ${all.join(', ')}.`,
  )
}

/** Documents, data, and what trains on the data that is there. */
function artefacts(
  formats: readonly DataFormat[],
  { parquet, messages, scorer, spreadsheet }: Omit<ExportOptions, 'verdicts' | 'zip' | 'seed' | 'format'>,
  steered: boolean,
): Artefact[] {
  const scripts: Artefact[] = [
    ...(formats.includes('trl-dpo') ? [{ kind: 'script', trainer: 'dpo' } as const] : []),
    ...(formats.includes('trl-reward') ? [{ kind: 'script', trainer: 'reward' } as const] : []),
    ...(formats.includes('kto') ? [{ kind: 'script', trainer: 'kto' } as const] : []),
  ]
  return [
    ...(['spec', 'report', 'card'] as const).map((kind): Artefact => ({ kind })),
    ...formats.map((format): Artefact => ({
      ...{ kind: 'data', format, messages },
      ...(parquet && { container: 'parquet' }),
      ...(spreadsheet && { spreadsheet }),
    })),
    ...scripts,
    { kind: 'reward-function' },
    ...(scorer ? [{ kind: 'scorer' } as const] : []),
    ...(steered ? [{ kind: 'steering' } as const] : []),
  ]
}
