import { type DataColumn, valueText } from '../dataset/column-values.ts'
import { type Condition, fitting } from '../dataset/conditions.ts'
import { searchPairs } from '../dataset/search.ts'
import { chosenSpan, type PairTable } from '../pairs.ts'
import { wordCount } from '../stats/length.ts'
import type { Protocol, Verdict } from '../verdict.ts'
import type { AnalysisData } from './analysis-data.ts'
import { profileOf } from './profiles.ts'
import type { Workspace } from './workspace.ts'

/** Where a pair has a concept. "differs" is more of it in one response than in the other. */
export const CONCEPT_PLACES = ['either', 'chosen', 'rejected', 'both', 'differs', 'neither'] as const
export type ConceptPlace = (typeof CONCEPT_PLACES)[number]

/** What decisions do to a pair; bit i of `pairChanges` stands for the i-th. */
export const CHANGES = ['dropped', 'relabelled', 'rewritten', 'masked', 'inoculated'] as const
export type Change = (typeof CHANGES)[number]

/** Orders that are no further column. */
export const ROW_ORDERS = ['row', 'prompt', 'chosen', 'rejected', 'length'] as const

/** Which pairs are asked for, and in which order. */
export interface RowQuery {
  readonly conditions: readonly Condition[]
  /** In the prompt or a response; '' for any. */
  readonly search: string
  readonly concept: { readonly id: string; readonly place: ConceptPlace } | null
  readonly change: Change | 'any' | 'none' | null
  /** One of ROW_ORDERS ("length" is words of chosen less those of rejected) or a column's name. */
  readonly sort: { readonly by: string; readonly descending: boolean } | null
}

type Progress = (done: number, total: number) => void

/**
 * The pairs that a query asks for, in its order; equals stay in the order of the file, missing values come
 * last.
 * @param verdicts the decisions, for `change`
 * @param progress of the search; may throw to give up
 */
export function queryRows(
  workspace: Workspace,
  query: RowQuery,
  verdicts: readonly Verdict[],
  progress?: Progress,
): Uint32Array {
  const { dataset, pairs } = workspace
  const { conditions, search, concept, change, sort } = query
  const needsColumns = conditions.length > 0 || (sort !== null && !isOwnOrder(sort.by))
  const columns = needsColumns ? dataset.columns() : []
  const tests = [
    fitting(columns, conditions),
    concept && hasConcept(workspace, concept.id, concept.place),
    change && isChanged(workspace, change, verdicts),
    search.trim() === '' ? null : searchPairs(pairs, search.trim(), progress),
  ].filter((test) => test !== null)
  const found = new Uint32Array(pairs.length)
  let count = 0
  for (let pair = 0; pair < pairs.length; pair++) {
    if (tests.every((test) => test(pair))) found[count++] = pair
  }
  const kept = found.slice(0, count)
  return sort ? sorted(kept, keyOf(pairs, columns, sort.by), sort.descending) : kept
}

const isOwnOrder = (by: string): by is (typeof ROW_ORDERS)[number] => ROW_ORDERS.some((order) => order === by)

/** Pairs that are not analysed yet have no concept. */
function hasConcept(workspace: Workspace, id: string, place: ConceptPlace): (pair: number) => boolean {
  const { basis, pairs } = workspace
  const CHOSEN = 1
  const REJECTED = 2
  const DIFFERS = 4
  const KNOWN = 8
  const has = new Uint8Array(pairs.length)
  for (const pair of basis.index) has[pair] = KNOWN
  const { pair, chosenFreq, rejectedFreq, u } = profileOf(basis, workspace.concept(id))
  pair.forEach((own, k) => {
    const sides = (chosenFreq[k] !== 0 ? CHOSEN : 0) + (rejectedFreq[k] !== 0 ? REJECTED : 0)
    has[basis.index[own]!]! += sides + (u[k] !== 0 ? DIFFERS : 0)
  })
  const both = CHOSEN + REJECTED
  switch (place) {
    case 'either':
      return (at) => (has[at]! & both) !== 0
    case 'chosen':
      return (at) => (has[at]! & CHOSEN) !== 0
    case 'rejected':
      return (at) => (has[at]! & REJECTED) !== 0
    case 'both':
      return (at) => (has[at]! & both) === both
    case 'differs':
      return (at) => (has[at]! & DIFFERS) !== 0
    case 'neither':
      return (at) => (has[at]! & (both + KNOWN)) === KNOWN
  }
}

