import { dataKind, ROW_WORDS } from '../data-kind.ts'
import type { FileKind } from '../parse/rows.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { type ExportedFile, textFile } from './exported-file.ts'
import { WhittleError } from '../failure.ts'
import { type Sha256, zipFiles } from './bundle.ts'
import { type CardData, datasetCard } from './card.ts'
import { fileStem } from './names.ts'
import { formatOf } from './formats/formats.ts'
import { type DataExport, exportPairs } from './pairs.ts'
import { groupBadRows } from '../parse/bad-rows.ts'
import { count, counted } from './report/numbers.ts'
import { dpoScript } from './script/dpo.ts'
import { rewardScript } from './script/reward.ts'
import { REWARD_FUNCTION } from './script/reward-function.ts'
import { valueKinds } from './shaped.ts'
import type { DataFormat, PairValues } from '../source.ts'
import { specText } from './spec.ts'
import type { RewardSpec } from './spec-schema.ts'
import { type Direction, steeringVectors } from '../shape/steering.ts'

/** Something that can be taken home. */
export type Artefact =
  | {
      readonly kind: 'data'
      readonly format: DataFormat
      readonly container?: Extract<FileKind, 'jsonl' | 'parquet'> | undefined
      /** See `ExportOptions`; where the data is CSV or TSV. */
      readonly spreadsheet?: boolean | undefined
    }
  | { readonly kind: 'script'; readonly trainer: 'dpo' | 'reward' }
  | { readonly kind: 'spec' | 'report' | 'card' | 'reward-function' | 'steering' | 'extractor' }

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
 * Makes the wanted files, in the order asked for. A script reads the data of its format that is asked for
 * beside it, else a JSONL file of the name that it would have.
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
  const name = `${fileStem(parts.dataset.info.name)}.whittle.zip`
  const zip = await zipFiles(name, made, { whittle, created }, sha256)
  return { ...zip, notes: [...new Set(made.flatMap(({ notes = [] }) => notes))] }
}

const BINARY = 'application/octet-stream'
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
  const stem = fileStem(parts.dataset.info.name)
  const data = new Map<Artefact, DataFile>()
  for (const artefact of artefacts) {
    if (artefact.kind !== 'data') continue
    const { format, container, spreadsheet = false } = artefact
    const made = exportPairs(parts.dataset, parts.values, format, container, { spreadsheet })
    const name = dataName(stem, format, made.extension)
    data.set(artefact, { format, name, path: folder(format) + name, export: made })
  }
  return artefacts.flatMap((artefact) => {
    switch (artefact.kind) {
      case 'data':
        return dataFiles(data.get(artefact)!, folder)
      case 'script': {
        const format = SCRIPT_FORMAT[artefact.trainer]
        requireFormat(format, parts.dataset)
        const beside = [...data.values()].find((file) => file.format === format)
        const script = scriptFile(parts, artefact.trainer, beside?.name ?? dataName(stem, format, 'jsonl'))
        return [{ ...script, name: folder(format) + script.name }]
      }
      case 'card': {
        const card = datasetCard(parts.spec, parts.dataset.info, [...data.values()])
        return [textFile('README.md', 'text/markdown', card, 'dataset card')]
      }
      default:
        return [whole(parts, artefact.kind)]
    }
  })
}

function scriptFile({ values }: ExportParts, trainer: 'dpo' | 'reward', dataFile: string): ExportedFile {
  const script =
    trainer === 'dpo' ? dpoScript(dataFile) : rewardScript(dataFile, valueKinds(values).has('weight'))
  return textFile(`train_${trainer}.py`, 'text/x-python', script, `reads ${dataFile}`)
}

/** What there is one of, whichever data goes with it. */
function whole(
  parts: ExportParts,
  kind: 'spec' | 'report' | 'reward-function' | 'steering' | 'extractor',
): ExportedFile {
  const { dataset, spec, report, extractor } = parts
  switch (kind) {
    case 'spec': {
      const summary = counted(spec.concepts.length, 'decision')
      return textFile('reward-spec.json', 'application/json', specText(spec), summary)
    }
    case 'report':
      return textFile(
        'audit-report.html',
        'text/html',
        report(),
        counted(dataset.info.pairs, ROW_WORDS[dataKind(dataset.info)].one),
      )
    case 'reward-function':
      return textFile('whittle_reward.py', 'text/x-python', REWARD_FUNCTION, 'scores new responses in RL')
    case 'steering': {
      const { directions } = parts
      if (directions.length === 0) {
        throw nothing('No decision is enacted by steering, so there are no vectors')
      }
      const bytes = steeringVectors(directions, spec.extractor)
      const summary = counted(directions.length, 'direction')
      return { name: 'steering.safetensors', mime: BINARY, bytes, summary }
    }
    case 'extractor': {
      if (!extractor) throw nothing('The extractor is not loaded yet')
      return { name: 'extractor.onnx', mime: BINARY, bytes: extractor, summary: 'token ids to unit states' }
    }
  }
}

/** What curated data is called. */
export function dataName(stem: string, format: DataFormat, extension: FileKind): string {
  return `${stem}.${format === 'input' ? 'curated' : format}.${extension}`
}

function dataFiles({ format, name, path, export: made }: DataFile, folder: (f: DataFormat) => string) {
  return [
    {
      name: path,
      mime: made.mime,
      bytes: made.bytes(),
      summary: dataSummary(made),
      notes: dataNotes(made),
    },
    ...made
      .companions(name)
      .map((one) => textFile(folder(format) + one.name, 'application/json', one.text, `describes ${name}`)),
  ]
}

/** "612 pairs, 38 dropped" */
export function dataSummary({ unit, kept, dropped, refused }: DataExport): string {
  const unfit = refused.length > 0 ? `, ${count(refused.length)} that cannot be written so` : ''
  return `${kept} ${unit}, ${dropped} dropped${unfit}`
}

/**
 * What the person should know of curated data: what the trainer ignores, and the rows that could not be
 * written.
 */
export function dataNotes({ notes, refused }: DataExport): string[] {
  const left = groupBadRows(refused, SHOWN_ROWS).map(({ reason, count: rows, rows: first }) => {
    const more = rows > first.length ? ', …' : ''
    return `${counted(rows, 'row')} left out, since ${reason}: ${first.join(', ')}${more}.`
  })
  return [...notes, ...left]
}

const SHOWN_ROWS = 10

/** @throws WhittleError where the data cannot be written so */
const requireFormat = (format: DataFormat, { info }: Dataset): void => void formatOf(format, dataKind(info))

const nothing = (why: string) => new WhittleError('internal', `${why}.`)
