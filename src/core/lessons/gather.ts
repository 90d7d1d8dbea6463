import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { discordantPairs } from '../hypotheses/test-concepts.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { sampleOf } from '../stats/sample.ts'
import type { Candidate } from './candidate.ts'
import type { DisparityColumn } from './conditional.ts'
import { type Containment, containment } from './containment.ts'
import { type Group, groupCandidates } from './groups.ts'
import { placeLeftovers } from './leftover.ts'
import type { MemberRole } from './lesson.ts'
import type { Meaning } from './meaning.ts'
import { responseTable, spansToRead } from './reading.ts'
import { type SentenceInput, type SentenceTable, sentenceTable } from './sentences.ts'
import { standsFor } from './stand.ts'

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
  /** log₂ of the number of sign flips; 10 where left out. */
  readonly flipBits?: number
}

/** Where some concepts occur. */
export interface Places {
  /** Index of a concept in the tables. */
  readonly at: (concept: string) => number
  readonly sentences: SentenceTable
  readonly bySentence: Containment
  readonly responses: SentenceTable
  readonly byResponse: Containment
}

/** Looks up where concepts occur: read once for all groupings of them. */
export function placesOf(input: LessonInput, concepts: readonly Concept[]): Places {
  const index = new Map(concepts.map(({ id }, c) => [id, c]))
  const spans = spansToRead(input.pairs, input.columns, concepts, input.seed)
  const sentences = sentenceTable(input, concepts, spans)
  const responses = responseTable(input.columns, concepts, spans)
  return {
    at: (concept) => index.get(concept)!,
    sentences,
    bySentence: containment(sentences),
    responses,
    byResponse: containment(responses),
  }
}

/** Candidates that say one thing, and who stands for them. */
export interface Gathered {
  readonly stands: Candidate
  readonly members: readonly { readonly candidate: Candidate; readonly role: MemberRole }[]
}

/**
 * Gathers candidates into lessons. Those that only hidden concepts could stand for are left out.
 * @param candidates strongest first
 * @param within pairs, ascending, that they were tested on; null for all
 */
export function gather(
  input: LessonInput,
  candidates: readonly Candidate[],
  places: Places,
  within: Uint32Array | null = null,
): Gathered[] {
  const at = candidates.map(({ concept }) => places.at(concept.id))
  const of = ({ share, contains, size }: Containment): Containment => ({
    share: (a, b) => share(at[a]!, at[b]!),
    contains: (b, a, least) => contains(at[b]!, at[a]!, least),
    size: (c) => size(at[c]!),
  })
  const table = ({ sentences, sentence, count }: SentenceTable): SentenceTable => ({
    sentences,
    sentence: at.map((c) => sentence[c]!),
    count: at.map((c) => count[c]!),
  })
  const column = columnsOf(candidates, input)
  const grouped = groupCandidates({
    candidates,
    bySentence: of(places.bySentence),
    byResponse: of(places.byResponse),
    overlap: (a, b) => overlap(column(a).pair, column(b).pair),
    meaning: input.meaning,
    detectors: new Set(input.concepts.filter(({ source }) => source === 'surface').map(({ id }) => id)),
  })
  const [sentences, responses] = [table(places.sentences), table(places.responses)]
  return placeLeftovers(grouped, candidates, sampleOf(input.pairs), within, column)
    .filter(({ root }) => candidates[root]!.tier !== 'hidden')
    .map((group) => gathered(group, candidates, standsFor(group, candidates, sentences, responses)))
}

function gathered({ roles }: Group, candidates: readonly Candidate[], stands: number): Gathered {
  const order: readonly MemberRole[] = ['stands', 'same', 'expression', 'comes-with']
  const members = Array.from(roles, ([c, role]) => ({
    candidate: candidates[c]!,
    role: c === stands ? ('stands' as const) : role === 'stands' ? ('same' as const) : role,
    c,
  }))
  return {
    stands: candidates[stands]!,
    members: members.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.c - b.c),
  }
}

/** A candidate's disparities; of concepts that were made in contexts, none. */
function columnsOf(candidates: readonly Candidate[], { concepts, disparities }: LessonInput) {
  const index = new Map(concepts.map(({ id }, m) => [id, m]))
  const none: DisparityColumn = { pair: new Uint32Array(0), u: new Float32Array(0) }
  return (c: number): DisparityColumn => {
    const concept = index.get(candidates[c]!.concept.id)
    return concept === undefined || concept >= disparities.concepts
      ? none
      : discordantPairs(disparities, concept)
  }
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
