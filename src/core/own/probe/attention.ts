import { sigmoid } from '../../stats/logistic.ts'
import type { TextStates } from './states.ts'

/** logit = Σ_u softmax(k·x)_u (v·x_u) + r·x̄ + b, over the sentences u of a text and their mean x̄. */
export interface Attention {
  readonly key: Float64Array
  readonly value: Float64Array
  readonly residual: Float64Array
  readonly bias: number
}

/** Texts with labels: 1 positive, 0 negative. */
export interface Bags {
  readonly states: TextStates
  readonly label: Uint8Array
}

/** Adam (Kingma & Ba 2015) with its usual rates of decay. */
const STEPS = 150
const STEP = 0.01
const FIRST = 0.9
const SECOND = 0.999
const EPSILON = 1e-8
/** Ridge penalty of k, v and r, beside the mean of the losses. */
const PENALTY = 0.1

/** How much attention each sentence of text j gets, and its value v·x. */
function attend({ key, value }: Pick<Attention, 'key' | 'value'>, states: TextStates, j: number) {
  const [from, to] = [states.ptr[j]!, states.ptr[j + 1]!]
  const product = (w: Float64Array) =>
    Float64Array.from({ length: to - from }, (_, u) => dot(w, states, from + u))
  return { weight: softmax(product(key)), value: product(value) }
}

/** e^x normalised. */
export function softmax(x: Float64Array): Float64Array {
  const top = x.reduce((most, one) => Math.max(most, one), -Infinity)
  const weight = x.map((one) => Math.exp(one - top))
  const sum = weight.reduce((total, one) => total + one, 0)
  return weight.map((one) => one / sum)
}

/**
 * Minimises class-weighted binary cross-entropy (its weighted mean) + ½ PENALTY (|k|² + |v|² + |r|²) by Adam
 * from zero; all texts in each step, so that it is deterministic.
 */
export function fitAttention(labelled: Bags, texts: Uint32Array): Attention {
  const { dim } = labelled.states
  const theta = new Float64Array(3 * dim + 1)
  const first = new Float64Array(theta.length)
  const second = new Float64Array(theta.length)
  for (let step = 1; step <= STEPS; step++) {
    const gradient = attentionGradient(labelled, texts, theta)
    for (let i = 0; i < theta.length; i++) {
      first[i] = FIRST * first[i]! + (1 - FIRST) * gradient[i]!
      second[i] = SECOND * second[i]! + (1 - SECOND) * gradient[i]! ** 2
      const mean = first[i]! / (1 - FIRST ** step)
      const deviation = Math.sqrt(second[i]! / (1 - SECOND ** step))
      theta[i]! -= (STEP * mean) / (deviation + EPSILON)
    }
  }
  return unpack(theta, dim)
}

/** theta = [k, v, r, b] as a model; views. */
const unpack = (theta: Float64Array, dim: number): Attention => ({
  key: theta.subarray(0, dim),
  value: theta.subarray(dim, 2 * dim),
  residual: theta.subarray(2 * dim, 3 * dim),
  bias: theta[3 * dim]!,
})

/** The gradient of the penalised loss at theta = [k, v, r, b]. */
export function attentionGradient(
  { states, label }: Bags,
  texts: Uint32Array,
  theta: Float64Array,
): Float64Array {
  const { dim, ptr, value: x } = states
  const model = unpack(theta, dim)
  const gradient = theta.map((one, i) => (i < 3 * dim ? PENALTY * one : 0))
  const positives = texts.reduce((count, t) => count + label[t]!, 0)
  for (const t of texts) {
    const [from, to] = [ptr[t]!, ptr[t + 1]!]
    if (from === to) continue
    const { weight, value } = attend(model, states, t)
    const mean = mixed(weight, value)
    const logit = mean + meanProduct(model.residual, states, t) + model.bias
    const classWeight = 1 / (2 * (label[t] ? positives : texts.length - positives))
    const error = classWeight * (sigmoid(logit) - label[t]!)
    for (let u = 0; u < to - from; u++) {
      const byKey = error * weight[u]! * (value[u]! - mean)
      const byValue = error * weight[u]!
      const byMean = error / (to - from)
      for (let d = 0, at = (from + u) * dim; d < dim; d++, at++) {
        gradient[d]! += byKey * x[at]!
        gradient[dim + d]! += byValue * x[at]!
        gradient[2 * dim + d]! += byMean * x[at]!
      }
    }
    gradient[3 * dim]! += error
  }
  return gradient
}

function mixed(weight: Float64Array, value: Float64Array): number {
  let sum = 0
  for (let u = 0; u < weight.length; u++) sum += weight[u]! * value[u]!
  return sum
}

function meanProduct(w: Float64Array, states: TextStates, j: number): number {
  const [from, to] = [states.ptr[j]!, states.ptr[j + 1]!]
  let sum = 0
  for (let row = from; row < to; row++) sum += dot(w, states, row)
  return sum / (to - from)
}

function dot(w: Float64Array, { dim, value }: TextStates, row: number): number {
  let sum = 0
  for (let d = 0, at = row * dim; d < dim; d++, at++) sum += w[d]! * value[at]!
  return sum
}
