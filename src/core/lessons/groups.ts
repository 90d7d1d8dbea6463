import type { Candidate } from './candidate.ts'
import { isBehaviour, isGrammar, named, rankOf, TIERS } from './candidate.ts'
import { CONTAINED, type Containment } from './containment.ts'
import type { MemberRole } from './lesson.ts'
import type { Meaning } from './meaning.ts'

/** Labels whose meanings are at least this near mean the same. */
export const SAME_MEANING = 0.55
/** …where at least this share of the pairs of the rarer concept are pairs of the other. */
const SAME_PAIRS = 0.5
/** A behaviour is not an expression of one detector when its label means another by so much more. */
const NEARER_BY = 0.1
const NEAR = 0.6

/**
 * What is contained in some concept goes rather under one that names more than grammar, if so much of it is
 * there.
 */
const LEAST_CONTAINED = 0.5

export interface GroupInput {
  /** Strongest first. */
  readonly candidates: readonly Candidate[]
  /** Of their places, sentence by sentence and response by response. */
  readonly bySentence: Containment
  readonly byResponse: Containment
  /** Share of the rarer one's discordant pairs that are the other's, too. */
  readonly overlap: (a: number, b: number) => number
  readonly meaning: Meaning
  /** Ids of the detectors, against which a behaviour's meaning is held. */
  readonly detectors: ReadonlySet<string>
}

/** Candidates that say one thing. */
export interface Group {
  /** Index of the candidate that the others were gathered under. */
  readonly root: number
  /** By candidate, the root among them. */
  readonly roles: ReadonlyMap<number, MemberRole>
}

/**
 * Gathers candidates: expressions under the broadest readable concept of the same sign that is present where
 * they are; then what is present in the same responses; then what correlates; then what means the same.
 * Whatever is left is alone.
 */
export function groupCandidates(input: GroupInput): Group[] {
  const { candidates, bySentence, byResponse } = input
  const under = new Map<number, { readonly parent: number; readonly role: MemberRole }>()
  const rootOf = (c: number): number => {
    const up = under.get(c)
    return up ? rootOf(up.parent) : c
  }
  const all = Array.from(candidates.keys())
  const fold = (place: Containment, role: MemberRole, whole: boolean) => {
    for (const child of all) {
      if (under.has(child)) continue
      const parents = all.filter(
        (parent) =>
          parent !== child &&
          place.size(parent) > 0 &&
          broader(place, candidates, parent, child) &&
          mayHold(input, parent, child, whole) &&
          place.contains(parent, child, isGrammar(candidates[parent]!) ? CONTAINED : LEAST_CONTAINED) &&
          rootOf(parent) !== child,
      )
      if (!parents.some((parent) => place.contains(parent, child))) continue
      const order = (c: number) =>
        4 * Number(!named(candidates[c]!)) +
        2 * Number(isGrammar(candidates[c]!)) +
        Number(!place.contains(c, child))
      const [best] = parents.sort((a, b) => order(a) - order(b) || place.size(b) - place.size(a) || a - b)
      if (best !== undefined) under.set(child, { parent: best, role })
    }
  }
  fold(bySentence, 'expression', false)
  fold(byResponse, 'comes-with', true)
  const roots = () => all.filter((c) => !under.has(c))
  for (const merge of [correlated, sameMeaning]) {
    for (const [child, parent] of merge(input, roots(), rootOf))
      if (!under.has(child) && rootOf(parent) !== child)
        under.set(child, { parent: rootOf(parent), role: 'same' })
  }
  return collect(all, under, rootOf)
}

function collect(
  all: readonly number[],
  under: ReadonlyMap<number, { readonly role: MemberRole }>,
  rootOf: (c: number) => number,
): Group[] {
  const roles = new Map<number, Map<number, MemberRole>>()
  for (const c of all) if (!under.has(c)) roles.set(c, new Map([[c, 'stands']]))
  for (const c of all) {
    const own = under.get(c)
    if (own) roles.get(rootOf(c))!.set(c, own.role)
  }
  return Array.from(roles, ([root, own]) => ({ root, roles: own }))
}

/** Broader, or as broad and better fit to stand for both. */
function broader(
  place: Containment,
  candidates: readonly Candidate[],
  parent: number,
  child: number,
): boolean {
  const difference = place.size(parent) - place.size(child)
  const better = rankOf(candidates[child]!) - rankOf(candidates[parent]!)
  return difference > 0 || (difference === 0 && (better > 0 || (better === 0 && parent < child)))
}

/**
 * Whether one candidate may be listed under another, whatever their places.
 * @param whole for responses, not sentences
 */
function mayHold(input: GroupInput, parent: number, child: number, whole: boolean): boolean {
  const [upper, lower] = [input.candidates[parent]!, input.candidates[child]!]
  if (upper.sign !== lower.sign || upper.tier === 'hidden') return false
  if (upper.tier === 'phrase') return lower.tier === 'phrase' && !whole
  return !distinctBehaviours(input, upper, lower)
}

/** Never one behaviour under another: a refusal stays a refusal where all refusals apologise. */
function distinctBehaviours({ meaning, detectors }: GroupInput, upper: Candidate, lower: Candidate): boolean {
  if (!isBehaviour(lower) || lower.concept.family === upper.concept.id) return false
  const exact = rankOf(lower) <= TIERS.indexOf('union')
  if (exact) return true
  if (!isBehaviour(upper)) return true
  const own = meaning.nearness(lower.concept.id, upper.concept.id)
  return meaning.nearTo(lower.concept.id).some((id) => {
    const other = meaning.nearness(lower.concept.id, id)
    return id !== upper.concept.id && detectors.has(id) && other >= NEAR && other > own + NEARER_BY
  })
}

/** What the table folds by correlation already, both ways round: the better name stands. */
function correlated(input: GroupInput, roots: readonly number[]): [number, number][] {
  const { candidates } = input
  const index = new Map(candidates.map(({ concept }, c) => [concept.id, c]))
  return roots.flatMap((c): [number, number][] => {
    const { foldedUnder } = candidates[c]!.hypothesis
    const other = foldedUnder === null ? undefined : index.get(foldedUnder)
    return other === undefined ? [] : ordered(input, c, other)
  })
}

/** Roots of which some member means the same as some member of the other's, in much the same pairs. */
function sameMeaning(
  input: GroupInput,
  roots: readonly number[],
  rootOf: (c: number) => number,
): [number, number][] {
  const { candidates, meaning, overlap } = input
  const readable = new Set(roots.filter((c) => named(candidates[c]!)))
  const index = new Map(candidates.map(({ concept }, c) => [concept.id, c]))
  const merges: [number, number][] = []
  candidates.forEach(({ concept }, c) => {
    for (const id of meaning.nearTo(concept.id)) {
      const other = index.get(id)
      if (other === undefined || meaning.nearness(concept.id, id) < SAME_MEANING) continue
      const [a, b] = [rootOf(c), rootOf(other)]
      if (a < b && readable.has(a) && readable.has(b) && overlap(a, b) >= SAME_PAIRS)
        merges.push(...ordered(input, a, b))
    }
  })
  return merges
}

/**
 * Which of two goes under the other, if either may: rather what is in fewer responses under what is in more.
 */
function ordered(input: GroupInput, a: number, b: number): [number, number][] {
  const more = input.byResponse.size(a) - input.byResponse.size(b)
  const [broad, narrow] = more > 0 || (more === 0 && a < b) ? [a, b] : [b, a]
  if (mayHold(input, broad, narrow, false)) return [[narrow, broad]]
  return mayHold(input, narrow, broad, false) ? [[broad, narrow]] : []
}
