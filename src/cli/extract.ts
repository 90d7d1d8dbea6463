import { windowsOf } from '../core/extract/plan.ts'
import { WhittleError } from '../core/failure.ts'
import { readUnits, writeUnits } from '../core/unit-file.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { bundledHashes, nodeExtractor } from '../encoder/node.ts'
import { openWorkspace, read } from './open.ts'
import { requireWritable, save } from './save.ts'

export interface ExtractionOptions {
  readonly activations?: string
  readonly threads?: number
}

/**
 * Fills the workspace's extraction: from a file of activations, or by running the extractor with progress on
 * stderr.
 */
export async function fill(workspace: Workspace, { activations, threads }: ExtractionOptions): Promise<void> {
  const { extraction, dataset } = workspace
  if (activations !== undefined) {
    const { table, meta } = readUnits(await read(activations))
    const { encoder, dictionary } = bundledHashes()
    const same =
      meta.dataset === dataset.info.sha256 && meta.encoder === encoder && meta.dictionary === dictionary
    if (!same) {
      throw new WhittleError(
        'bad-file',
        `${activations} holds the activations of other data or of another extractor.`,
      )
    }
    extraction.addAll(table)
    return
  }
  const extractor = await nodeExtractor(threads === undefined ? {} : { threads })
  const began = Date.now()
  let said = 0
  for (const [id, batch] of extraction.batches.entries()) {
    extraction.add(id, await extractor.extract(extraction.texts(id), windowsOf(batch)))
    const { characters, charactersDone } = extraction.plan()
    if (Date.now() - said < 5000 && charactersDone < characters) continue
    said = Date.now()
    const left = ((said - began) / charactersDone) * (characters - charactersDone)
    const percent = Math.floor((100 * charactersDone) / characters)
    console.error(`  extracting: ${percent}%, ${Math.ceil(left / 1000)} s left`)
  }
  await extractor.dispose()
}

/** `whittle extract`. */
export async function extract(
  file: string,
  options: ExtractionOptions & { readonly out: string; readonly half: boolean },
): Promise<void> {
  await requireWritable(options.out, ['.safetensors'])
  const workspace = await openWorkspace(file)
  await fill(workspace, options)
  const { encoder, dictionary } = bundledHashes()
  const meta = { dataset: workspace.dataset.info.sha256, encoder, dictionary }
  await save(options.out, {
    bytes: writeUnits(workspace.extraction.all(), meta, options.half ? 'f16' : 'f32'),
    summary: `activations of ${workspace.pairs.length} pairs`,
  })
}
