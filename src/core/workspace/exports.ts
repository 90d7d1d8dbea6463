import { dataKind } from '../data-kind.ts'
import { type ExportedFile } from '../export/exported-file.ts'
import type { OwnRule } from '../contexts/rules.ts'
import type { UnintendedFlags } from '../lessons/unintended.ts'
import { featureRefs } from '../export/features.ts'
import { dataName, dataNotes, dataSummary } from '../export/files.ts'
import { fileStem } from '../export/names.ts'
import { type ExportOptions, exportPairs } from '../export/pairs.ts'
import type { DataFormat, PairValues } from '../source.ts'
import { buildSpec, type OwnSource, type RewardSpec } from '../export/spec.ts'
import { WhittleError } from '../failure.ts'
import type { FileKind } from '../parse/rows.ts'
import type { OwnMembers } from '../own/own-concept.ts'
import type { TrainerId } from '../shape/trainers.ts'
import type { Verdict } from '../verdict.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { Workspace } from './workspace.ts'

export interface ExportSettings {
  readonly verdicts: readonly Verdict[]
  /** Names that the person gave, by concept id. */
  readonly names: Readonly<Record<string, string>>
  /** Contexts by the person's rules; and what the person says of lessons that look unintended. */
  readonly contexts?: readonly OwnRule[]
  readonly unintended?: UnintendedFlags
  readonly seed: number
  /** What the person trains with; null or left out where they have not said it. */
  readonly trainer?: TrainerId | null
}

/** Metadata that the core cannot know. */
export interface Provenance {
  /** Version of Whittle. */
  readonly whittle: string
  /** ISO 8601, UTC. */
  readonly created: string
  readonly extractor: {
    readonly encoder: string
    readonly dictionary: string
    readonly tokenizer?: string | null
  }
}

/** The reward spec of some verdicts. @throws WhittleError unless the analysis covers every pair */
export function specOf(workspace: Workspace, settings: ExportSettings, provenance: Provenance): RewardSpec {
  requireReady(workspace, settings.verdicts)
  const concepts = workspace.conceptsOf(settings.verdicts)
  const { name, sha256, pairs, format } = workspace.dataset.info
  return buildSpec({
    ...provenance,
    dataset: { name, sha256, pairs, format },
    kind: dataKind(workspace.pairs),
    seed: settings.seed,
    shaping: workspace.shape(settings.verdicts),
    row: workspace.basis.pairs.row,
    scope: (id) => workspace.pairsIn(id),
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    features: featureRefs(concepts),
    names: settings.names,
    ...(workspace.basis.own && { own: ownSource(workspace, workspace.basis.own) }),
  })
}

function ownSource({ concepts }: Workspace, members: OwnMembers): OwnSource {
  const refs = featureRefs(concepts)
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  return {
    members,
    featuresOf: (id) => Array.from(byId.get(id)?.features ?? [], (f) => refs.get(f)!.id),
  }
}

/** Curated data from values per pair, whether of a shaping or of a spec. */
export function curated(
  { info, ...source }: Dataset,
  values: PairValues,
  format: DataFormat,
  container?: FileKind,
  options?: ExportOptions,
): ExportedFile {
  const made = exportPairs(source, values, format, container, options)
  return {
    name: dataName(fileStem(info.name), format, made.extension),
    mime: made.mime,
    bytes: made.bytes(),
    summary: dataSummary(made),
    notes: dataNotes(made),
  }
}

/**
 * @throws WhittleError that says what is missing, unless every pair is analysed and every decision can be
 * enacted
 */
function requireReady(workspace: Workspace, verdicts: readonly Verdict[]): void {
  const { basis, pairs } = workspace
  if (basis.pairs.length < pairs.length) {
    throw new WhittleError(
      'internal',
      `Only ${basis.pairs.length} of ${pairs.length} ${dataKind(pairs)} are extracted: resume the extraction, then export.`,
    )
  }
  const waiting = verdicts.length - workspace.enactable(verdicts).length
  if (waiting === 0) return
  const decisions =
    waiting === 1
      ? 'One decision is on a concept or context'
      : `${waiting} decisions are on concepts or contexts`
  throw new WhittleError(
    'internal',
    `${decisions} not tested here yet: wait until all tables are complete, or withdraw what stays without a count.`,
  )
}
