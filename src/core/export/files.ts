import type { FileKind } from '../parse/rows.ts'
import type { Dataset } from '../workspace/dataset.ts'
import type { ExportedFile } from '../workspace/exports.ts'
import { WhittleError } from '../failure.ts'
import { type Sha256, zipFiles } from './bundle.ts'
import { type CardData, datasetCard } from './card.ts'
import { fileStem } from './names.ts'
import { type DataExport, exportPairs } from './pairs.ts'
import { count } from './report/numbers.ts'
import { dpoScript } from './script/dpo.ts'
import { rewardScript } from './script/reward.ts'
import { valueKinds } from './shaped.ts'
import type { DataFormat, PairValues } from './source.ts'
import { specText } from './spec.ts'
import type { RewardSpec } from './spec-schema.ts'
import { type Direction, steeringVectors } from './steering.ts'
import { encode } from './writers.ts'

/** Something that can be taken home. */
export type Artefact =
  | {
      readonly kind: 'data'
      readonly format: DataFormat
      readonly container?: Extract<FileKind, 'jsonl' | 'parquet'> | undefined
    }
  | { readonly kind: 'script'; readonly trainer: 'dpo' | 'reward' }
  | { readonly kind: 'spec' | 'report' | 'card' | 'steering' | 'extractor' }

/** What the artefacts are made of. */
export interface ExportParts {
  readonly dataset: Dataset
  readonly values: PairValues
  readonly spec: RewardSpec
  /** The audit report as HTML. */
  readonly report: () => string
  /** Empty where no concept is steered. */
  readonly directions: readonly Direction[]
  /** The composed extractor (ONNX); null where it is not at hand. */
  readonly extractor: Uint8Array<ArrayBuffer> | null
}

/**
 * Makes the wanted files, in the order asked for. A script reads the data of its format that is asked for beside it,
 * else a JSONL file of the name that it would have.
 * @throws WhittleError when an artefact has nothing to be made of
 */
export function exportFiles(parts: ExportParts, artefacts: readonly Artefact[]): ExportedFile[] {
  return files(parts, artefacts, () => '')
}

/** The wanted files in one zip with manifest.json, data and its companions in a folder for each format. */
export async function exportZip(
  parts: ExportParts,
  artefacts: readonly Artefact[],
  sha256: Sha256,
): Promise<ExportedFile> {
  const made = files(parts, artefacts, (format) => `${format}/`)
  const { whittle, created } = parts.spec
  return zipFiles(`${fileStem(parts.dataset.info.name)}.whittle.zip`, made, { whittle, created }, sha256)
}

const SCRIPT_FORMAT = { dpo: 'trl-dpo', reward: 'trl-reward' } as const

interface DataFile extends CardData {
  readonly name: string
  readonly export: DataExport
}

function files(
  parts: ExportParts,
  artefacts: readonly Artefact[],
  folder: (format: DataFormat) => string,
): ExportedFile[] {
  const { dataset, values, spec, directions, extractor } = parts
  const stem = fileStem(dataset.info.name)
  const data = new Map(
    artefacts
      .filter((artefact) => artefact.kind === 'data')
      .map((artefact): [Artefact, DataFile] => {
        const { format, container } = artefact
        const made = exportPairs(dataset, values, format, container)
        const name = dataName(stem, format, made.extension)
        return [artefact, { format, name, path: folder(format) + name, export: made }]
      }),
  )
  const described = [...data.values()]
  const make = (artefact: Artefact): ExportedFile[] => {
    switch (artefact.kind) {
      case 'data':
        return dataFiles(data.get(artefact)!, folder)
      case 'script': {
        const format = SCRIPT_FORMAT[artefact.trainer]
        const beside =
          described.find((file) => file.format === format)?.name ?? dataName(stem, format, 'jsonl')
        const script =
          artefact.trainer === 'dpo'
            ? dpoScript(beside)
            : rewardScript(beside, valueKinds(values).has('weight'))
        const name = `${folder(format)}train_${artefact.trainer}.py`
        return [textFile(name, 'text/x-python', script, `reads ${beside}`)]
      }
      case 'spec': {
        const decisions = spec.concepts.length
        const summary = `${decisions} decision${decisions === 1 ? '' : 's'}`
        return [textFile('reward-spec.json', 'application/json', specText(spec), summary)]
      }
      case 'report':
        return [
          textFile('audit-report.html', 'text/html', parts.report(), `${count(dataset.info.pairs)} pairs`),
        ]
      case 'card':
        return [
          textFile('README.md', 'text/markdown', datasetCard(spec, dataset.info, described), 'dataset card'),
        ]
      case 'steering': {
        if (directions.length === 0)
          throw nothing('No decision is enacted by steering, so there are no vectors')
        const bytes = steeringVectors(directions, spec.extractor)
        const summary = `${directions.length} direction${directions.length === 1 ? '' : 's'}`
        return [{ name: 'steering.safetensors', mime: 'application/octet-stream', bytes, summary }]
      }
      case 'extractor': {
        if (!extractor) throw nothing('The extractor is not loaded yet')
        const summary = 'token ids to unit states'
        return [{ name: 'extractor.onnx', mime: 'application/octet-stream', bytes: extractor, summary }]
      }
    }
  }
  return artefacts.flatMap(make)
}

/** What curated data is called. */
export function dataName(stem: string, format: DataFormat, extension: FileKind): string {
  return `${stem}.${format === 'input' ? 'curated' : format}.${extension}`
}

function dataFiles({ format, name, path, export: made }: DataFile, folder: (f: DataFormat) => string) {
  return [
    { name: path, mime: made.mime, bytes: made.bytes(), summary: dataSummary(made) },
    ...made
      .companions(name)
      .map((one) => textFile(folder(format) + one.name, 'application/json', one.text, `describes ${name}`)),
  ]
}

/** "612 pairs, 38 dropped" */
export function dataSummary({ kept, dropped, refused }: DataExport): string {
  const unfit = refused.length > 0 ? `, ${count(refused.length)} that cannot be written so` : ''
  return `${kept} pairs, ${dropped} dropped${unfit}`
}

const textFile = (name: string, mime: string, text: string, summary: string): ExportedFile => ({
  name,
  mime,
  bytes: encode([text]),
  summary,
})

const nothing = (why: string) => new WhittleError('internal', `${why}.`)
