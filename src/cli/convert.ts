import { writeFile } from 'node:fs/promises'
import { unchanged } from '../core/export/unchanged.ts'
import type { DataFormat } from '../core/source.ts'
import { curated } from '../core/workspace/exports.ts'
import { type MappingOption, openData } from './open.ts'

interface ConvertOptions extends MappingOption {
  readonly to: DataFormat
  readonly out: string
}

/** `whittle convert`: the pairs of a file in another layout, no decision taken. */
export async function convert(file: string, options: ConvertOptions): Promise<void> {
  const dataset = await openData(file, options.mapping)
  const ending = /\.(parquet|jsonl|json|csv|tsv)$/.exec(options.out)?.[1] as 'parquet' | undefined
  const exported = curated(dataset, unchanged(dataset.pairs), options.to, ending)
  await writeFile(options.out, exported.bytes)
  console.log(`${options.out}: ${exported.summary}`)
  for (const note of exported.notes ?? []) console.error(`  ${note}`)
}
