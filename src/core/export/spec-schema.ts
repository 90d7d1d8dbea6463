import { CONCEPT_SOURCES } from '../concepts/concept.ts'
import { z } from '../schema.ts'
import { ownInSpec } from '../own/in-spec.ts'
import { PROTOCOL_IDS } from '../verdict.ts'

export const SPEC_FORMAT = 'whittle-reward-spec'
export const SPEC_VERSION = 2

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const block = z.enum(['dictionary', 'surface', 'phrase', 'own'])

const feature = z.strictObject({
  block,
  id: z.string().describe('d:17 is latent 17 of the dictionary, s:bold a detector, p:as an ai a phrase'),
  weight: z.number(),
})

const concept = z.strictObject({
  id: z.string(),
  label: z.string(),
  name: z.string().nullable().describe('Given by the person'),
  source: z.enum(CONCEPT_SOURCES),
  features: z.array(feature).min(1),
  combine: z
    .enum(['sum', 'max'])
    .default('sum')
    .describe(
      'Whether the score is the sum of weight · activation over the features, or the largest of them',
    ),
  normalisation: z.strictObject({ mean: z.number(), sd: z.number().nonnegative() }),
  measure: z.boolean().describe('Whether its disparity is the sign of a difference of values'),
  scope: z.string().describe('overall, or one of the scopes below'),
  verdict: z.enum(['suppress', 'keep', 'amplify']),
  protocol: z.enum(PROTOCOL_IDS),
  strength: z.number().nonnegative(),
  lambda: z
    .number()
    .describe(
      'What the strength came to: positive suppresses, negative amplifies; of the offsets, where there are any',
    ),
  reliance: z.number().describe('Coefficient of Δz in the unshaped model'),
  target: z.number().describe('Coefficient aimed for'),
  lengthAdjusted: z
    .boolean()
    .describe('Whether length was held fixed; not for concepts that are length itself'),
  weight: z
    .strictObject({
      disparity: z.number(),
      score: z.number(),
      coefficient: z.number(),
      companions: z
        .array(z.strictObject({ id: z.string(), block, score: z.number(), coefficient: z.number() }))
        .describe('Features that carry its effect with it'),
    })
    .nullable()
    .describe('Its part in the weights; null where it has none'),
  residual: z
    .strictObject({ on: z.string(), slope: z.number() })
    .nullable()
    .describe('Kept concept whose share, slope·z, is taken out of z before anything else'),
  template: z.string().nullable().describe('What the policy’s prompt asks for, to inoculate'),
  flipped: z
    .array(z.int().positive())
    .nullable()
    .describe('Reviewed source rows whose sides are exchanged, to relabel'),
  note: z.string(),
})

const detector = z.strictObject({
  name: z.string(),
  description: z.string(),
  value: z.enum(['log(1 + occurrences)', 'measure']),
  definition: z
    .union([
      z.strictObject({
        kind: z
          .literal('pattern')
          .describe('Matches in the prose, code blanked out; none where fewer than least'),
        pattern: z.string().describe('A regular expression of ECMAScript'),
        flags: z.string(),
        least: z.int().positive(),
      }),
      z.strictObject({
        kind: z
          .literal('phrases')
          .describe('Words in any case: a|b is either, very? may be absent, can_not also one word'),
        place: z.string().describe('Where in the text they count'),
        phrases: z.array(z.string()),
      }),
    ])
    .nullable()
    .describe('Null where it is a program: src/core/surface of that version of Whittle'),
})

const miss = z.strictObject({
  concept: z.string(),
  before: z.number(),
  target: z.number(),
  reached: z.number(),
})

/**
 * The reward spec: all that it takes to score text and to reshape data, without Whittle's help if need be.
 * The one source of public/reward-spec.schema.json. A change of meaning is a new version.
 */
export const rewardSpec = z.strictObject({
  format: z.literal(SPEC_FORMAT),
  version: z.literal(SPEC_VERSION),
  whittle: z.string().describe('Version of Whittle that wrote it'),
  created: z.iso.datetime(),
  dataset: z.strictObject({
    name: z.string(),
    sha256: hash.describe('Of the bytes of the file'),
    pairs: z.int().nonnegative(),
    format: z.string(),
  }),
  extractor: z.strictObject({
    encoder: hash.describe('sha256 of the ONNX graph'),
    dictionary: hash.describe('sha256 of the dictionary'),
    tokenizer: hash
      .nullable()
      .describe('sha256 of tokenizer.json, without truncation and padding; null where it was not known'),
    window: z.int().positive().describe('Tokens that are encoded together, whole units, without overlap'),
    unit: z.string().describe('What a dictionary feature fires on'),
  }),
  seed: z.int().describe('Of the analysis that the decisions rest on'),
  dropSeed: z
    .int()
    .describe('Decides between pairs that explain equally much, and which ones a part of the strength takes'),
  thresholds: z.strictObject({
    tau: z.number().describe('A feature is on a side when present in more than this share of its units'),
    presence: z.string(),
  }),
  formulas: z.record(z.string(), z.string()),
  detectors: z
    .record(z.string(), detector)
    .describe('Of the features that are detectors, by id: what is counted'),
  weighing: z
    .strictObject({
      constant: z.number(),
      gamma: z.number(),
      rest: z.record(z.string(), z.number()).describe('Coefficients of the other features, by id'),
      misses: z.array(miss),
    })
    .nullable()
    .describe('The rest of the weights (formulas.weight); null where nothing is re-weighted'),
  softLabels: z
    .strictObject({ rows: z.array(z.int().positive()), chosen: z.array(z.number().min(0).max(1)) })
    .nullable()
    .default(null)
    .describe(
      'Of source rows, the probability that the chosen response is the better one (formulas.softLabel); null for none',
    ),
  scopes: z
    .record(z.string(), z.array(z.int().positive()))
    .describe('Source rows of each scope that a verdict is limited to'),
  own: z.array(ownInSpec).default([]).describe('Concepts of one’s own that the concepts below are made of'),
  concepts: z
    .array(concept)
    .describe('In the order of the verdicts: flips and drops in turn, then weights, offsets and texts'),
})

export type RewardSpec = z.infer<typeof rewardSpec>
