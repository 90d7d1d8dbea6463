import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UnitTable } from '../src/core/activations.ts'
import { readUnits, writeUnits } from '../src/core/unit-file.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import { bundledHashes, nodeExtractor } from '../src/encoder/node.ts'

const cache = join(import.meta.dirname, '../node_modules/.cache/whittle/tests')

/** Extracts texts; what was extracted before is kept beside the model's cache, since it takes minutes. */
export class CachedExtractor {
  #extractor: Promise<Extractor> | null = null

  /** @param states what was cached before sentence states were kept is extracted again */
  constructor(private readonly states = false) {}

  /** @param windows only so many at the end of each text; all where left out */
  async extract(texts: readonly string[], windows: number | null = null): Promise<UnitTable> {
    const { encoder, engine, dictionary } = bundledHashes()
    const key = createHash('sha256')
      .update(JSON.stringify([encoder, engine, dictionary, texts, ...(windows === null ? [] : [windows])]))
      .digest('hex')
    const path = join(cache, `${key}.safetensors`)
    if (existsSync(path)) {
      const { table } = readUnits(readFileSync(path))
      if (!this.states || table.unitStates) return table
    }
    // One thread: the other core belongs to the other tests.
    this.#extractor ??= nodeExtractor({ threads: 1 })
    const units = await (await this.#extractor).extract(texts, windows)
    mkdirSync(cache, { recursive: true })
    writeFileSync(path, writeUnits(units, {}))
    return units
  }

  async dispose(): Promise<void> {
    await (await this.#extractor)?.dispose()
  }
}
