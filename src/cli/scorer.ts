import { poolUnits } from '../core/activations.ts'
import { absent } from '../core/scoring/spec-columns.ts'
import { needsEncoder, type ScoreRequest, scoreTexts, type ScoredText } from '../core/scoring/score-texts.ts'
import type { RewardSpec } from '../core/export/spec-schema.ts'
import type { Extractor } from '../encoder/extractor.ts'

/** Scores responses, many at a time; calls are queued. */
export interface Scorer {
  score(requests: readonly ScoreRequest[]): Promise<ScoredText[]>
  dispose(): Promise<void>
}

/** The encoder, and from which activation on each latent is present. */
export interface ScorerModel {
  readonly extractor: Extractor
  readonly presence: Float32Array
}

/**
 * The reshaped reward of a spec. @param load called once, where the spec needs the encoder at all
 * @throws WhittleError 'bad-spec' for decisions in contexts, unless these are skipped
 */
export async function createScorer(
  spec: RewardSpec,
  load: () => Promise<ScorerModel>,
  skipContexts = false,
): Promise<Scorer> {
  const model = needsEncoder(spec, skipContexts) ? await load() : null
  return {
    async score(requests) {
      const units = model && (await model.extractor.extract(requests.map(({ completion }) => completion)))
      const latents = units ? poolUnits(units, model!.presence) : absent(requests.length, 0)
      return scoreTexts(spec, requests, { latents, units }, skipContexts)
    },
    async dispose() {
      await model?.extractor.dispose()
    },
  }
}
