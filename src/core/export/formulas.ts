import type { DataKind } from '../data-kind.ts'
import { protocolFormulas } from '../shape/protocols.ts'
import type { Formulas } from '../shape/protocols/protocol.ts'

const LAMBDA = '+ to suppress, − to amplify, 0 to keep'

/** What the numbers of every protocol rest on. */
const SHARED = {
  activation: {
    formula:
      'max_g(y): of a latent the largest a = pre over the units with pre = W_enc·h + b_enc > θ, else 0; of a detector or phrase log(1 + occurrences), of a measure its value',
    words:
      'How strongly a feature is in a response. A phrase occurs where its words follow one another in one clause, in any case.',
  },
  score: {
    formula: 'z(y) = (Σ_g weight_g · max_g(y) − mean) / sd; 0 where sd = 0',
    words:
      'How much of a concept a response has: the strongest activation of each of its features, in standard deviations.',
  },
  lambdaWords:
    'Strength 1 moves a reward head by exactly its reliance on the concept: to 0 where the verdict goes against the data’s lean, to twice the lean where it goes with it.',
  lengthWords: 'Length is held fixed while λ is worked out, unless the concept is length itself.',
} as const

const OWN: Readonly<Record<DataKind, Formulas>> = {
  pairs: {
    residual: {
      formula: 'z_c − a·z_parent in place of z_c, a = corr(z_c, z_parent)',
      words: 'Where a concept’s family is kept, only what the concept has beyond its family counts.',
    },
    lambda: {
      formula: `λ = ±strength · |b|, ${LAMBDA}; b from P(chosen) = σ(Σ_c b_c·Δz_c + γ·Δlog length + Σ_j b_j·x_j), x_j the other features under a ridge penalty; what changes along with the concept counts as its work`,
      words: SHARED.lambdaWords,
    },
    length: {
      formula: 'Δlog length = log(words(chosen) + 1) − log(words(rejected) + 1)',
      words: SHARED.lengthWords,
    },
  },
  responses: {
    lambda: {
      formula: `λ = ±strength · |b|, ${LAMBDA}; b from P(good) = σ(α + Σ_c b_c·z_c + γ·log length)`,
      words: SHARED.lambdaWords,
    },
    length: { formula: 'log length = log(words + 1)', words: SHARED.lengthWords },
  },
}

/** What every number in a reward spec means, by name: the formula, and the same in plain words. */
export const formulasOf = (kind: DataKind): Formulas => ({
  activation: SHARED.activation,
  score: SHARED.score,
  ...protocolFormulas(kind),
  ...OWN[kind],
})
