import { unchanged } from '../core/export/unchanged.ts'
import type { DataFormat } from '../core/source.ts'
import { curated } from '../core/workspace/exports.ts'
import { type MappingOption, openData } from './open.ts'
import { containerOf, save, type SpreadsheetOption } from './save.ts'

interface ConvertOptions extends MappingOption, SpreadsheetOption {
  readonly to: DataFormat
  readonly out: string
}

/** `whittle convert`: the pairs of a file in another layout, without columns for decisions. */
export async function convert(paths: readonly string[], options: ConvertOptions): Promise<void> {
  const container = await containerOf(options.out)
  const dataset = await openData(paths, options.mapping)
  const values = { ...unchanged(dataset.pairs), undecided: true }
  const { spreadsheet = false } = options
  await save(options.out, curated(dataset, values, options.to, container, { spreadsheet }))
}
