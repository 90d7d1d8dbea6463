import { stat } from 'node:fs/promises'
import type { UnitTable } from '../core/activations.ts'
import { type Part, partsOf, type Shard } from '../core/extract/parts.ts'
import { windowsOf } from '../core/extract/plan.ts'
import { WhittleError } from '../core/failure.ts'
import { readUnits, type UnitFile, writeUnits } from '../core/unit-file.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import type { Extractor } from '../encoder/extractor.ts'
import { bundledHashes } from '../encoder/node.ts'
import { fastestExtractor } from '../encoder/node-native.ts'
import { type MappingOption, openWorkspace, read } from './open.ts'
import { PartFolder, readParts } from './parts.ts'
import { requireFolder, requireWritable, save } from './save.ts'

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
    const { table, meta } = await readActivations(activations)
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
  const all = { from: 0, to: extraction.batches.length }
  await extractBatches(workspace, extractor, all, (id, units) => {
    extraction.add(id, units)
    const { characters, charactersDone } = extraction.plan()
    report(charactersDone, characters)
  })
  await extractor.dispose()
}

/** What `whittle extract` or `whittle merge` wrote, or a folder of all parts. */
async function readActivations(path: string): Promise<UnitFile> {
  const folder = await stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  )
  if (!folder) return readUnits(await read(path))
  const { table, info } = await readParts(path)
  const { dataset, encoder, engine, dictionary } = info
  return { table, meta: { dataset, encoder, engine, dictionary } }
}

/** Extracts some batches; several calls keep all threads busy: each takes the next that nobody has taken. */
async function extractBatches(
  { extraction }: Workspace,
  extractor: Extractor,
  { from, to }: Pick<Part, 'from' | 'to'>,
  done: (id: number, units: UnitTable) => void,
): Promise<void> {
  let next = from
  const callInTurn = async () => {
    while (next < to) {
      const id = next++
      done(id, await extractor.extract(extraction.texts(id), windowsOf(extraction.batches[id]!)))
    }
  }
  await Promise.all(Array.from({ length: extractor.callsInFlight }, callInTurn))
}

/** Extracts the parts of a shard that are not there, one after the other. */
async function extractShard(
  workspace: Workspace,
  shard: Shard,
  { out, threads }: Pick<ExtractOptions, 'out' | 'threads'>,
): Promise<void> {
  const folder = new PartFolder(out, workspace)
  const missing = await folder.missing(shard)
  const mine = partsOf(folder.parts, shard).length
  console.error(`  shard ${shard.index} of ${shard.of}: ${mine - missing.length} of ${mine} parts are there`)
  if (missing.length > 0) {
    const extractor = await fastestExtractor(threads || undefined, console.error)
    console.error(`  extracting with ${extractor.engine}`)
    const { batches } = workspace.extraction
    const characters = (part: Part) =>
      batches.slice(part.from, part.to).reduce((sum, batch) => sum + batch.characters, 0)
    const total = missing.reduce((sum, part) => sum + characters(part), 0)
    const report = progressReport()
    let done = 0
    for (const part of missing) {
      const tables: UnitTable[] = []
      await extractBatches(workspace, extractor, part, (id, units) => {
        tables[id - part.from] = units
        done += batches[id]!.characters
        report(done, total)
      })
      await folder.write(part, extractor, tables)
    }
    await extractor.dispose()
  }
  console.log(`${out}: shard ${shard.index} of ${shard.of}, ${mine} of ${folder.parts.length} parts`)
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

interface ExtractOptions extends ExtractionOptions {
  /** A file; with `shard` a folder. */
  readonly out: string
  readonly half: boolean
  readonly shard?: Shard
}

/** `whittle extract`. */
export async function extract(paths: readonly string[], options: ExtractOptions): Promise<void> {
  if (options.shard) {
    await requireFolder(options.out)
    await extractShard(await openWorkspace(paths, options), options.shard, options)
    return
  }
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
