import { windowsOf } from '../core/extract/plan.ts'
import { WhittleError } from '../core/failure.ts'
import { readUnits, writeUnits } from '../core/unit-file.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { bundledHashes } from '../encoder/node.ts'
import { fastestExtractor } from '../encoder/node-native.ts'
import { type MappingOption, openWorkspace, read } from './open.ts'
import { requireWritable, save } from './save.ts'

export interface ExtractionOptions extends MappingOption {
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
    const { encoder, engine, dictionary } = bundledHashes()
    const same =
      meta.dataset === dataset.info.sha256 &&
      meta.encoder === encoder &&
      meta.engine === engine &&
      meta.dictionary === dictionary
    if (!same) {
      throw new WhittleError(
        'bad-file',
        `${activations} holds the activations of other data or of another extractor.`,
      )
    }
    extraction.addAll(table)
    return
  }
  const extractor = await fastestExtractor(threads || undefined, console.error)
  console.error(`  extracting with ${extractor.engine}`)
  const report = progressReport()
  const waiting = extraction.batches.entries()
  // Several calls keep all threads busy: each takes the next batch that nobody has taken.
  const callInTurn = async () => {
    for (const [id, batch] of waiting) {
      extraction.add(id, await extractor.extract(extraction.texts(id), windowsOf(batch)))
      const { characters, charactersDone } = extraction.plan()
      report(charactersDone, characters)
    }
  }
  await Promise.all(Array.from({ length: extractor.callsInFlight }, callInTurn))
  await extractor.dispose()
}

/** Says how far extraction is, every five seconds and at the end. */
function progressReport(): (done: number, total: number) => void {
  const began = Date.now()
  let said = 0
  return (done, total) => {
    if (Date.now() - said < 5000 && done < total) return
    said = Date.now()
    const left = ((said - began) / done) * (total - done)
    console.error(`  extracting: ${Math.floor((100 * done) / total)}%, ${Math.ceil(left / 1000)} s left`)
  }
}

/** `whittle extract`. */
export async function extract(
  paths: readonly string[],
  options: ExtractionOptions & { readonly out: string; readonly half: boolean },
): Promise<void> {
  await requireWritable(options.out, ['.safetensors'])
  const workspace = await openWorkspace(paths, options)
  await fill(workspace, options)
  const { encoder, engine, dictionary } = bundledHashes()
  const meta = { dataset: workspace.dataset.info.sha256, encoder, engine, dictionary }
  await save(options.out, {
    bytes: writeUnits(workspace.extraction.all(), meta, options.half ? 'f16' : 'f32'),
    summary: `activations of ${workspace.pairs.length} pairs`,
  })
}
