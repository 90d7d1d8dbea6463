import { expose, transfer } from 'comlink'
import { WhittleError } from '../src/core/failure.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import type { ExtractApi, ExtractorInfo, Prefer } from '../src/protocol/extract.ts'
import { reply } from '../src/protocol/reply.ts'
import { chooseDevice } from './device.ts'
import { buffers, ExtractionRuns } from './extraction-runs.ts'
import { loadExtractor } from './load-extractor.ts'

/** The encoder that is loaded, and what was asked for. */
let loaded: { readonly prefer: Prefer; readonly info: ExtractorInfo; readonly extractor: Extractor } | null =
  null

const extract: Extractor['extract'] = async (texts, lastWindows) => {
  if (loaded) return loaded.extractor.extract(texts, lastWindows)
  throw new WhittleError('internal', 'Extraction was asked for before the encoder was loaded.')
}

const runs = new ExtractionRuns(extract, () => loaded?.extractor.callsInFlight ?? 1)

const api: ExtractApi = {
  probe: (prefer) => reply(() => chooseDevice(prefer)),

  start: (prefer, base, progress) =>
    reply(async () => {
      if (loaded?.prefer === prefer) return loaded.info
      // What a lost device leaves behind may not even be released.
      await loaded?.extractor.dispose().catch(() => undefined)
      loaded = null
      const { extractor, device } = await loadExtractor(prefer, base, progress ?? (() => undefined))
      const info = { device, by: extractor.engine, ...extractor.hashes }
      loaded = { prefer, info, extractor }
      return info
    }),

  run: (id, port, told) => reply(() => runs.run(id, port, told)),

  cancel: (id) => reply(() => runs.cancel(id)),

  extract: async (texts, lastWindows) => {
    const outcome = await reply(() => extract(texts, lastWindows))
    return outcome.ok ? transfer(outcome, buffers(outcome.value)) : outcome
  },
}

expose(api)
