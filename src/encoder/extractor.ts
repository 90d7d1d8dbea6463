import type { UnitTable } from '../core/activations.ts'
import type { Dictionary } from '../core/dictionary.ts'
import { UnitTableBuilder } from '../core/extract/table.ts'
import type { Tokenize } from '../core/extract/units.ts'
import { WhittleError } from '../core/failure.ts'
import type { Engine, RunOutput } from './engine.ts'
import type { EncoderHashes } from './sources.ts'
import { layOut, type Window } from './windows.ts'

/** Texts in, units with their features out. */
export interface Extractor {
  /** What computes, for people. */
  readonly engine: string
  /** What activations depend on beside the texts: they are stored under these. */
  readonly hashes: EncoderHashes & { readonly dictionary: string }
  /** So many calls of some 32,000 characters at a time keep the engine busy. */
  readonly callsInFlight: number
  /**
   * Extracts the texts, in order. Calls may overlap: the engine is kept busy by all of them, the earliest
   * first; one that fails leaves the others alone.
   * @param lastWindows keep only that many windows at the end of each text; null keeps all
   * @throws WhittleError 'model' when the encoder fails, 'device-lost' when its device is gone
   */
  extract(texts: readonly string[], lastWindows?: number | null): Promise<UnitTable>
  dispose(): Promise<void>
}

export interface ExtractorParts {
  readonly engine: Engine
  readonly tokenize: Tokenize
  readonly dictionary: Dictionary
  readonly hashes: EncoderHashes
}

/** Puts an extractor together from an engine and the tokenizer that feeds it. */
export function createExtractor({ engine, tokenize, dictionary, hashes }: ExtractorParts): Extractor {
  const slots = new Slots(engine.inFlight)

  async function extract(texts: readonly string[], lastWindows: number | null): Promise<UnitTable> {
    const { spans, windows } = layOut(texts, tokenize, lastWindows)
    const table = new UnitTableBuilder(spans, dictionary.dim)
    let failure: WhittleError | null = null
    const computed = engine.plan(windows).map((run) =>
      slots.take(async () => {
        if (failure) return
        try {
          collect(run, await engine.run(run), table)
        } catch (error) {
          failure ??= modelError(error)
        }
      }),
    )
    await Promise.all(computed)
    if (failure) throw failure as WhittleError
    return table.finish()
  }

  return {
    engine: engine.name,
    callsInFlight: engine.callsInFlight,
    hashes: { encoder: hashes.encoder, engine: hashes.engine, dictionary: dictionary.sha256 },
    extract: (texts, lastWindows = null) => extract(texts, lastWindows),
    dispose: () => engine.dispose(),
  }
}

function collect(run: readonly Window[], output: RunOutput, table: UnitTableBuilder): void {
  const { states, indptr, feature, value } = output
  const dim = states.length / (indptr.length - 1)
  let k = 0
  for (const { firstUnit, units } of run) {
    for (let u = 0; u < units.length; u++, k++) {
      const [from, to] = [indptr[k]!, indptr[k + 1]!]
      const state = states.subarray(k * dim, (k + 1) * dim)
      table.add(firstUnit + u, feature.subarray(from, to), value.subarray(from, to), state)
    }
  }
}

function modelError(error: unknown): WhittleError {
  if (error instanceof WhittleError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new WhittleError('model', `The encoder failed: ${why}`)
}

/** Lets so many tasks run at a time, first come, first served. */
class Slots {
  readonly #waiting: (() => void)[] = []

  constructor(private free: number) {}

  async take(task: () => Promise<void>): Promise<void> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      await task()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}
