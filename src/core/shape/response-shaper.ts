import { WhittleError } from '../failure.ts'
import { OVERALL } from '../hypothesis.ts'
import { permutation, random } from '../random.ts'
import type { Calibration, Decision, ShapedVerdict, Shaping } from './decision.ts'
import { addOffsets, calibrate, changesPairs, setsOffsets } from './enact.ts'
import { protocolInfo } from './protocols.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Normalisation } from './score.ts'
import type { ShapeInput, Shaper } from './shaper.ts'
import { neutralisingLambda, lambdaOf, LENGTH_ITSELF, signOf } from './strength.ts'
import { responseScores } from './response-scores.ts'

export interface ResponseShapeInput extends Pick<
  ShapeInput,
  'columns' | 'length' | 'scored' | 'scope' | 'seed'
> {
  /** +1 for a good response, −1 for a bad one. */
  readonly side: Int8Array
}

/** A decision's concept by response, on the responses of its scope. */
interface Scored {
  readonly scope: string
  readonly normalisation: Normalisation
  /** How much of it a response has, in standard deviations from the mean response; 0 outside the scope. */
  readonly z: Float64Array
  /** side · z: what it says for the label. */
  readonly delta: Float64Array
  readonly isLength: boolean
}

/**
 * Enacts verdicts on unpaired data, by offsets and by dropping responses; drops first, in the order of the verdicts. The model behind
 * the strengths is P(good) = σ(α + Σ_c b_c z_c + γ·log(words + 1)) of the concepts with offsets or kept, z over the responses;
 * in a context z is 0 outside, and the context has a level of its own. A response's offset is side · Σ_c λ_c z_c, that of a pair whose other side is the average response, z = 0; so r′ = r − Σ_c λ_c z_c.
 */