const CHANGED_BY: Partial<Record<Protocol, Change>> = {
  rewrite: 'rewritten',
  mask: 'masked',
  inoculate: 'inoculated',
}

/**
 * What the decisions do to each pair of the file, a bit for each of CHANGES. Offsets, weights and soft labels
 * change no text; pairs that are not analysed yet are not changed.
 */
export function pairChanges(workspace: Workspace, verdicts: readonly Verdict[]): Uint8Array {
  const enactable = workspace.enactable(verdicts)
  if (enactable.length === 0) return new Uint8Array(workspace.pairs.length)
  const key = JSON.stringify(enactable)
  const known = last.get(workspace.basis)
  if (known?.key === key) return known.changes
  const changes = computeChanges(workspace, enactable)
  last.set(workspace.basis, { key, changes })
  return changes
}

/** A table that is scrolled asks for the same again and again. */
const last = new WeakMap<AnalysisData, { readonly key: string; readonly changes: Uint8Array }>()

function computeChanges(workspace: Workspace, enactable: readonly Verdict[]): Uint8Array {
  const changes = new Uint8Array(workspace.pairs.length)
  const { index } = workspace.basis
  const mark = (pair: number, change: Change) => (changes[index[pair]!]! |= 1 << CHANGES.indexOf(change))
  const shaping = workspace.shape(enactable)
  shaping.dropped.forEach((dropped, pair) => dropped === 1 && mark(pair, 'dropped'))
  shaping.flipped.forEach((flipped, pair) => flipped === 1 && mark(pair, 'relabelled'))
  for (const { verdict, pairs } of shaping.verdicts) {
    const change = CHANGED_BY[verdict.protocol]
    if (change) for (const pair of pairs) if (shaping.dropped[pair] === 0) mark(pair, change)
  }
  return changes
}

function isChanged(
  workspace: Workspace,
  change: NonNullable<RowQuery['change']>,
  verdicts: readonly Verdict[],
): (pair: number) => boolean {
  const changes = pairChanges(workspace, verdicts)
  if (change === 'any') return (pair) => changes[pair] !== 0
  if (change === 'none') return (pair) => changes[pair] === 0
  const bit = 1 << CHANGES.indexOf(change)
  return (pair) => (changes[pair]! & bit) !== 0
}

/** What pairs are ordered by: numbers, NaN where missing. */
type Key = (pair: number) => number

function keyOf(pairs: PairTable, columns: readonly DataColumn[], by: string): Key {
  if (isOwnOrder(by)) {
    switch (by) {
      case 'row':
        return (pair) => pairs.row[pair]!
      case 'length': {
        const difference = pairs.chosen.map((text, i) => wordCount(text) - wordCount(pairs.rejected[i]!))
        return (pair) => difference[pair]!
      }
      default: {
        const words = pairs[by].map(wordCount)
        return (pair) => words[pair]!
      }
    }
  }
  const column = columns.find(({ name }) => name === by)
  if (!column) return () => 0
  const at = column.of === 'pair' ? (pair: number) => pair : chosenSpan
  const { values } = column
  switch (values.kind) {
    case 'numbers':
      return (pair) => values.numbers[at(pair)]!
    case 'categories': {
      const rank = alphabetical(values.categories)
      return (pair) => rank[values.codes[at(pair)]!] ?? NaN
    }
    case 'other': {
      const texts = Array.from({ length: pairs.length }, (_, pair) => valueText(column, at(pair)))
      const rank = alphabetical(texts)
      return (pair) => (texts[pair] === '' ? NaN : rank[pair]!)
    }
  }
}

/** The place of each text in the order of the alphabet, numbers inside by their size. */
function alphabetical(texts: readonly string[]): Uint32Array {
  const { compare } = new Intl.Collator('en', { numeric: true })
  const order = texts.map((_, i) => i).sort((x, y) => compare(texts[x]!, texts[y]!) || x - y)
  const rank = new Uint32Array(texts.length)
  order.forEach((text, place) => (rank[text] = place))
  return rank
}

function sorted(found: Uint32Array, key: Key, descending: boolean): Uint32Array {
  const keys = new Float64Array((found.at(-1) ?? -1) + 1)
  for (const pair of found) keys[pair] = key(pair)
  const sign = descending ? -1 : 1
  return found.sort((x, y) => {
    const [a, b] = [keys[x]!, keys[y]!]
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || x - y
    return sign * (a - b) || x - y
  })
}
