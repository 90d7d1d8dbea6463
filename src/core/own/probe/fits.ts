import { denseDesign } from '../../stats/design.ts'
import { ridgeLogistic } from '../../stats/ridge-logistic.ts'
import { fitAttention } from './attention.ts'
import { type TextStates, textMeans } from './states.ts'

/** Simplest first: the order in which equals are preferred. */
export const METHODS = ['mean difference', 'mean against the data', 'logistic', 'attention'] as const
export type ProbeMethod = (typeof METHODS)[number]

/** Texts with their labels. */
export interface Labelled {
  /** Of the examples alone. */
  readonly states: TextStates
  /** Of the examples with what stands beside them: attention learns where to look. */
  readonly surrounded: TextStates
  /** Per text: 1 positive, 0 negative. */
  readonly label: Uint8Array
  /** Per text: the source row that it was marked in, 0 for none. */
  readonly row: Uint32Array
}

/** What a fit found, on whitened states. */
export interface Fit {
  readonly method: ProbeMethod
  /** v: score of a sentence is v·x. */
  readonly value: Float64Array
  /** Of attention: k, r and b. */
  readonly attention: {
    readonly key: Float64Array
    readonly residual: Float64Array
    readonly bias: number
  } | null
}

/** κ of the logistic fits, for whitened states, whose squared norm is about their dimension. */
export const LOGISTIC_PENALTY = 100

/** Fits one method on some of the texts. @param texts indices; both labels are among them */
export function fit(method: ProbeMethod, labelled: Labelled, texts: Uint32Array): Fit {
  switch (method) {
    case 'mean difference':
      return { method, value: meanDifference(labelled, texts), attention: null }
    case 'mean against the data':
      return { method, value: meanOfPositives(labelled, texts), attention: null }
    case 'logistic':
      return { method, value: logistic(labelled, texts), attention: null }
    case 'attention': {
      const { surrounded: states, label } = labelled
      const { value, ...attention } = fitAttention({ states, label }, texts)
      return { method, value, attention }
    }
  }
}

/** Mean state of the positive texts less that of the negative ones. */
export function meanDifference({ states, label }: Labelled, texts: Uint32Array): Float64Array {
  const { dim } = states
  const means = textMeans(states)
  const positives = texts.reduce((count, t) => count + label[t]!, 0)
  const value = new Float64Array(dim)
  for (const t of texts) {
    const share = label[t] ? 1 / positives : -1 / (texts.length - positives)
    for (let d = 0; d < dim; d++) value[d]! += share * means[t * dim + d]!
  }
  return value
}

/** Mean state of the positive texts: whitened states are of mean 0 over the data's sentences. */
export function meanOfPositives({ states, label }: Labelled, texts: Uint32Array): Float64Array {
  const { dim } = states
  const means = textMeans(states)
  const positives = texts.filter((t) => label[t])
  const value = new Float64Array(dim)
  for (const t of positives) for (let d = 0; d < dim; d++) value[d]! += means[t * dim + d]! / positives.length
  return value
}

/**
 * Ridge logistic regression of mean states: of pairs, Bradley–Terry on differences without an intercept;
 * else binary cross-entropy with an intercept, in which both classes weigh alike.
 */
export function logistic(labelled: Labelled, texts: Uint32Array): Float64Array {
  const { states, label } = labelled
  const { dim } = states
  const means = textMeans(states)
  const state = (t: number) => means.subarray(t * dim, (t + 1) * dim)
  const pairs = matched(labelled, texts)
  if (pairs) {
    const rows = new Float64Array(pairs.length * dim)
    pairs.forEach(([yes, no], i) => {
      for (let d = 0; d < dim; d++) rows[i * dim + d] = state(yes)[d]! - state(no)[d]!
    })
    const penalty = new Float64Array(dim).fill(LOGISTIC_PENALTY)
    return ridgeLogistic(denseDesign(dim, rows), indices(pairs.length), { penalty })
  }
  const positives = texts.reduce((count, t) => count + label[t]!, 0)
  const columns = dim + 1
  const rows = new Float64Array(texts.length * columns)
  const weights = new Float64Array(texts.length)
  texts.forEach((t, i) => {
    const sign = label[t] ? 1 : -1
    const own = state(t)
    for (let d = 0; d < dim; d++) rows[i * columns + d] = sign * own[d]!
    rows[i * columns + dim] = sign
    weights[i] = texts.length / (2 * (label[t] ? positives : texts.length - positives))
  })
  const penalty = new Float64Array(columns).fill(LOGISTIC_PENALTY)
  penalty[dim] = 0
  const design = denseDesign(columns, rows)
  return ridgeLogistic(design, indices(texts.length), { penalty, weights }).subarray(0, dim)
}

const indices = (length: number) => Uint32Array.from({ length }, (_, i) => i)

/** A positive and a negative text of each row, where every text has such a partner; else null. */
function matched({ label, row }: Labelled, texts: Uint32Array): [number, number][] | null {
  const byRow = new Map<number, [number[], number[]]>()
  for (const t of texts) {
    if (row[t] === 0) return null
    const sides = byRow.get(row[t]!) ?? [[], []]
    sides[label[t] ? 0 : 1].push(t)
    byRow.set(row[t]!, sides)
  }
  const pairs: [number, number][] = []
  for (const [yes, no] of byRow.values()) {
    if (yes.length === 0 || no.length === 0) return null
    for (const a of yes) for (const b of no) pairs.push([a, b])
  }
  return pairs
}
