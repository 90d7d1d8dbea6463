import { writeFile } from 'node:fs/promises'
import { specFeatures } from '../core/export/apply.ts'
import type { DataFormat } from '../core/source.ts'
import { readSpec } from '../core/export/spec.ts'
import { curated } from '../core/workspace/exports.ts'
import { appliedValues } from '../core/workspace/export-values.ts'
import { bundledHashes } from '../encoder/node.ts'
import { type ExtractionOptions, fill } from './extract.ts'
import { openWorkspace, read } from './open.ts'

interface ApplyOptions extends ExtractionOptions {
  readonly out: string
  readonly format: DataFormat
}

/** `whittle apply`. */
export async function apply(specPath: string, file: string, options: ApplyOptions): Promise<void> {
  const spec = readSpec(new TextDecoder().decode(await read(specPath)), bundledHashes())
  const workspace = await openWorkspace(file, options)
  if (specFeatures(spec).dictionary.length > 0) await fill(workspace, options)
  const container = options.out.endsWith('.parquet') ? 'parquet' : undefined
  const exported = curated(workspace.dataset, appliedValues(workspace, spec), options.format, container)
  await writeFile(options.out, exported.bytes)
  console.log(`${options.out}: ${exported.summary}`)
  for (const note of exported.notes ?? []) console.error(`  ${note}`)
}
