import { z } from './schema.ts'
import { WhittleError } from './failure.ts'
import { floats, readSafetensors, tensor } from './safetensors.ts'

const latentInfo = z.object({
  id: z.number().int().nonnegative(),
  label: z.string(),
  description: z.string(),
  kind: z.string(),
  /** 1 to 3; 1 is an unclear label. */
  confidence: z.number(),
  /** Balanced accuracy of the label on unseen sentences; null where unmeasured. */
  fidelity: z.number().nullable(),
  /** The text that the fidelity was measured on. */
  measured: z.enum(['new', 'own', 'none']),
  /** Share of the training sentences that fire. */
  density: z.number(),
  presence: z.number(),
  /** Mean of the ten strongest activations. */
  top: z.number(),
  /** Level down to which the label holds. */
  holds: z.enum(['high', 'mid', 'low']).nullable(),
  family: z.number().int().nullable(),
})

const familyInfo = z.object({
  id: z.number().int().nonnegative(),
  label: z.string(),
  description: z.string(),
  kind: z.string(),
  coherence: z.number(),
  features: z.array(z.number().int().nonnegative()),
})

/** Concept ids whose labels are near in meaning, and their cosine. */
const labelMeaning = z.object({
  near: z.array(z.tuple([z.string(), z.string(), z.number()])),
})

/** What is known about a latent besides its weights. */
export type LatentInfo = Readonly<z.infer<typeof latentInfo>>

/**
 * Where a fidelity was measured: on text of sources that the dictionary never saw, on its own sources, or not
 * at all.
 */
export type Measured = LatentInfo['measured']

/** Latents that are instances of one name. */
export type FamilyInfo = Readonly<z.infer<typeof familyInfo>>

/**
 * A sparse dictionary over unit states: pre = W_enc h + b_enc, a = pre where pre > θ, else 0; the
 * reconstruction is a W_dec + b_dec (BatchTopK sparse autoencoder, Bussmann et al. 2024). Matrices are row by
 * row, one row a latent.
 */
export interface Dictionary {
  /** Of the safetensors file, hex. */
  readonly sha256: string
  readonly latents: number
  readonly dim: number
  /** latents × dim. */
  readonly encoder: Float32Array
  readonly encoderBias: Float32Array
  /** latents × dim. */
  readonly decoder: Float32Array
  readonly decoderBias: Float32Array
  /** θ: a latent fires above it. */
  readonly threshold: Float32Array
  /** A latent is present in a unit from this activation on. */
  readonly presence: Float32Array
  readonly features: readonly LatentInfo[]
  readonly families: readonly FamilyInfo[]
  /** Concepts whose labels are near in meaning: two ids, and the cosine of their texts' states. */
  readonly near: readonly (readonly [string, string, number])[]
}

/**
 * Reads a dictionary.
 * @param bytes the safetensors file
 * @param features value of features.json, one entry a latent in order
 * @param families value of families.json
 * @param sha256 of `bytes`, hex
 * @param meaning value of meaning.json; without it, no labels are known to be near in meaning
 * @throws WhittleError when a part is malformed or the parts do not fit together
 */
export function parseDictionary(
  bytes: Uint8Array,
  features: unknown,
  families: unknown,
  sha256: string,
  meaning: unknown = { near: [] },
): Dictionary {
  const file = readSafetensors(bytes)
  const [latents, dim] = tensor(file, 'W_enc').shape
  if (latents === undefined || dim === undefined)
    throw new WhittleError('model', 'The dictionary’s W_enc is no matrix.')
  const read = (name: string, ...shape: number[]) => {
    const actual = tensor(file, name).shape
    if (actual.join() === shape.join()) return floats(file, name)
    throw new WhittleError(
      'model',
      `The dictionary’s ${name} is ${actual.join(' × ')}, expected ${shape.join(' × ')}.`,
    )
  }
  return {
    sha256,
    latents,
    dim,
    encoder: read('W_enc', latents, dim),
    encoderBias: read('b_enc', latents),
    decoder: read('W_dec', latents, dim),
    decoderBias: read('b_dec', dim),
    threshold: read('threshold', latents),
    presence: read('presence', latents),
    features: parsePart('features.json', z.array(latentInfo).length(latents), features),
    families: parsePart('families.json', z.array(familyInfo), families),
    near: parsePart('meaning.json', labelMeaning, meaning).near,
  }
}

function parsePart<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') ?? ''
  throw new WhittleError(
    'model',
    `The dictionary’s ${name} is malformed at “${place}”: ${issue?.message ?? 'unknown'}.`,
  )
}
