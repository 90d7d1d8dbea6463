import type { Activations, UnitTable } from '../activations.ts'
import { blockOf } from '../export/apply.ts'
import { membersOf, ownForSpec } from '../own/in-spec.ts'
import { ruleColumn } from '../own/own-features.ts'
import { WhittleError } from '../failure.ts'
import { OVERALL } from '../hypothesis.ts'
import { conceptScores } from '../shape/score.ts'
import { specColumns } from './spec-columns.ts'
import type { RewardSpec } from '../export/spec-schema.ts'

/** A response to score. */
export interface ScoreRequest {
  /** The conversation before it, as `promptText` writes it. */
  readonly prompt: string
  readonly completion: string
  /** What another reward model says of it; 0 where it is to be the decisions' part alone. */
  readonly reward: number
}

export interface ScoredText {
  /** reward − Σ_c λ_c · s_c */
  readonly shaped: number
  /** By concept: s = z(y), net of a kept family where the spec says so, and λ. */
  readonly concepts: Readonly<Record<string, { readonly s: number; readonly lambda: number }>>
}

/**
 * The part of a spec that scores new text: the decisions that hold everywhere. λ is the decision's,
 * whichever protocol
 * enacts it in the data.
 * @param skipContexts leaves out decisions inside a context, which else are refused
 * @throws WhittleError 'bad-spec' where a decision holds in a context: only rows of the data say what that is
 */
export function scorableConcepts(spec: RewardSpec, skipContexts = false): RewardSpec['concepts'] {
  const overall = spec.concepts.filter(({ scope }) => scope === OVERALL.id)
  const local = spec.concepts.filter(({ scope, lambda }) => scope !== OVERALL.id && lambda !== 0)
  if (local.length > 0 && !skipContexts) {
    const names = local.map(({ label, scope }) => `“${label}” in ${scope}`)
    throw new WhittleError(
      'bad-spec',
      `The reward spec decides inside contexts (${names.join(', ')}), and new text is in none of them that could be told. Leave these decisions out (--skip-contexts), or decide everywhere.`,
    )
  }
  return overall
}

/**
 * r′(x, y) = r(x, y) − Σ_c λ_c · z_c(y): the reshaped reward of responses that need not be in the data.
 * @param encoded the dictionary's activations and the units, one span a request; see `absent` where the spec
 * needs none
 * @param skipContexts as in `scorableConcepts`
 * @throws WhittleError 'bad-spec' as in `scorableConcepts`, and for a feature that this Whittle does not know
 */
export function scoreTexts(
  spec: RewardSpec,
  requests: readonly ScoreRequest[],
  { latents, units }: EncodedResponses,
  skipContexts = false,
): ScoredText[] {
  const scorable = scorableConcepts(spec, skipContexts)
  const named = featuresOf(spec, scorable)
  const own = ownOf(spec, named)
  const texts = requests.map(({ completion }) => completion)
  const parts = own.flatMap(({ parts }) => Object.values(parts).flat())
  const phrases = [...named.map(({ id }) => id), ...parts].filter((id) => blockOf(id) === 'phrase')
  const { columns, features } = specColumns(
    [...new Set(phrases)],
    texts,
    requests.map(({ prompt }) => prompt),
    latents,
    { own, units, read: (one) => (one.kind === 'rule' ? ruleColumn(one, texts) : null) },
  )
  const indexOf = new Map([...features].map(([index, { id }]) => [id, index]))
  const z = (id: string): Float64Array => {
    const concept = spec.concepts.find((one) => one.id === id)
    if (!concept) throw unknown(id)
    const scored = {
      features: concept.features.map((feature) => {
        const index = indexOf.get(feature.id)
        if (index === undefined) throw unknown(feature.id)
        return index
      }),
      weights: concept.features.map(({ weight }) => weight),
      combine: concept.combine,
    }
    return conceptScores(columns, scored, concept.normalisation).z
  }
  const scored = scorable.map(({ id, lambda, residual }) => {
    const parent = residual && z(residual.on)
    const s = parent ? z(id).map((value, j) => value - residual.slope * parent[j]!) : z(id)
    return { id, lambda, s }
  })
  return requests.map(({ reward }, j) => ({
    shaped: scored.reduce((sum, { lambda, s }) => sum - lambda * s[j]!, reward),
    concepts: Object.fromEntries(scored.map(({ id, lambda, s }) => [id, { s: s[j]!, lambda }])),
  }))
}

/** What the encoder makes of responses, a span each. */
export interface EncodedResponses {
  readonly latents: Activations
  readonly units: UnitTable | null
}

/** Whether scoring needs the encoder. */
export function needsEncoder(spec: RewardSpec, skipContexts = false): boolean {
  const named = featuresOf(spec, scorableConcepts(spec, skipContexts))
  return (
    named.some(({ block }) => block === 'dictionary') ||
    ownOf(spec, named).some(
      ({ probe, parts }) =>
        probe !== null || Object.values(parts).some((ids) => ids.some((id) => blockOf(id) === 'dictionary')),
    )
  )
}

/** The own concepts that some features are, and what these are composed of. */
function ownOf(spec: RewardSpec, named: readonly { readonly id: string }[]) {
  const byId = new Map(spec.own.map((one) => [one.definition.id, one.parts]))
  return ownForSpec(
    named.map(({ id }) => id),
    membersOf(spec.own),
    (id) => [...byId.values()].find((parts) => Object.hasOwn(parts, id))?.[id] ?? [],
  )
}

/** The features of some concepts and of the kept families that they are net of, each once. */
function featuresOf(spec: RewardSpec, scorable: RewardSpec['concepts']) {
  const ids = new Set(scorable.flatMap(({ id, residual }) => (residual ? [id, residual.on] : [id])))
  const features = spec.concepts.filter(({ id }) => ids.has(id)).flatMap((concept) => concept.features)
  return [...new Map(features.map((feature) => [feature.id, feature])).values()]
}

const unknown = (id: string) =>
  new WhittleError('bad-spec', `The reward spec uses ${JSON.stringify(id)}, which this Whittle cannot score.`)
