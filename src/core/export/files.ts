import { dataKind, ROW_WORDS } from '../data-kind.ts'
import type { FileKind } from '../parse/rows.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { type ExportedFile, textFile } from './exported-file.ts'
import { WhittleError } from '../failure.ts'
import { packed, type Sha256, zipFiles } from './bundle.ts'
import { type CardData, datasetCard } from './card.ts'
import { fileStem } from './names.ts'
import { formatOf } from './formats/formats.ts'
import { type DataExport, type ExportOptions, exportPairs } from './pairs.ts'
import { groupBadRows } from '../parse/bad-rows.ts'
import { count, counted } from './report/numbers.ts'
import { dpoScript } from './script/dpo.ts'
import { ktoScript } from './script/kto.ts'
import { rewardScript } from './script/reward.ts'
import { REWARD_FUNCTION } from './script/reward-function.ts'
import type { DataFormat, PairValues } from '../source.ts'
import { specText } from './spec.ts'
import type { RewardSpec } from './spec-schema.ts'
import { type SteeredDirection, steeringVectors } from '../shape/steering.ts'

/** Something that can be taken home. */
export type Artefact =
  | {
      readonly kind: 'data'
      readonly format: DataFormat
      readonly container?: Extract<FileKind, 'jsonl' | 'parquet'> | undefined
      /** Whether plain texts are written as messages, in formats that can hold either. */
      readonly messages?: boolean
      /** See `ExportOptions`; where the data is CSV or TSV. */
      readonly spreadsheet?: boolean | undefined
    }
  | { readonly kind: 'script'; readonly trainer: 'dpo' | 'reward' | 'kto' }
  | { readonly kind: 'spec' | 'report' | 'card' | 'reward-function' | 'scorer' | 'steering' | 'extractor' }

/** What the artefacts are made of. */
export interface ExportParts {
  readonly dataset: Dataset
  readonly values: PairValues
  readonly spec: RewardSpec
  /** The audit report as HTML. */
  readonly report: () => string
  /** Empty where no concept is steered. */
  readonly directions: readonly SteeredDirection[]
  /** The composed extractor (ONNX); null where it is not at hand. */
  readonly extractor: Uint8Array<ArrayBuffer> | null
  /** The files of the scorer; null where they are not at hand. */
  readonly scorer: readonly ScorerPart[] | null
}

