import type { Concept } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import type { DataKind } from '../data-kind.ts'
import { WhittleError } from '../failure.ts'
import { WINDOW } from '../extract/units.ts'
import { ownForSpec } from '../own/in-spec.ts'
import type { OwnMembers } from '../own/own-concept.ts'
import { parseJson } from '../parse-json.ts'
import type { Shaping } from '../shape/decision.ts'
import { protocolOf } from '../shape/protocols.ts'
import { detectorById } from '../surface/detectors.ts'
import type { FeatureRef } from './features.ts'
import { formulasOf } from './formulas.ts'
import { type RewardSpec, rewardSpec, SPEC_FORMAT, SPEC_VERSION } from './spec-schema.ts'

export type { RewardSpec }

/** What the analysis says of features, for readers of the spec. */
const UNIT = 'sentence: cut at line breaks and after . ! ?; longer ones every 64 tokens'
const PRESENCE =
  'present in a unit when the activation is at least the dictionary’s presence level for the latent; scores use the maximum over units, present or not'

export interface SpecInput {
  /** Version of Whittle. */
  readonly whittle: string
  /** ISO 8601, UTC: the core has no clock. */
  readonly created: string
  readonly dataset: RewardSpec['dataset']
  readonly kind: DataKind
  readonly extractor: {
    readonly encoder: string
    readonly dictionary: string
    /** Null where it is not known. */
    readonly tokenizer?: string | null
  }
  /** Of the analysis. */
  readonly seed: number
  readonly shaping: Shaping
  /** Source row of each pair. */
  readonly row: Uint32Array
  /** Pairs of a scope, where a verdict is limited to one. */
  scope?(id: string): Uint32Array | undefined
  /** Every concept that has a verdict. */
  readonly concepts: ReadonlyMap<string, Concept>
  /** Names of the joint feature space. */
  readonly features: ReadonlyMap<number, FeatureRef>
  /** Names that the person gave, by concept id. */
  readonly names: Readonly<Record<string, string>>
  /** Concepts of one's own, and the features of the others. */
  readonly own?: OwnSource
}

export interface OwnSource {
  readonly members: OwnMembers
  /** Ids of the features of a concept. */
  featuresOf(id: string): readonly string[]
}

/**
 * Describes a shaping so that it can be applied again.
 * @throws RangeError when a verdict's concept, or one of its features, has no name
 */
export function buildSpec(input: SpecInput): RewardSpec {
  const { concepts, features, names, dataset, extractor, shaping } = input
  const named = (index: number): FeatureRef => {
    const ref = features.get(index)
    if (!ref) throw new RangeError(`feature ${index} has no name`)
    return ref
  }
  const rowsOf = (pairs: Uint32Array) => Array.from(pairs, (pair) => input.row[pair]!)
  const scopes = new Set(shaping.verdicts.map(({ verdict }) => verdict.scope))
  scopes.delete('overall')
  const spec: RewardSpec = {
    format: SPEC_FORMAT,
    version: SPEC_VERSION,
    whittle: input.whittle,
    created: input.created,
    dataset: { name: dataset.name, sha256: dataset.sha256, pairs: dataset.pairs, format: dataset.format },
    extractor: {
      encoder: extractor.encoder,
      dictionary: extractor.dictionary,
      tokenizer: extractor.tokenizer ?? null,
      window: WINDOW,
      unit: UNIT,
    },
    seed: input.seed,
    dropSeed: shaping.seed,
    thresholds: { tau: TAU, presence: PRESENCE },
    formulas: Object.fromEntries(
      Object.entries(formulasOf(input.kind)).map(([name, { formula }]) => [name, formula]),
    ),
    detectors: detectorsOf(shaping, concepts, named),
    weighing: shaping.weighing && {
      constant: shaping.weighing.constant,
      gamma: shaping.weighing.gamma,
      rest: Object.fromEntries(
        shaping.weighing.rest.map(({ feature, coefficient }) => [named(feature).id, coefficient]),
      ),
      misses: shaping.weighing.misses.map((miss) => ({ ...miss })),
    },
    softLabels: softLabelsOf(shaping, input.row),
    scopes: Object.fromEntries(
      [...scopes].map((id) => {
        const pairs = input.scope?.(id)
        if (!pairs) throw new RangeError(`unknown scope ${id}`)
        return [id, rowsOf(pairs)]
      }),
    ),
    own: [],
    concepts: shaping.verdicts.map(({ verdict, normalisation, calibration, pairs }) => {
      const concept = concepts.get(verdict.concept)
      const { template, reviewed } = protocolOf(verdict.protocol)
      if (!concept) throw new RangeError(`unknown concept ${verdict.concept}`)
      return {
        id: concept.id,
        label: concept.label,
        name: Object.hasOwn(names, concept.id) ? names[concept.id]! : null,
        source: concept.source,
        features: Array.from(concept.features, (index, g) => {
          return { ...named(index), weight: concept.weights?.[g] ?? 1 }
        }),
        combine: concept.combine ?? 'sum',
        normalisation: { mean: normalisation.mean, sd: normalisation.sd },
        measure: concept.measure,
        scope: verdict.scope,
        verdict: verdict.verdict,
        protocol: verdict.protocol,
        strength: verdict.strength,
        ...calibration,
        weight: calibration.weight && {
          ...calibration.weight,
          companions: calibration.weight.companions.map(({ feature, score, coefficient }) => ({
            ...named(feature),
            score,
            coefficient,
          })),
        },
        template: template?.(verdict, concept) ?? null,
        flipped: reviewed ? rowsOf(pairs).filter((row) => !verdict.spared?.includes(row)) : null,
        note: verdict.note,
      }
    }),
  }
  if (!input.own) return spec
  const { members, featuresOf } = input.own
  return { ...spec, own: ownForSpec(featureIds(spec), members, featuresOf) }
}

