import { dataKind } from '../data-kind.ts'
import type { DatasetInfo } from '../dataset/dataset.ts'
import { formatOf } from './formats/formats.ts'
import type { DataExport } from './pairs.ts'
import { DATA_WORDS } from './report/data-words.ts'
import { count } from './report/numbers.ts'
import type { DataFormat } from '../source.ts'
import type { RewardSpec } from './spec-schema.ts'

/** A data file that the card describes. */
export interface CardData {
  readonly format: DataFormat
  /** Path beside the card. */
  readonly path: string
  readonly export: Pick<DataExport, 'unit' | 'kept' | 'dropped' | 'refused' | 'notes'>
}

/**
 * The dataset card: README.md with the front matter that the Hugging Face hub and `datasets` read (hub
 * documentation, dataset cards and data files configuration). Licence and language are the person's to fill
 * in: nothing here knows them.
 */
export function datasetCard(spec: RewardSpec, dataset: DatasetInfo, data: readonly CardData[]): string {
  return [
    frontMatter(dataset, data),
    `# ${text(dataset.name)}, curated\n`,
    `${count(dataset.pairs)} ${DATA_WORDS[dataKind(dataset)].rowsInFull} over ${count(dataset.groups)} prompts, read from ${text(dataset.name)} ` +
      `(${dataset.format}) and reshaped with Whittle ${spec.whittle} on ${spec.created.slice(0, 10)}. ` +
      'What was decided, and why, is below; `reward-spec.json` holds it in full.\n',
    ...data.map(fileSection),
    decisions(spec),
    provenance(spec, dataset),
  ].join('\n')
}

function frontMatter(dataset: DatasetInfo, data: readonly CardData[]): string {
  const first = (format: DataFormat) => data.findIndex((one) => one.format === format)
  const configs = data.flatMap(({ format, path }, i) => [
    `  - config_name: ${first(format) === i ? format : `${format}-${i + 1}`}`,
    ...(i === 0 ? ['    default: true'] : []),
    '    data_files:',
    '      - split: train',
    `        path: ${yaml(path)}`,
  ])
  return [
    '---',
    `pretty_name: ${yaml(`${dataset.name}, curated`)}`,
    'license: unknown # fill in the licence of your data, by its id at the hub, such as cc-by-4.0',
    'language: # fill in the languages of your data, by ISO 639, such as en',
    '  - und',
    'size_categories:',
    `  - ${sizeCategory(Math.max(0, ...data.map((one) => one.export.kept)))}`,
    'tags:',
    ...['preference', DATA_WORDS[dataKind(dataset)].tag, 'whittle'].map((tag) => `  - ${tag}`),
    ...(configs.length > 0 ? ['configs:', ...configs] : []),
    '---\n',
  ].join('\n')
}

function fileSection({ format, path, export: exported }: CardData): string {
  const { name, sentence } = formatOf(format, exported.unit)
  const refused = exported.refused.length
  return [
    `## ${text(name)}: \`${path}\`\n`,
    `${sentence} ${count(exported.kept)} ${exported.unit}; ${count(exported.dropped)} left out by decision` +
      `${refused > 0 ? `, ${count(refused)} that cannot be written so` : ''}.\n`,
    ...exported.notes.map((note) => `- ${note}`),
    ...(exported.notes.length > 0 ? [''] : []),
  ].join('\n')
}

function decisions({ concepts }: RewardSpec): string {
  if (concepts.length === 0) return '## Decisions\n\nNone: the data is as it was.\n'
  const rows = concepts.map(
    ({ id, label, name, scope, verdict, protocol, strength, note }) =>
      `| ${text(name ?? label)} (${text(id)}) | ${scope === 'overall' ? 'everywhere' : text(scope)} | ${verdict} | ${protocol} | ${strength} | ${text(note)} |`,
  )
  return [
    '## Decisions\n',
    '| Concept | Where | Verdict | Protocol | Strength | Note |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function provenance(spec: RewardSpec, dataset: DatasetInfo): string {
  return [
    '## Provenance\n',
    `- Source file, sha256: \`${spec.dataset.sha256}\``,
    `- Encoder, sha256: \`${spec.extractor.encoder}\``,
    `- Dictionary, sha256: \`${spec.extractor.dictionary}\``,
    DATA_WORDS[dataKind(dataset)].offsets,
    '- `whittle apply reward-spec.json FILE --out OUT` gives the same data from the same file, or shapes another.\n',
  ].join('\n')
}

/** Another's text in Markdown: every mark escaped, so that it is neither markup, nor a link, nor HTML. */
const text = (value: string): string => value.replace(/[\s\p{Cc}]+/gu, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&')

/** A YAML string: JSON's, in ASCII, since YAML counts more characters as line breaks than JSON does. */
const yaml = (value: string): string =>
  JSON.stringify(value).replace(/[^ -~]/gu, (character) => {
    const hex = character.codePointAt(0)!.toString(16)
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
  })

/** The hub's classes of dataset size. */
function sizeCategory(rows: number): string {
  const bounds = [
    ['1K', 1e3],
    ['10K', 1e4],
    ['100K', 1e5],
    ['1M', 1e6],
    ['10M', 1e7],
  ] as const
  const at = bounds.findIndex(([, limit]) => rows < limit)
  if (at === 0) return 'n<1K'
  return at < 0 ? 'n>10M' : `${bounds[at - 1]![0]}<n<${bounds[at]![0]}`
}