/** A file of the scorer, which needs Node and nothing else. */
export interface ScorerPart {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Makes the wanted files, in the order asked for. A script reads the data of its format that is asked for
 * beside it, else a JSONL file of the name that it would have.
 * @throws WhittleError when an artefact has nothing to be made of
 */
export function exportFiles(parts: ExportParts, artefacts: readonly Artefact[]): ExportedFile[] {
  return files(parts, artefacts, () => '', scorerZip)
}

/** A data file, told of before it is made. */
export interface DataPreview {
  readonly format: DataFormat
  readonly summary: string
  readonly notes: readonly string[]
}

/** How a data file is written. */
const optionsOf = ({
  messages = false,
  spreadsheet = false,
}: Extract<Artefact, { kind: 'data' }>): ExportOptions => ({ messages, spreadsheet })

/** What each of the wanted data files would hold; nothing is written. */
export function previewData(parts: ExportParts, artefacts: readonly Artefact[]): DataPreview[] {
  return artefacts.flatMap((artefact) => {
    if (artefact.kind !== 'data') return []
    const { format, container } = artefact
    const made = exportPairs(parts.dataset, parts.values, format, container, optionsOf(artefact))
    return [{ format, summary: dataSummary(made), notes: dataNotes(made, parts.spec) }]
  })
}

/** The wanted files in one zip with manifest.json, data and its companions in a folder for each format. */
export async function exportZip(
  parts: ExportParts,
  artefacts: readonly Artefact[],
  sha256: Sha256,
): Promise<ExportedFile> {
  const made = files(
    parts,
    artefacts,
    (format) => `${format}/`,
    (scorer) => scorer,
  )
  const { whittle, created } = parts.spec
  const name = `${fileStem(parts.dataset.info.name)}.whittle.zip`
  const zip = await zipFiles(name, made, { whittle, created }, sha256)
  return { ...zip, notes: [...new Set(made.flatMap(({ notes = [] }) => notes))] }
}

const BINARY = 'application/octet-stream'
const SCRIPTS = {
  dpo: { format: 'trl-dpo', write: dpoScript },
  reward: { format: 'trl-reward', write: rewardScript },
  kto: { format: 'kto', write: ktoScript },
} as const

interface DataFile extends CardData {
  readonly name: string
  readonly export: DataExport
}

function files(
  parts: ExportParts,
  artefacts: readonly Artefact[],
  folder: (format: DataFormat) => string,
  packScorer: (files: readonly ExportedFile[]) => readonly ExportedFile[],
): ExportedFile[] {
  const stem = fileStem(parts.dataset.info.name)
  const data = new Map<Artefact, DataFile>()
  for (const artefact of artefacts) {
    if (artefact.kind !== 'data') continue
    const { format, container } = artefact
    const made = exportPairs(parts.dataset, parts.values, format, container, optionsOf(artefact))
    const name = dataName(stem, format, made.extension)
    data.set(artefact, { format, name, path: folder(format) + name, export: made })
  }
  return artefacts.flatMap((artefact) => {
    switch (artefact.kind) {
      case 'data':
        return dataFiles(data.get(artefact)!, parts.spec, folder)
      case 'script': {
        const { format, write } = SCRIPTS[artefact.trainer]
        requireFormat(format, parts.dataset)
        const beside = [...data.values()].find((file) => file.format === format)
        const reads = beside?.name ?? dataName(stem, format, 'jsonl')
        const name = `${folder(format)}train_${artefact.trainer}.py`
        return [textFile(name, 'text/x-python', write(reads), `reads ${reads}`)]
      }
      case 'card': {
        const card = datasetCard(parts.spec, parts.dataset.info, [...data.values()])
        return [textFile('README.md', 'text/markdown', card, 'dataset card')]
      }
      case 'scorer':
        return packScorer(scorerFiles(parts))
      default:
        return [whole(parts, artefact.kind)]
    }
  })
}

/** The scorer in a folder of its own, where whittle_reward.py looks for it. */
function scorerFiles({ scorer }: ExportParts): ExportedFile[] {
  if (!scorer) throw nothing('The scorer is not loaded')
  return scorer.map(({ name, bytes }) => ({
    ...{ name: `scorer/${name}`, mime: BINARY, bytes },
    summary: 'scores new responses with Node 20 alone',
  }))
}

/** The same as one file. */
const scorerZip = (files: readonly ExportedFile[]): ExportedFile[] => [
  {
    name: 'whittle-scorer.zip',
    mime: 'application/zip',
    bytes: packed(files),
    summary: 'scores new responses with Node 20 alone',
  },
]

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

function dataFiles(
  { format, name, path, export: made }: DataFile,
  spec: RewardSpec,
  folder: (format: DataFormat) => string,
) {
  return [
    {
      name: path,
      mime: made.mime,
      bytes: made.bytes(),
      summary: dataSummary(made),
      notes: dataNotes(made, spec),
    },
    ...made
      .companions(name)
      .map((one) => textFile(folder(format) + one.name, 'application/json', one.text, `describes ${name}`)),
  ]
}

/** "612 of 650 pairs: 38 dropped, 26 rewritten" */
export function dataSummary(made: Omit<DataExport, 'bytes' | 'companions' | 'notes'>): string {
  const { unit, total, kept, dropped, rewritten, flipped, both, refused } = made
  const parts = [
    [dropped, 'dropped'],
    [rewritten, 'rewritten'],
    [flipped, 'with the sides swapped'],
    [both, 'in both orders'],
    [refused.length, 'that cannot be written so'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`)
  const all = kept === total ? `${count(kept)} ${unit}` : `${count(kept)} of ${count(total)} ${unit}`
  return said.length > 0 ? `${all}: ${said.join(', ')}` : all
}

/**
 * What the person should know of curated data: what the trainer ignores, and the rows that could not be
 * written.
 * @param spec the decisions, where there may be some of which the trainer sees nothing
 */
export function dataNotes(
  { notes, refused, changed }: Pick<DataExport, 'notes' | 'refused' | 'changed'>,
  spec?: Pick<RewardSpec, 'concepts'>,
): string[] {
  const left = groupBadRows(refused, SHOWN_ROWS).map(({ reason, count: rows, rows: first }) => {
    const more = rows > first.length ? ', …' : ''
    return `${counted(rows, 'row')} left out, since ${reason}: ${first.join(', ')}${more}.`
  })
  const decided = spec?.concepts.some(({ verdict }) => verdict !== 'keep') ?? false
  return [...(decided && !changed ? [UNCHANGED] : []), ...notes, ...left]
}

const SHOWN_ROWS = 10

const UNCHANGED =
  'Nothing that a trainer reads here has changed: your decisions stand in columns that it ignores, or change no row.'

/** @throws WhittleError where the data cannot be written so */
const requireFormat = (format: DataFormat, { info }: Dataset): void => void formatOf(format, dataKind(info))

const nothing = (why: string) => new WhittleError('internal', `${why}.`)
