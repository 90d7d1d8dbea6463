import type { UnitTable } from '../activations.ts'
import { type LabelStates, type NearConcept, nearestLabels } from '../concepts/label-states.ts'
import { chosenSpan } from '../pairs.ts'
import { type MarkedText, textMarks, unitMarks } from './marks.ts'
import type { Workspace } from './workspace.ts'

/** A response that answers a question. */
export interface AnsweringResponse {
  /** Source row, from 1. */
  readonly row: number
  readonly side: 'chosen' | 'rejected'
  /** The part of the text about the place. */
  readonly excerpt: string
}

/** Responses that say what was typed. */
export interface SayingResponses {
  /** Pairs of which a response says it; where looking took too long, those found so far. */
  readonly pairs: number
  readonly all: boolean
  readonly shown: readonly AnsweringResponse[]
}

/** What is near in meaning to what was typed. */
export interface MeaningAnswer {
  readonly concepts: readonly NearConcept[]
  readonly responses: readonly AnsweringResponse[]
}

/** A concept that fires in a pasted text, with the places. */
export interface FiringConcept {
  readonly id: string
  readonly label: string
  readonly text: MarkedText
}

const SHOWN = 5
const NEAR_CONCEPTS = 20
const BEFORE = 40
const EXCERPT = 140
/** So many characters are searched at a time; what is left out is said. */
const MOST_CHARACTERS = 60_000_000
/** Latents that fire in a pasted text, strongest first; what is left are shreds. */
const MOST_FIRING = 40

/** The responses that contain what was typed, letters of either case alike. */
export function responsesSaying({ pairs }: Pick<Workspace, 'pairs'>, typed: string): SayingResponses {
  const wanted = typed.trim().toLowerCase()
  const shown: AnsweringResponse[] = []
  let [found, read] = [0, 0]
  for (let i = 0; i < pairs.length; i++) {
    let says = false
    for (const side of ['chosen', 'rejected'] as const) {
      const text = pairs[side][i]!
      read += text.length
      const at = text.toLowerCase().indexOf(wanted)
      if (at < 0) continue
      says = true
      if (shown.length < SHOWN) shown.push({ row: pairs.row[i]!, side, excerpt: excerptAt(text, at) })
    }
    if (says) found++
    if (read > MOST_CHARACTERS) return { pairs: found, all: i === pairs.length - 1, shown }
  }
  return { pairs: found, all: true, shown }
}

const excerptAt = (text: string, at: number): string => {
  const from = Math.max(0, at - BEFORE)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + EXCERPT)}${text.length > from + EXCERPT ? '…' : ''}`
}

/**
 * What is near in meaning: concepts by their labels, responses by their mean states, about the mean of all.
 * @param asked one span: what was typed
 */
export function nearInMeaning(workspace: Workspace, labels: LabelStates, asked: UnitTable): MeaningAnswer {
  const state = asked.state.subarray(0, asked.dim)
  return {
    concepts: nearestLabels(labels, state, NEAR_CONCEPTS),
    responses: nearestResponses(workspace, state, labels.mean),
  }
}

function nearestResponses({ basis }: Workspace, asked: Float32Array, mean: Float64Array): AnsweringResponse[] {
  const { units, pairs } = basis
  if (!units) return []
  const { dim, state } = units
  const direction = Float64Array.from(asked, (value, d) => value - mean[d]!)
  const near: { span: number; cosine: number }[] = []
  for (let span = 0; span < 2 * pairs.length; span++) {
    let [product, squares] = [0, 0]
    for (let d = 0, k = span * dim; d < dim; d++, k++) {
      const value = state[k]! - mean[d]!
      product += value * direction[d]!
      squares += value * value
    }
    // An empty side has no state.
    if (squares === 0) continue
    const cosine = product / Math.sqrt(squares)
    if (near.length < SHOWN || cosine > near.at(-1)!.cosine) {
      near.push({ span, cosine })
      near.sort((a, b) => b.cosine - a.cosine)
      if (near.length > SHOWN) near.pop()
    }
  }
  return near.map(({ span }) => {
    const [i, side] = [span >> 1, span === chosenSpan(span >> 1) ? 'chosen' : 'rejected'] as const
    return { row: pairs.row[i]!, side, excerpt: excerptAt(pairs[side][i]!, 0) }
  })
}

/**
 * The concepts that fire in a text of the person's own, with their places: detectors and mined phrases, and, where
 * the encoder has read it, the dictionary's latents.
 * @param units one span: the text; null while it is not read
 */
export function firingConcepts(workspace: Workspace, text: string, units: UnitTable | null): FiringConcept[] {
  const { concepts, dictionary } = workspace
  const found = concepts.flatMap((concept): FiringConcept[] => {
    if (concept.hidden || concept.measure) return []
    const isText = concept.source === 'surface' || concept.source === 'phrase'
    const isLatent = concept.source === 'dictionary'
    if (!isText && !(isLatent && units)) return []
    const marks = isText ? textMarks(concept, text, '') : unitMarks(units!, 0, concept, dictionary)
    if (marks.length === 0) return []
    const max = Math.max(...marks.map(({ level }) => level))
    const marked = { text, marks, present: marks.length, units: units?.unitPtr[1] ?? null, max }
    return [{ id: concept.id, label: concept.label, text: marked }]
  })
  const isExact = ({ id }: FiringConcept) => id.startsWith('s:')
  const isPhrase = ({ id }: FiringConcept) => id.startsWith('p:')
  return found
    .sort((a, b) => Number(isPhrase(a)) - Number(isPhrase(b)) || Number(isExact(b)) - Number(isExact(a)) || b.text.max - a.text.max)
    .slice(0, MOST_FIRING)
}
