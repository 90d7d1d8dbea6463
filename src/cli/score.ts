import { readSpec } from '../core/export/spec.ts'
import { bundledDictionary, bundledHashes, nodeExtractor } from '../encoder/node.ts'
import { conceptsAt, type ConceptsOption, specWith } from './concepts.ts'
import { read } from './open.ts'
import { type RunOptions, runScorer } from './run-scorer.ts'

interface ScoreOptions extends RunOptions, ConceptsOption {
  readonly threads?: number
}

/** `whittle score`. */
export async function score(specPath: string, options: ScoreOptions): Promise<void> {
  const text = new TextDecoder().decode(await read(specPath))
  const concepts = options.concepts === undefined ? [] : await conceptsAt(options.concepts)
  const spec = specWith(readSpec(text, bundledHashes()), concepts)
  const { threads } = options
  const load = async () => ({
    extractor: await nodeExtractor(threads === undefined ? {} : { threads }),
    presence: (await bundledDictionary()).presence,
  })
  await runScorer({ text, spec }, load, options)
}