/** Ids of every feature that a spec names. */
export function featureIds({ concepts, weighing }: Pick<RewardSpec, 'concepts' | 'weighing'>): Set<string> {
  const ids = concepts.flatMap(({ features, weight }) =>
    [...features, ...(weight?.companions ?? [])].map(({ id }) => id),
  )
  return new Set([...ids, ...Object.keys(weighing?.rest ?? {})])
}

/** What the detectors among the features of the decisions look for. */
function detectorsOf(
  { verdicts, weighing }: Shaping,
  concepts: ReadonlyMap<string, Concept>,
  named: (index: number) => FeatureRef,
): RewardSpec['detectors'] {
  const indices = [
    ...verdicts.flatMap(({ verdict, calibration }) => [
      ...(concepts.get(verdict.concept)?.features ?? []),
      ...(calibration.weight?.companions ?? []).map(({ feature }) => feature),
    ]),
    ...(weighing?.rest ?? []).map(({ feature }) => feature),
  ]
  const ids = new Set(indices.map(named).flatMap(({ block, id }) => (block === 'surface' ? [id] : [])))
  return Object.fromEntries(
    [...ids].sort().map((id) => {
      const { name, description, measure, definition } = detectorById(id)
      const value = measure ? ('measure' as const) : ('log(1 + occurrences)' as const)
      return [id, { name, description, value, definition: definition ? structuredClone(definition) : null }]
    }),
  ) as RewardSpec['detectors']
}

function softLabelsOf({ softLabels }: Shaping, row: Uint32Array): RewardSpec['softLabels'] {
  if (!softLabels) return null
  const pairs = Array.from(softLabels.keys()).filter((i) => !Number.isNaN(softLabels[i]!))
  return { rows: pairs.map((i) => row[i]!), chosen: pairs.map((i) => softLabels[i]!) }
}

/** The spec as the text of reward-spec.json. */
export const specText = (spec: RewardSpec): string => `${JSON.stringify(spec, null, 2)}\n`

/**
 * Reads reward-spec.json.
 * @param expected hashes of the extractor at hand; a spec made with another one is refused, since its
 * features
 *   would mean something else
 * @throws WhittleError 'bad-spec' with a sentence that says what differs
 */
export function readSpec(
  text: string,
  expected?: { readonly encoder: string; readonly dictionary: string },
): RewardSpec {
  const value = parseJson(text)
  if (value === undefined) throw bad('The reward spec is not JSON.')
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== SPEC_FORMAT) {
    throw bad('This file is not a reward spec that Whittle wrote.')
  }
  const current = upgraded(value)
  if (!('version' in current) || current.version !== SPEC_VERSION) {
    const version = 'version' in value ? JSON.stringify(value.version) : 'unknown'
    throw bad(`The reward spec is of version ${version}; this Whittle reads versions 1 to ${SPEC_VERSION}.`)
  }
  const result = rewardSpec.safeParse(current)
  if (!result.success) {
    const { path, message } = result.error.issues[0]!
    throw bad(`The reward spec is damaged at ${path.join('.') || 'its top level'}: ${message}.`)
  }
  const spec = result.data
  for (const part of ['encoder', 'dictionary'] as const) {
    if (expected && spec.extractor[part] !== expected[part]) {
      throw bad(
        `The reward spec was made with another ${part} (${short(spec.extractor[part])}) than this Whittle’s (${short(expected[part])}), so its features do not mean the same here. Use the Whittle that wrote it (${spec.whittle}), or decide again on this one.`,
      )
    }
  }
  return spec
}

/** A spec of version 1 as one of version 2, which says more of what its numbers are made of. */
function upgraded(value: object): object {
  if (!('version' in value) || value.version !== 1 || !('extractor' in value)) return value
  const extractor = { ...(value.extractor as object), tokenizer: null, window: WINDOW }
  return { ...value, version: SPEC_VERSION, extractor, detectors: {} }
}

const bad = (sentence: string) => new WhittleError('bad-spec', sentence)
const short = (sha256: string) => `${sha256.slice(0, 8)}…`
