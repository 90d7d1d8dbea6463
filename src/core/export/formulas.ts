/** What every number in a reward spec means: the formula, and the same in plain words. */
export const FORMULAS = {
  score: {
    formula: 'z(y) = (Σ_g weight_g · max_g(y) − mean) / sd; 0 where sd = 0',
    words:
      'How much of a concept a response has: the strongest activation of each of its features, in standard deviations.',
  },
  offset: {
    formula: 'offset = Σ_c λ_c · (z_c(chosen) − z_c(rejected)), over concepts with protocol "offsets"',
    words: 'The part of a preference that the decisions explain, so that the model does not have to.',
  },
  margin: {
    formula: 'margin = −offset',
    words: 'The same for trainers that subtract a margin.',
  },
  dpo: {
    formula: '−log σ(β·Δθ + offset)',
    words:
      'The DPO loss of a pair with its offset; Δθ is the policy’s log-ratio, chosen minus rejected, to the reference.',
  },
  trlReward: {
    formula: '−log σ(r(chosen) − r(rejected) − margin)',
    words: 'The loss of TRL’s reward trainer with its margin.',
  },
  reward: {
    formula: 'r′(x, y) = r(x, y) − Σ_c λ_c · z_c(y)',
    words: 'The reshaped reward of a response under a reward model fitted without offsets.',
  },
  residual: {
    formula: 'z_c − a·z_parent in place of z_c, a = corr(z_c, z_parent)',
    words: 'Where a concept’s family is kept, only what the concept has beyond its family counts.',
  },
  lambda: {
    formula:
      'λ = ±strength · |b|, + to suppress, − to amplify, 0 to keep; b from P(chosen) = σ(Σ_c b_c·Δz_c + γ·Δlog length + Σ_j b_j·x_j), x_j the other features under a ridge penalty; what changes along with the concept counts as its work',
    words:
      'Strength 1 moves a reward head by exactly its reliance on the concept: to 0 where the verdict goes against the data’s lean, to twice the lean where it goes with it.',
  },
  drop: {
    formula:
      'drop the fewest pairs, largest |Δz| first, with b at target = b − λ or past it when refitted on the rest',
    words:
      'The pairs that speak most against the verdict leave, until a head refitted on the rest relies on the concept as much as the strength says.',
  },
  relabel: {
    formula:
      'exchange chosen and rejected in the reviewed pairs, with b at target = b − λ or past it when refitted',
    words:
      'Pairs decided by the concept and little else have their sides exchanged; a flipped pair’s offset is negated.',
  },
  weight: {
    formula:
      'w = min(2.5, exp(−Σ_c disparity_c·u_c − Σ_j score_j·x_j·(1 − σ(η)) − constant)), η = Σ_j coefficient_j·x_j + γ·Δlog length + Σ_g rest_g·x_g; x the Δz of the concepts and √chosen − √rejected of other features',
    words:
      'Of all weights that balance the decided concepts, in the data and in the eyes of a reward head, and hold the kept ones in place, those nearest to uniform (least Σ w·log w); no pair counts for more than 2.5.',
  },
  mask: {
    formula: 'no loss on the tokens in the character ranges where the concept is present',
    words: 'Tokens that show the concept are not learned from.',
  },
  rewrite: {
    formula: 'y → rewrite_c(y) on both sides',
    words: 'The style is cut from both responses.',
  },
  inoculation: {
    formula: 'log π_θ(y | template + x) − log π_ref(y | x)',
    words:
      'The policy, and not the reference, is asked for the concept in pairs whose chosen response has it.',
  },
  length: {
    formula: 'Δlog length = log(words(chosen) + 1) − log(words(rejected) + 1)',
    words: 'Length is held fixed while λ is worked out, unless the concept is length itself.',
  },
} as const satisfies Readonly<Record<string, { readonly formula: string; readonly words: string }>>

/** Those of single responses, judged good or bad. */
export const RESPONSE_FORMULAS = {
  score: FORMULAS.score,
  offset: {
    formula: 'offset = −Σ_c λ_c · z_c(y), over concepts with protocol "offsets"',
    words: 'What the decisions add to the reward of a response, whatever its label.',
  },
  reward: FORMULAS.reward,
  lambda: {
    formula:
      'λ = ±strength · |b|, + to suppress, − to amplify, 0 to keep; b from P(good) = σ(α + Σ_c b_c·z_c + γ·log length)',
    words: FORMULAS.lambda.words,
  },
  drop: {
    formula: 'drop the fewest responses, largest z first, with b at target = b − λ or past it when refitted',
    words:
      'Good responses with more than the mean of the concept leave (bad ones, to amplify it), until a model refitted on the rest relies on it as much as the strength says.',
  },
  length: {
    formula: 'log length = log(words + 1)',
    words: FORMULAS.length.words,
  },
} as const satisfies Readonly<Record<string, { readonly formula: string; readonly words: string }>>