export function createResponseShaper(input: ResponseShapeInput): Shaper {
  const { side, length, seed } = input
  const n = side.length
  const words = Float64Array.from(length, (l, i) => side[i]! * l)
  const mean = words.reduce((sum, l) => sum + l, 0) / n
  // About its mean, length leaves the intercept to mean the average response.
  const byLength = words.map((l, i) => side[i]! * (l - mean))
  const intercept = Float64Array.from(side)
  const known = new Map<string, Scored>()

  const score = (decision: Decision): Scored => {
    const { concept, scope } = decision
    const id = JSON.stringify([concept, scope])
    let scored = known.get(id)
    if (!scored) {
      const parts = input.scored(concept)
      if (!parts) throw new RangeError(`unknown concept ${concept}`)
      const { z: everywhere, normalisation } = responseScores(input.columns, side, parts)
      const isLength = Math.abs(cosine(signed(everywhere), byLength)) > LENGTH_ITSELF
      const level = levelOf(scope)
      const z = level ? everywhere.map((value, i) => (level[i] === 0 ? 0 : value)) : everywhere
      scored = { scope, normalisation, z, delta: signed(z), isLength }
      known.set(id, scored)
    }
    return scored
  }
  const signed = (values: Float64Array) => values.map((value, i) => side[i]! * value)
  /** The column of a context's own level; null for all of the data. */
  const levelOf = (scope: string): Float64Array | null => {
    if (scope === OVERALL.id) return null
    const responses = input.scope?.(scope)
    if (!responses) throw new RangeError(`unknown scope ${scope}`)
    const level = new Float64Array(n)
    for (const i of responses) level[i] = side[i]!
    return level
  }
  const model = (scored: readonly Scored[]) => {
    const adjusted = !scored.some(({ isLength }) => isLength)
    const deltas = scored.map(({ delta }) => delta)
    const levels = [...new Set(scored.map(({ scope }) => scope))].flatMap((scope) => levelOf(scope) ?? [])
    return { adjusted, columns: [...deltas, ...(adjusted ? [byLength] : []), intercept, ...levels] }
  }

  const drop = (decision: Decision, dropped: Uint8Array): ShapedVerdict => {
    const scored = score(decision)
    const { adjusted, columns } = model([scored])
    const relies = (without: Uint8Array) => fitBradleyTerry(columns, { dropped: without })[0]!
    const calibration =
      decision.calibration ??
      calibrate(decision, relies(dropped), { lengthAdjusted: adjusted, weight: null, residual: null })
    const sign = signOf(decision.verdict)
    const order = dropOrder(scored.z, side, sign, dropped, seed)
    const without = (count: number) => {
      const flags = dropped.slice()
      for (const i of order.subarray(0, count)) flags[i] = 1
      return flags
    }
    const there = (count: number) => sign * (relies(without(count)) - calibration.target) <= 1e-9
    let [count, reached] = [0, true]
    if (calibration.lambda !== 0) {
      // Each response that goes moves the coefficient the same way, so the fewest that are enough can be halved down to.
      let [enough, tooFew] = [order.length, -1]
      reached = there(enough)
      while (reached && enough - tooFew > 1) {
        const middle = (enough + tooFew) >> 1
        if (there(middle)) enough = middle
        else tooFew = middle
      }
      count = enough
    }
    dropped.set(without(count))
    const pairs = order.slice(0, count)
    return {
      ...{ verdict: decision, normalisation: scored.normalisation, calibration },
      ...{ touched: count, dropped: count, reached, pairs },
    }
  }

  const calibrateOffsets = (decisions: readonly Decision[], dropped: Uint8Array): Calibration[] => {
    const { adjusted, columns } = model(decisions.map(score))
    const b = fitBradleyTerry(columns, { dropped })
    const away = neutralisingLambda(columns, decisions.length, b, { dropped })
    return decisions.map(({ verdict, strength }, c) => ({
      lambda: lambdaOf(verdict, strength, away[c]!),
      reliance: b[c]!,
      target: b[c]! - lambdaOf(verdict, strength, b[c]!),
      lengthAdjusted: adjusted,
      weight: null,
      residual: null,
    }))
  }

  return {
    prepare: () => undefined,
    shape(decisions) {
      decisions.forEach(requirePossible)
      const dropped = new Uint8Array(n)
      const offsets = new Float64Array(n)
      const shaped = new Map<Decision, ShapedVerdict>()
      for (const decision of decisions.filter(changesPairs)) shaped.set(decision, drop(decision, dropped))
      const onOffsets = decisions.filter(setsOffsets)
      const stored = onOffsets.map(({ calibration }) => calibration)
      const calibrations = stored.every((one) => one !== undefined)
        ? stored
        : calibrateOffsets(onOffsets, dropped)
      onOffsets.forEach((decision, c) => {
        const { normalisation, delta } = score(decision)
        const calibration = calibrations[c]!
        const touched = addOffsets(offsets, calibration.lambda, delta, dropped)
        shaped.set(decision, {
          ...{ verdict: decision, normalisation, calibration, touched },
          ...{ dropped: 0, reached: true, pairs: new Uint32Array(0) },
        })
      })
      return {
        ...{ offsets, dropped, length, seed },
        droppedCount: dropped.reduce((sum, flag) => sum + flag, 0),
        flipped: new Uint8Array(n),
        weights: new Float64Array(n).fill(1),
        weighing: null,
        verdicts: decisions.map((decision) => shaped.get(decision)!),
      } satisfies Shaping
    },
  }
}

function requirePossible(decision: Decision): void {
  if (decision.calibration?.residual)
    throw new WhittleError(
      'bad-spec',
      'The reward spec takes kept concepts out of others, which is for pairs only.',
    )
  if (setsOffsets(decision) || decision.protocol === 'drop') return
  throw new WhittleError(
    'internal',
    `“${protocolInfo(decision.protocol).name}” is for pairs: on single responses a decision sets offsets or drops responses.`,
  )
}

/** To suppress, good responses with more than the mean of the concept, to amplify, bad ones; most of it first, ties as the seed draws. */
function dropOrder(
  z: Float64Array,
  side: Int8Array,
  sign: number,
  dropped: Uint8Array,
  seed: number,
): Uint32Array {
  return permutation(z.length, random(seed))
    .filter((i) => sign * side[i]! > 0 && z[i]! > 0 && !dropped[i])
    .sort((i, j) => z[j]! - z[i]!)
}

/** Of the signed columns; of what is about its mean, the correlation. */
function cosine(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!
    aa += a[i]! ** 2
    bb += b[i]! ** 2
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
