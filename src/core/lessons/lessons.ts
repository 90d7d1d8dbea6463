import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { overallHypotheses } from '../hypotheses/overall.ts'
import { effectLowerBound } from '../hypotheses/rank.ts'
import { discordantPairs } from '../hypotheses/test-concepts.ts'
import { type Hypothesis, OVERALL } from '../hypothesis.ts'
import { sampleOf } from '../stats/sample.ts'
import { type Candidate, candidatesOf, named } from './candidate.ts'
import { containment } from './containment.ts'
import { type Group, groupCandidates, type Meaning } from './groups.ts'
import { placeLeftovers } from './leftover.ts'
import type { MemberRole } from './lesson.ts'
import { responseTable, spansToRead } from './reading.ts'
import { type SentenceInput, type SentenceTable, sentenceTable } from './sentences.ts'
import { standsFor } from './stand.ts'
import { unionDisparities, type UnionPart } from './union.ts'

export interface LessonInput extends SentenceInput {
  /** Features over response spans. */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Of these columns and concepts. */
  readonly disparities: Disparities
  /** The overall tests of these concepts, strongest first. */
  readonly hypotheses: readonly Hypothesis[]
  readonly meaning: Meaning
  readonly seed: number
  readonly flipBits?: number
}

/** A group with who stands for it and its test as one concept. */
export interface TestedGroup {
  readonly stands: Candidate
  readonly members: readonly { readonly candidate: Candidate; readonly role: MemberRole }[]
  readonly hypothesis: Hypothesis
  /** Places read, for what depends on where it occurs. */
  readonly confirmed: boolean
}

/** Groups what was found overall into lessons and tests each as one concept. */
export function overallGroups(input: LessonInput): TestedGroup[] {
  const { hypotheses, concepts, columns, seed } = input
  const found = candidatesOf(
    hypotheses.filter((one) => one.found === 'discovery'),
    concepts,
    columns,
  )
  if (found.length === 0) return []
  const spans = spansToRead(
    input.pairs,
    columns,
    found.map(({ concept }) => concept),
    seed,
  )
  const read = found.map(({ concept }) => concept)
  const sentences = sentenceTable(input, read, spans)
  const responses = responseTable(columns, read, spans)
  const column = columnsOf(found, input)
  const grouped = groupCandidates({
    candidates: found,
    bySentence: containment(sentences),
    byResponse: containment(responses),
    overlap: (a, b) => overlap(column(a).pair, column(b).pair),
    meaning: input.meaning,
    detectors: concepts.filter(({ source }) => source === 'surface').map(({ id }) => id),
  })
  const groups = placeLeftovers(grouped, found, sampleOf(input.pairs), column)
  const shown = groups.filter(({ root }) => found[root]!.tier !== 'hidden')
  return testGroups(shown, found, input, { sentences, responses })
}

const columnsOf = (candidates: readonly Candidate[], { concepts, disparities }: LessonInput) => {
  const index = new Map(concepts.map(({ id }, m) => [id, m]))
  return (c: number) => discordantPairs(disparities, index.get(candidates[c]!.concept.id)!)
}

/** Share of the shorter list that is in the other; both ascend. */
function overlap(a: Uint32Array, b: Uint32Array): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  let [both, at] = [0, 0]
  for (const i of few) {
    while (at < many.length && many[at]! < i) at++
    if (many[at] === i) both++
  }
  return few.length === 0 ? 0 : both / few.length
}

/**
 * Tests each group as one concept by the statistics of concepts: the union of who stands for it and what says the same.
 * Members were chosen by how they lean, so a group is confirmed only where one of them is confirmed among all concepts, too:
 * that alone keeps false alarms below those of the concepts. Where the union is not confirmed but who stands is, the lesson
 * is who stands.
 */
function testGroups(
  groups: readonly Group[],
  candidates: readonly Candidate[],
  input: LessonInput,
  places: { readonly sentences: SentenceTable; readonly responses: SentenceTable },
): TestedGroup[] {
  const index = new Map(input.concepts.map(({ id }, m) => [id, m]))
  const stands = groups.map((group) => standsFor(group, candidates, places.sentences, places.responses))
  const parts = groups.map((group, g): UnionPart => {
    const own = candidates[stands[g]!]!.concept
    return own.measure ? { concept: index.get(own.id)! } : { features: coreFeatures(group, candidates) }
  })
  const concepts = groups.map((_, g): Concept => ({
    ...candidates[stands[g]!]!.concept,
    id: `l:${g}`,
    features: new Uint32Array(0),
  }))
  const { hypotheses } = overallHypotheses({
    pairs: input.pairs,
    columns: input.columns,
    concepts,
    disparities: unionDisparities(input.columns, input.disparities, parts),
    seed: input.seed,
    ...(input.flipBits !== undefined && { flipBits: input.flipBits }),
  })
  const tested = new Map(hypotheses.map((one) => [one.concept, one]))
  return groups.map((group, g): TestedGroup => {
    const own = candidates[stands[g]!]!
    const members = Array.from(group.roles, ([c, role]) => ({
      candidate: candidates[c]!,
      role: c === stands[g] ? ('stands' as const) : role === 'stands' ? ('same' as const) : role,
    }))
    const union = tested.get(`l:${g}`)
    const supported = members.some(
      ({ candidate, role }) => role !== 'comes-with' && candidate.hypothesis.confirmed,
    )
    const asOne =
      union && (union.confirmed || !own.hypothesis.confirmed) && Math.sign(union.deltaWin) === own.sign
    const hypothesis = asOne ? union : own.hypothesis
    const confirmed = supported && hypothesis.confirmed
    return {
      stands: own,
      members,
      hypothesis: {
        ...hypothesis,
        concept: own.concept.id,
        scope: OVERALL,
        confirmed,
        similar: [],
        foldedUnder: null,
      },
      confirmed,
    }
  })
}

/** Features of who stands for a group and of what expresses it or says the same. */
function coreFeatures({ roles }: Group, candidates: readonly Candidate[]): number[] {
  const features = new Set<number>()
  for (const [c, role] of roles) {
    const { concept } = candidates[c]!
    if (role !== 'comes-with' && !concept.measure && !concept.hidden)
      for (const f of concept.features) features.add(f)
  }
  return [...features]
}

export const sizeOf = ({ deltaWin, discordant, n }: Hypothesis): number =>
  (Math.abs(deltaWin) * discordant) / n
export { effectLowerBound, named }
