import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { gatherUnits, poolUnits, type UnitTable } from '../core/activations.ts'
import { joinParts, type PartInfo, readPart, readPartInfo, writePart } from '../core/extract/part-file.ts'
import { type Part, partsOf, planParts, type Shard } from '../core/extract/parts.ts'
import { WhittleError } from '../core/failure.ts'
import { partStatistics } from '../core/workspace/part-statistics.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import type { Extractor } from '../encoder/extractor.ts'
import { bundledHashes } from '../encoder/node.ts'
import { read } from './open.ts'
import { cannotWrite } from './save.ts'

const numbered = (n: number) => String(n).padStart(5, '0')

/** Files of a part begin with this; what follows says whether it is whole. */
const stem = ({ index }: Pick<Part, 'index'>, parts: number) =>
  `part-${numbered(index + 1)}-of-${numbered(parts)}`

/** A folder of parts, each a Parquet file that is there whole or not at all. */
export class PartFolder {
  constructor(
    private readonly folder: string,
    private readonly workspace: Workspace,
  ) {}

  get parts(): Part[] {
    return planParts(this.workspace.extraction.batches.length)
  }

  /**
   * The parts of a shard that are not written yet.
   * @throws WhittleError where one that is there is of other data or of another extractor
   */
  async missing(shard: Shard): Promise<Part[]> {
    await mkdir(this.folder, { recursive: true })
    const mine = partsOf(this.parts, shard)
    const there = new Set(await readdir(this.folder))
    const missing: Part[] = []
    for (const part of mine) {
      const name = `${stem(part, this.parts.length)}.parquet`
      // What a process that was ended left behind.
      for (const left of there)
        if (left.startsWith(`${name}.`)) await rm(join(this.folder, left), { force: true })
      if (!there.has(name)) missing.push(part)
      else await this.#check(join(this.folder, name))
    }
    return missing
  }

  /** Extracts a part and writes it. */
  async write(part: Part, extractor: Extractor, batches: readonly UnitTable[]): Promise<void> {
    const { extraction, dictionary } = this.workspace
    const planned = extraction.batches.slice(part.from, part.to)
    const addresses = batches.flatMap((units, table) =>
      Array.from({ length: units.spans }, (_, span) => ({ table, span })),
    )
    const spans = {
      kind: planned.flatMap(({ kind, spans }) => Array.from(spans, () => kind)),
      span: planned.flatMap(({ spans }) => [...spans]),
      units: gatherUnits(batches, addresses),
    }
    const pooled = poolUnits(spans.units, dictionary.presence)
    const info: PartInfo = {
      ...this.#keys(),
      computedBy: extractor.engine,
      part: part.index,
      parts: this.parts.length,
      statistics: partStatistics(spans, pooled),
    }
    const name = `${stem(part, this.parts.length)}.parquet`
    await writeWhole(join(this.folder, name), writePart(spans, pooled, info))
  }

  async #check(path: string): Promise<void> {
    const info = await readPartInfo(await read(path))
    if (Object.entries(this.#keys()).some(([key, value]) => info[key as keyof PartInfo] !== value))
      throw new WhittleError(
        'bad-file',
        `${path} is of other data or of another extractor: take an empty folder.`,
      )
  }

  #keys() {
    const { dataset, pairs } = this.workspace
    const { encoder, engine, dictionary } = bundledHashes()
    return {
      ...{ dataset: dataset.info.sha256, encoder, engine, dictionary },
      ...{ pairs: pairs.length, groups: pairs.groups },
    }
  }
}

/** Writes a file so that it is whole under its name, or not there, whatever ends the process or the machine. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${hostname()}-${process.pid}`
  try {
    const file = await open(beside, 'w')
    await file.writeFile(bytes)
    await file.sync()
    await file.close()
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw cannotWrite(path, error)
  }
}

/** What a folder of parts holds. */
export interface JoinedParts {
  readonly table: UnitTable
  readonly info: PartInfo
  /** What computed them, each once. */
  readonly computedBy: readonly string[]
  readonly statistics: readonly PartInfo['statistics'][]
}

/** Reads all parts in a folder as one. @throws WhittleError where they are not all there */
export async function readParts(folder: string): Promise<JoinedParts> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^part-\d+-of-\d+\.parquet$/.test(name),
  )
  if (names.length === 0)
    throw new WhittleError('bad-file', `${folder} holds no parts: whittle extract --shard writes them.`)
  const parts = []
  for (const name of names.sort()) {
    const bytes = await read(join(folder, name))
    try {
      parts.push(await readPart(bytes))
    } catch (error) {
      if (!(error instanceof WhittleError)) throw error
      throw new WhittleError(
        'bad-file',
        `${join(folder, name)}: ${error.message} Delete it and run its shard again.`,
      )
    }
  }
  return {
    table: joinParts(parts),
    info: parts[0]!.info,
    computedBy: [...new Set(parts.map(({ info }) => info.computedBy.replace(/, \d+ threads?$/, '')))],
    statistics: parts.map(({ info }) => info.statistics),
  }
}
