import { type FeatureColumns, gatherUnits, type SpanAddress, type UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { WhittleError } from '../failure.ts'
import { columnValues } from '../own/column.ts'
import {
  checkDefinitions,
  contentKey,
  type ColumnDefinition,
  exampleRow,
  exampleText,
  type ExamplesDefinition,
  inOrder,
  namesIn,
  type OwnDefinition,
  type RuleDefinition,
} from '../own/definition.ts'
import { labelledExamples, ownConcept, type OwnMember, type OwnMembers } from '../own/own-concept.ts'
import {
  ownActivations,
  ownColumns,
  ruleColumn,
  selectColumn,
  type SparseColumn,
  valuesColumn,
} from '../own/own-features.ts'
import { placements } from '../own/placement.ts'
import { type Background, backgroundOf, fitProbe } from '../own/probe/fit-probe.ts'
import type { FittedProbe } from '../own/probe/probe.ts'
import { compileRule } from '../own/rule.ts'
import { quoted } from '../parse/rows.ts'
import { responseSpans } from '../pairs.ts'
import { sharedFloat32, sharedUint32 } from '../shared-columns.ts'
import { responses } from './text-features.ts'

/** What own features are added to. */
export interface OwnBase {
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Pair of the dataset of each pair of the columns. */
  readonly index: Uint32Array
  readonly units: UnitTable | null
}

/** Shorter texts may be in a response by chance. */
const SHORTEST_QUOTE = 20

/**
 * The concepts of one's own of an open dataset: their definitions, the states of their examples, their fits.
 */
export class OwnConcepts {
  #definitions: readonly OwnDefinition[] = []
  #tried: readonly OwnDefinition[] = []
  readonly #encoded = new Map<string, SpanAddress>()
  readonly #tables: UnitTable[] = []
  /** The last fits, by definition. */
  readonly #fits = new Map<string, { readonly units: UnitTable; readonly probe: FittedProbe }>()
  #background: { readonly units: UnitTable; readonly background: Background } | null = null
  /** Rules and columns on all responses, by definition. */
  readonly #read = new Map<string, SparseColumn>()
  #texts: readonly string[] | null = null

  /** @param known the concepts that can be composed, beside own ones */
  constructor(
    private readonly dataset: Dataset,
    private readonly known: () => readonly Concept[],
  ) {}

  get definitions(): readonly OwnDefinition[] {
    return this.#definitions
  }

  /** Definitions that were tried and given up in this session. */
  get tried(): readonly OwnDefinition[] {
    return this.#tried
  }

  /**
   * Replaces the definitions. Earlier ones that are no longer there stay in the family of tests.
   * @param tried others that were tried before
   * @throws WhittleError with one sentence, and changes nothing, where one of them cannot be used
   */
  set(definitions: readonly unknown[], tried: readonly unknown[] = []): void {
    const next = checkDefinitions(definitions)
    this.check(next)
    const before = [...this.#tried, ...this.#definitions, ...tried.flatMap((one) => this.#usable(one))]
    const now = new Set(next.map(contentKey))
    this.#tried = [...new Map(before.map((one) => [contentKey(one), one])).values()].filter(
      (one) => !now.has(contentKey(one)),
    )
    this.#definitions = next
  }

  /** A definition of elsewhere that was tried; none where it means nothing here. */
  #usable(value: unknown): OwnDefinition[] {
    try {
      const checked = checkDefinitions([value])
      this.check(checked)
      return checked
    } catch (error) {
      if (error instanceof WhittleError) return []
      throw error
    }
  }

  /** @throws WhittleError with one sentence where a definition means nothing on this data */
  check(definitions: readonly OwnDefinition[]): void {
    const known = new Map(this.known().map((concept) => [concept.id, concept]))
    const own = new Map(definitions.map((one) => [one.id, ownConcept(one, 0, null)]))
    for (const definition of definitions) {
      const { id, kind } = definition
      if (known.has(id)) throw bad(`There is a concept ${quoted(id)} already; give yours another id.`)
      if (kind === 'rule') compileRule(definition)
      if (kind === 'column') this.read(definition)
      for (const part of namesIn(definition)) {
        const concept = own.get(part) ?? known.get(part)
        if (!concept) throw bad(`${quoted(id)} is composed of ${quoted(part)}, which is no concept here.`)
        if (concept.measure)
          throw bad(
            `${quoted(id)} is composed of ${quoted(part)}, a measure, which is neither there nor not.`,
          )
      }
    }
  }

  /** Texts that the encoder has to read before everything can be fitted. */
  unread(extra: readonly OwnDefinition[] = []): string[] {
    const wanted = [...this.#definitions, ...this.#tried, ...extra].flatMap((one) =>
      one.kind === 'examples' ? placements(one, this.dataset.pairs).map(({ text }) => text) : [],
    )
    return [...new Set(wanted)].filter((text) => !this.#encoded.has(text))
  }

  /** Takes in the units of such texts, a span each. */
  add(texts: readonly string[], units: UnitTable): void {
    const table = this.#tables.push(units) - 1
    texts.forEach((text, span) => this.#encoded.set(text, { table, span }))
  }

  /**
   * Fits the probes of definitions beside the data's responses; null where units or the states of examples
   * are missing.
   */
  fit(definition: OwnDefinition, units: UnitTable | null): OwnMember {
    if (definition.kind !== 'examples' || !units) return { definition, probe: null }
    const key = JSON.stringify([definition.positive, definition.negative])
    const known = this.#fits.get(key)
    if (known?.units === units) return { definition, probe: known.probe }
    const probe = this.#fitExamples(definition, units)
    if (probe) this.#fits.set(key, { units, probe })
    return { definition, probe }
  }

  #fitExamples(definition: ExamplesDefinition, units: UnitTable): FittedProbe | null {
    const { pairs } = this.dataset
    const placed = placements(definition, pairs)
    const addresses = placed.flatMap(({ text }) => this.#encoded.get(text) ?? [])
    if (addresses.length < placed.length) return null
    if (this.#background?.units !== units) this.#background = { units, background: backgroundOf(units) }
    const groupOf = new Map(Array.from(pairs.row, (row, pair) => [row, pairs.group[pair]!]))
    const texts = labelledExamples(
      definition,
      placed,
      gatherUnits(this.#tables, addresses),
      (row) => groupOf.get(row) ?? null,
    )
    return fitProbe(texts, this.#background.background)
  }

  /**
   * The features and concepts of definitions over the base's responses; those that cannot be computed yet
   * are left out.
   */
  features(definitions: readonly OwnDefinition[], base: OwnBase) {
    const members: OwnMembers = new Map(
      inOrder(definitions).map((definition) => [definition.id, this.fit(definition, base.units)]),
    )
    const byId = new Map(base.concepts.map((concept) => [concept.id, concept]))
    const found = ownColumns({
      members,
      units: base.units,
      columns: base.columns,
      features: (id) => byId.get(id)?.features,
      read: (definition) =>
        selectColumn(this.read(definition), responseSpans(base.index), 2 * this.dataset.pairs.length),
    })
    const ids = definitions.map(({ id }) => id)
    const concepts = definitions.flatMap((definition, f) =>
      found.has(definition.id)
        ? [ownConcept(definition, base.columns.features + f, members.get(definition.id)!.probe)]
        : [],
    )
    return { members, concepts, activations: ownActivations(ids, found, base.columns.spans) }
  }

  /** The concepts before anything is computed. @param features of all other concepts */
  concepts(features: number): Concept[] {
    return this.#definitions.map((definition, f) => ownConcept(definition, features + f, null))
  }

  /** Pairs of the base that were looked at to make a concept: it is not tested on them. */
  marked(definition: OwnDefinition, index: Uint32Array): ReadonlySet<number> {
    if (definition.kind !== 'examples') return new Set()
    const { pairs } = this.dataset
    const examples = [...definition.positive, ...definition.negative]
    const rows = new Set(examples.map(exampleRow))
    const quotes = examples
      .map((one) => exampleText(one).trim())
      .filter((text) => text.length >= SHORTEST_QUOTE)
    const marked = new Set<number>()
    index.forEach((pair, i) => {
      const [chosen, rejected] = [pairs.chosen[pair]!, pairs.rejected[pair]!]
      if (
        rows.has(pairs.row[pair]!) ||
        quotes.some((text) => chosen.includes(text) || rejected.includes(text))
      )
        marked.add(i)
    })
    return marked
  }

  /** What a rule or a column says of every response. @throws WhittleError where it cannot be read */
  read(definition: RuleDefinition | ColumnDefinition): SparseColumn {
    const key = contentKey(definition)
    const known = this.#read.get(key)
    if (known) return known
    this.#texts ??= responses(this.dataset.pairs).texts
    const made =
      definition.kind === 'rule'
        ? ruleColumn(definition, this.#texts)
        : valuesColumn(columnValues(definition, this.dataset))
    this.#read.set(key, made)
    return made
  }
}

const bad = (sentence: string) => new WhittleError('bad-file', sentence)

/** The disparities without some pairs of some concepts. @param left by index of a concept */
export function withoutPairs(
  disparities: Disparities,
  left: ReadonlyMap<number, ReadonlySet<number>>,
): Disparities {
  if (left.size === 0) return disparities
  const indptr = new Uint32Array(disparities.indptr.length)
  const pair = disparities.pair.slice()
  const u = disparities.u.slice()
  let end = 0
  for (let m = 0; m < disparities.concepts; m++) {
    const out = left.get(m)
    for (let k = disparities.indptr[m]!; k < disparities.indptr[m + 1]!; k++) {
      if (out?.has(disparities.pair[k]!)) continue
      pair[end] = disparities.pair[k]!
      u[end++] = disparities.u[k]!
    }
    indptr[m + 1] = end
  }
  const kept = { pair: sharedUint32(end), u: sharedFloat32(end) }
  kept.pair.set(pair.subarray(0, end))
  kept.u.set(u.subarray(0, end))
  return { ...disparities, ...kept, indptr }
}
