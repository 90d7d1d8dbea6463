import { z } from '../schema.ts'

export const SPEC_FORMAT = 'whittle-reward-spec'
export const SPEC_VERSION = 1

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const feature = z.strictObject({
  block: z.enum(['dictionary', 'surface', 'phrase']),
  id: z.string().describe('d:17 is latent 17 of the dictionary, s:bold a detector, p:as an ai a phrase'),
  weight: z.number(),
})

const concept = z.strictObject({
  id: z.string(),
  label: z.string(),
  name: z.string().nullable().describe('Given by the person'),
  source: z.enum(['dictionary', 'family', 'surface', 'phrase', 'probe']),
  features: z.array(feature).min(1),
  normalisation: z.strictObject({ mean: z.number(), sd: z.number().nonnegative() }),
  scope: z.literal('overall'),
  verdict: z.enum(['suppress', 'keep', 'amplify']),
  protocol: z.enum(['offsets', 'drop', 'reweight', 'relabel', 'mask', 'rewrite', 'inoculate', 'steer']),
  strength: z.number().nonnegative(),
  lambda: z.number().describe('What the strength came to: positive suppresses, negative amplifies'),
  reliance: z.number().describe('Coefficient of Δz in the unshaped model'),
  target: z.number().describe('Coefficient aimed for: reliance − lambda'),
  lengthAdjusted: z
    .boolean()
    .describe('Whether length was held fixed; not for concepts that are length itself'),
  note: z.string(),
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
    unit: z.string().describe('What a dictionary feature fires on'),
  }),
  seed: z.int().describe('Of the analysis that the decisions rest on'),
  dropSeed: z.int().describe('Decides between pairs that explain equally much which is dropped first'),
  thresholds: z.strictObject({
    tau: z.number().describe('A feature is on a side when present in more than this share of its units'),
    presence: z.string(),
  }),
  formulas: z.record(z.string(), z.string()),
  concepts: z
    .array(concept)
    .describe('In the order in which they are enacted: drops in turn, then offsets at once'),
})

export type RewardSpec = z.infer<typeof rewardSpec>
