import type { UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { sparseDesign, type Design } from '../stats/design.ts'
import { ridgeLogistic } from '../stats/ridge-logistic.ts'
import type { LessonInput } from './gather.ts'
import { spansToRead } from './reading.ts'
import { sentenceTable } from './sentences.ts'

/** How much of what a decision is about its concept sees. */
export interface Recall {
  /** Sentences that a member marks, of those read. */
  readonly marked: number
  /** Estimated number of sentences that say the same and that no member marks. */
  readonly hidden: number
  /** marked / (marked + hidden). */
  readonly share: number
  /** 95% interval, of the count of sentences beyond the threshold alone. */
  readonly low: number
  readonly high: number
  /** Concepts that would mark more of them: those that mark many and little else come first. */
  readonly more: readonly Addition[]
}

/** A concept that could be added. */
export interface Addition {
  readonly concept: string
  /** Sentences like the marked ones that it marks and no member does. */
  readonly sees: number
}

type RecallInput = Pick<LessonInput, 'units' | 'pairs' | 'columns' | 'concepts' | 'presence' | 'seed'>

/** With fewer marked sentences nothing is estimated. */
const FEWEST_MARKED = 30
const KAPPA = 3
/** Shares of the marked sentences that lie beyond the thresholds tried. */
const BEYOND = [0.3, 0.4, 0.5, 0.6, 0.7]
const MOST_ADDITIONS = 5
/** Of what an addition marks and no member does, the least share that is like the marked sentences. */
const LEAST_ALIKE = 0.4
const FEWEST_ADDED = 5

/** Rules on the marks of a text see all that they are about. */
const EXACT: ReadonlySet<string> = new Set(['format', 'number', 'code'])
const isExact = ({ source, kind, measure, parts }: Concept): boolean =>
  parts ? parts.every(isExact) : source === 'surface' && (measure || EXACT.has(kind))

/**
 * Estimates how many sentences say what a concept's marked sentences say. A ridge-logistic model tells marked
 * from unmarked sentences by all latents but the concept's own, fitted on half of the responses and asked
 * about the other. Let P(t) be the share of the marked sentences beyond a threshold t, U(t) that of the
 * unmarked: the share of the unmarked ones that say the same is at most U(t)/P(t) for every t, and where some
 * t leaves nothing else beyond it that is what it is (Blanchard, Lee & Scott 2010; Ramaswamy, Scott & Tewari
 * 2016). So the least of these over t is the estimate, and the recall is rather too low than too high, as
 * long as the marked sentences are like the others of their kind.
 * @param concept one, or several as one
 * @returns null where nothing is extracted, too little is marked, or the concept is exact
 */
export function recallOf(input: RecallInput, concept: Concept): Recall | null {
  const { units, pairs, columns, concepts, seed } = input
  const parts = concept.parts ?? [concept]
  if (!units || isExact(concept)) return null
  const spans = spansToRead(pairs, columns, parts, seed).filter(
    (span) => (span & 1 ? pairs.rejected : pairs.chosen)[span >> 1] !== '',
  )
  const others = concepts.filter(
    ({ id, hidden, source, measure }) =>
      !hidden && !measure && source !== 'family' && !parts.some((part) => part.id === id),
  )
  const table = sentenceTable(input, [...parts, ...others], spans)
  const marks = new Uint8Array(table.sentences)
  parts.forEach((_, c) => table.sentence[c]!.forEach((s) => (marks[s] = 1)))
  const marked = marks.reduce((sum, mark) => sum + mark, 0)
  if (marked < FEWEST_MARKED || marked === table.sentences) return null
  const own = new Set(parts.flatMap((part) => Array.from(part.features)))
  const { design, half } = codesOf(units, spans, own, input.presence.length)
  const score = crossScores(design, marks, half)
  const { count, threshold, beyond } = hiddenSentences(score, marks)
  const spread = (1.96 * Math.sqrt(count * beyond)) / beyond
  const share = (hidden: number) => marked / (marked + Math.max(0, hidden))
  const alike = (s: number) => marks[s] === 0 && score[s]! > threshold
  const more = others
    .map(({ id }, o) => {
      const added = Array.from(table.sentence[parts.length + o]!).filter((s) => marks[s] === 0)
      // Beyond the threshold is only a part of what says the same.
      const sees = Math.round(added.filter(alike).length / beyond)
      return { concept: id, sees, pure: Math.min(1, sees / Math.max(1, added.length)) }
    })
    .filter(({ sees, pure }) => pure >= LEAST_ALIKE && sees >= FEWEST_ADDED)
    .sort((a, b) => b.sees * b.pure - a.sees * a.pure)
    .slice(0, MOST_ADDITIONS)
    .map(({ concept, sees }) => ({ concept, sees }))
  return {
    marked,
    hidden: Math.round(count),
    share: share(count),
    low: share(count + spread),
    high: share(count - spread),
    more,
  }
}

/** Roots of a sentence's latents but those of the concept, and a constant; and its response's half. */
function codesOf(units: UnitTable, spans: Uint32Array, own: ReadonlySet<number>, latents: number) {
  const indptr = [0]
  const column: number[] = []
  const value: number[] = []
  const half: number[] = []
  for (const span of spans) {
    for (let unit = units.unitPtr[span]!; unit < units.unitPtr[span + 1]!; unit++) {
      for (let k = units.indptr[unit]!; k < units.indptr[unit + 1]!; k++) {
        const latent = units.feature[k]!
        if (own.has(latent)) continue
        column.push(latent)
        value.push(Math.sqrt(units.value[k]!))
      }
      column.push(latents)
      value.push(1)
      indptr.push(column.length)
      half.push((span >> 1) & 1)
    }
  }
  const design = sparseDesign(
    latents + 1,
    Uint32Array.from(indptr),
    Uint32Array.from(column),
    Float64Array.from(value),
  )
  return { design, half }
}

/**
 * The log-odds of being marked, by a model that has seen only responses of the other half. What speaks
 * against a mark is left out: another way to say the same does so, since no member marks it.
 */
function crossScores(design: Design, marks: Uint8Array, half: readonly number[]): Float64Array {
  const sign = (row: number) => (marks[row] === 1 ? 1 : -1)
  const signed: Design = {
    ...design,
    dot: (row, b) => sign(row) * design.dot(row, b),
    add: (row, factor, out) => design.add(row, sign(row) * factor, out),
  }
  const penalty = new Float64Array(design.columns).fill(KAPPA)
  penalty[design.columns - 1] = 1e-3
  const score = new Float64Array(design.rows)
  for (const own of [0, 1]) {
    const seen = Uint32Array.from(half.keys()).filter((row) => half[row] !== own)
    const fitted = ridgeLogistic(signed, seen, { penalty, tolerance: 1e-5 })
    const b = fitted.map((x, j) => (j < design.columns - 1 ? Math.max(0, x) : x))
    half.forEach((part, row) => {
      if (part === own) score[row] = design.dot(row, b)
    })
  }
  return score
}

/** The estimate, and the threshold that it was found at. */
function hiddenSentences(score: Float64Array, marks: Uint8Array) {
  const of = (mark: number) => score.filter((_, s) => marks[s] === mark).sort()
  const [marked, unmarked] = [of(1), of(0)]
  let best = { count: Infinity, threshold: Infinity, beyond: 1 }
  for (const beyond of BEYOND) {
    const threshold = marked[Math.floor((1 - beyond) * marked.length)]!
    const count = unmarked.filter((x) => x > threshold).length / beyond
    if (count < best.count) best = { count, threshold, beyond }
  }
  return best
}
