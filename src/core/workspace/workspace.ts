import { type Condition, fitting } from '../dataset/conditions.ts'
import { appendFeatures, featureColumns, poolUnits, selectSpans, type UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { dictionaryConcepts } from '../concepts/dictionary.ts'
import { unionConcept, unionMembers } from '../concepts/union.ts'
import { type Disparities, disparities, joinDisparities } from '../concepts/disparity.ts'
import { forest, type ForestRow } from '../contexts/forest.ts'
import { dataClusterHypotheses } from '../contexts/data-clusters.ts'
import type { ContextFindings, ContextInput, TestedContext } from '../contexts/input.ts'
import { promptClusterHypotheses } from '../contexts/prompt-clusters.ts'
import {
  type ContextRule,
  type OwnRule,
  type RuleContext,
  ruleId,
  testRuleContexts,
} from '../contexts/rules.ts'
import type { Dictionary } from '../dictionary.ts'
import { applySpec, needsStates, specFeatures } from '../export/apply.ts'
import { absent, specColumns } from '../scoring/spec-columns.ts'
import type { RewardSpec } from '../export/spec-schema.ts'
import type { ColumnDefinition, OwnDefinition, RuleDefinition } from '../own/definition.ts'
import type { EvidenceKind } from '../concepts/evidence.ts'
import { WhittleError } from '../failure.ts'
import { explainedSignal } from '../hypotheses/explained-signal.ts'
import { OVERALL } from '../hypothesis.ts'
import { overallHypotheses } from '../hypotheses/overall.ts'
import type { LessonTable } from '../lessons/lesson.ts'
import { heldLevels } from '../lessons/doubt.ts'
import { lessonTable } from '../lessons/lessons.ts'
import { type Recall, recallOf } from '../lessons/recall.ts'
import { meaningOf } from '../lessons/meaning.ts'
import { judgements, type PairTable, responseSpans, selectPairs } from '../pairs.ts'
import { type FullFeatureHead, createControls } from '../shape/controls.ts'
import type { Shaping } from '../shape/decision.ts'
import { encodedTexts, type EncodedText, type EncodedTexts } from '../shape/encoded-texts.ts'
import { impact, type Impact } from '../shape/impact.ts'
import { candidateDecisions } from '../shape/candidate-decisions.ts'
import { overlaps } from '../shape/overlap.ts'
import { createShaper, type Shaper } from '../shape/shaper.ts'
import { lengthDifference } from '../stats/length.ts'
import type { Verdict } from '../verdict.ts'
import type { AnalysisData } from './analysis-data.ts'
import { OwnConcepts, withoutPairs } from './own-concepts.ts'
import {
  type ContextAnalysis,
  type ContextTable,
  joinContexts,
  packContexts,
  type PackedContexts,
  unpackContexts,
  type ViewFindings,
} from './contexts.ts'
import { columnContexts, ruleContext } from './context-rules.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { conceptDetail, type ConceptDetail } from './detail.ts'
import { describe } from './describe.ts'
import { type Evidence, evidenceFor } from './evidence.ts'
import { Extraction } from './extraction.ts'
import { joinFindings } from './join-findings.ts'
import type { ExplainedAuc, Findings } from '../hypotheses/findings.ts'
import { type DatasetMap, labelMap, pairMap, promptLeanings, sharingPrompts } from './pair-map.ts'
import { responses, textFeatures, type TextFeatures } from './text-features.ts'

/** Breaks ties between pairs with equal explained shares when pairs are dropped; part of the reward spec. */
const SHAPE_SEED = 1

/** With fewer extracted pairs than this, their table would mislead. */
const FEWEST_PAIRS = 100

/** Which pairs evidence is taken from. */
export interface Narrowing {
  /** Only pairs that share a prompt with one of these; null for all. */
  readonly near?: readonly number[] | null
  readonly conditions?: readonly Condition[]
}

/** One open dataset: its pairs, their extraction so far, and the last analysis of it. */
export class Workspace {
  readonly extraction: Extraction
  readonly own: OwnConcepts
  readonly #latents: readonly Concept[]
  #text: TextFeatures | null = null
  #basis: AnalysisData | null = null
  #findings: Findings | null = null
  /** The seed and the number of extracted pairs of the last analysis: pairs are only added, never removed. */
  #tested: string | null = null
  /** What was found of detectors and phrases on all pairs. */
  #onTexts: { readonly seed: number; readonly findings: Findings } | null = null
  #contexts: ContextAnalysis | null = null
  /** What the views of contexts found in the last analysis, those by a person's rules left out. */
  #views: Omit<ViewFindings, 'own'> | null = null
  #ownRules: readonly OwnRule[] = []
  #shaper: Shaper | null = null
  readonly #unions = new Map<string, Concept>()
  readonly #encoded = new Map<string, EncodedText>()
  #controls: FullFeatureHead | null = null

  constructor(
    readonly dataset: Dataset,
    readonly dictionary: Dictionary,
  ) {
    this.extraction = new Extraction(dataset.pairs)
    this.#latents = dictionaryConcepts(dictionary)
    this.own = new OwnConcepts(dataset, () => [...this.#latents, ...this.#textFeatures().concepts])
  }

  get pairs(): PairTable {
    return this.dataset.pairs
  }

  /**
   * Replaces the concepts of one's own. What was found before is tested again with the next analysis.
   * @param tried definitions that were given up before
   * @throws WhittleError with one sentence, and changes nothing, where one of them cannot be used
   */
  setOwn(definitions: readonly unknown[], tried: readonly unknown[] = []): void {
    this.own.set(definitions, tried)
    this.#tested = null
    this.#onTexts = null
  }

  /** The pairs and features of the last analysis. @throws WhittleError before the first */
  get basis(): AnalysisData {
    if (!this.#basis) throw nothingYet()
    return this.#basis
  }

  /** What the last analysis found. @throws WhittleError before the first */
  get findings(): Findings {
    if (!this.#findings) throw nothingYet()
    return this.#findings
  }

  /**
   * A concept of the last analysis, or several as one.
   * @throws WhittleError for an id that the last analysis does not know
   */
  concept(id: string): Concept {
    const members = unionMembers(id)
    if (members.length === 1) {
      const concept = this.concepts.find((one) => one.id === members[0])
      if (!concept) throw new WhittleError('internal', `There is no concept ${id} in this dataset.`)
      return concept
    }
    const known = this.#unions.get(id)
    if (known) return known
    const parts = members.map((member) => this.concept(member))
    const union = unionConcept(id, parts, this.basis.columns)
    this.#unions.set(id, union)
    return union
  }

  /** Every concept that can be decided on, and those of some verdicts that are several as one. */
  conceptsOf(verdicts: readonly Pick<Verdict, 'concept'>[]): readonly Concept[] {
    const unions = verdicts.filter(({ concept }) => unionMembers(concept).length > 1)
    return [...this.concepts, ...unions.map(({ concept }) => this.concept(concept))]
  }

  /**
   * Tests detectors and phrases on all pairs, and the dictionary's concepts on the pairs extracted so far,
   * once there are enough. Nothing is tested again until more pairs are extracted.
   */
  analyse(seed: number, onProgress?: (done: number, total: number) => void): Findings {
    const done = this.extraction.pairsDone()
    const tested = `${seed} ${this.#enough(done) ? done.length : 'texts'}`
    if (this.#findings && this.#tested === tested) return this.#findings
    const partial = this.#enough(done) && done.length < this.pairs.length
    const half = (first: number) => (fitted: number, total: number) =>
      onProgress?.(first * total + fitted, 2 * total)
    const texts = partial ? this.#testTexts(seed, half(0)) : null
    const basis = this.#rest(done)
    const found = this.#test(basis, seed, partial ? half(1) : onProgress)
    this.#basis = basis
    this.#unions.clear()
    this.#shaper = null
    this.#controls = null
    this.#contexts = null
    this.#views = null
    this.#findings = texts ? joinFindings(texts, found) : found
    this.#tested = tested
    if (!found.complete && !partial) this.#onTexts = { seed, findings: found }
    return this.#findings
  }

  /** Detectors and phrases on all pairs. */
  #testTexts(seed: number, onProgress: (done: number, total: number) => void): Findings {
    if (this.#onTexts?.seed !== seed) {
      this.#onTexts = { seed, findings: this.#test(this.#rest(new Uint32Array(0)), seed, onProgress) }
    }
    return this.#onTexts.findings
  }

  #test(basis: AnalysisData, seed: number, onProgress?: (done: number, total: number) => void): Findings {
    const { hypotheses, summary } = overallHypotheses({ ...this.#withTried(basis), seed }, onProgress)
    const byId = new Map(basis.concepts.map((concept) => [concept.id, concept]))
    return {
      rows: hypotheses.map((hypothesis) => ({
        hypothesis,
        concept: describe(byId.get(hypothesis.concept)!, this.dictionary),
      })),
      summary: { ...summary, auc: { length: null, concepts: null, hidden: null, ceiling: null } },
      basis: basis.pairs.length,
      complete: basis.units !== null && basis.pairs.length === this.pairs.length,
    }
  }

  /** The basis with the concepts that were tried and given up, which count in the family of tests. */
  #withTried(basis: AnalysisData) {
    const tried = this.own.tried.map((one, k) => ({ ...one, id: `${one.id}:${k}` }))
    if (tried.length === 0) return basis
    const all = this.#withOwn(basis, tried)
    return { ...all, givenUp: new Set(tried.map(({ id }) => id)) }
  }

  /** The basis with further own concepts behind its features. */
  #withOwn(basis: AnalysisData, definitions: readonly OwnDefinition[]): AnalysisData {
    if (definitions.length === 0) return basis
    const { members, concepts: own, activations } = this.own.features(definitions, basis)
    const concepts = [...basis.concepts, ...own]
    const columns = appendFeatures(basis.columns, activations)
    const marked = new Map(
      own.map(({ id }, k) => [
        basis.concepts.length + k,
        this.own.marked(members.get(id)!.definition, basis.index),
      ]),
    )
    const added = withoutPairs(
      disparities(columns, concepts.slice(basis.concepts.length), basis.pairs.paired),
      new Map([...marked].map(([m, pairs]) => [m - basis.concepts.length, pairs])),
    )
    return {
      ...basis,
      own: members,
      concepts,
      columns,
      disparities: joinDisparities(basis.disparities, added),
    }
  }

  /** Whether a table of the dictionary's concepts on these pairs would not only mislead. */
  #enough(done: Uint32Array): boolean {
    return done.length === this.pairs.length || done.length >= FEWEST_PAIRS
  }

  /** Held-out AUCs on the pairs of the last analysis. */
  explain(seed: number): ExplainedAuc {
    const { pairs, columns, concepts, units } = this.basis
    const auc = explainedSignal({ pairs, columns, concepts, state: units, seed })
    this.#findings = { ...this.findings, summary: { ...this.findings.summary, auc } }
    return auc
  }

  /** The input for finding and testing contexts; null until every response and prompt is extracted. */
  packContexts(seed: number): PackedContexts | null {
    const prompts = this.extraction.prompts()
    if (!prompts || !this.findings.complete) return null
    return packContexts(this.basis, prompts, this.dictionary, seed)
  }

  /**
   * Tests the contexts of the file's columns and of the person's rules, and stores them with what the other
   * views of the last analysis found.
   * @param progress (done, total); may throw to cancel
   */
  takeContexts(
    data: ContextFindings,
    prompt: ContextFindings,
    seed: number,
    progress?: (done: number, total: number) => void,
  ): ContextTable {
    const given = columnContexts(this.dataset.columns(), this.basis.index)
    const column = given.length > 0 ? testRuleContexts(this.#ruleInput(seed), given, progress) : null
    this.#views = { data, prompt, column }
    return this.#joinContexts(seed)
  }

  /**
   * Finds contexts and tests concepts in them, one view after the other; null while not every response and
   * prompt is extracted.
   * @param progress (done, total); may throw to cancel
   */
  analyseContexts(seed: number, progress?: (done: number, total: number) => void): ContextTable | null {
    const packed = this.packContexts(seed)
    if (!packed) return null
    const input = unpackContexts(packed)
    const part = (first: number) => (done: number, total: number) =>
      progress?.(first * total + done, 3 * total)
    const data = dataClusterHypotheses(input, part(0))
    return this.takeContexts(data, promptClusterHypotheses(input, part(1)), seed, part(2))
  }

  /**
   * Sets the contexts by a person's rules and tests them, all together as one scope: one that is withdrawn
   * was looked at and counts, too; one that makes no context of this data is left out. Null while contexts
   * are not analysed: then they are tested with the others.
   */
  setOwnContexts(rules: readonly OwnRule[], seed: number): ContextTable | null {
    this.#ownRules = rules
    return this.#views && this.#joinContexts(seed)
  }

  /**
   * The pairs of a rule, before it is made a context.
   * @throws WhittleError for a rule that holds for too few pairs or too many, or is malformed
   */
  tryRule(rule: ContextRule): RuleContext {
    return ruleContext(rule, {
      basis: this.basis,
      columns: () => this.dataset.columns(),
      prompts: this.extraction.prompts(),
      dictionary: this.dictionary,
      concept: (id) => this.concept(id),
    })
  }

  #contextOf(rule: ContextRule): RuleContext | null {
    try {
      return this.tryRule(rule)
    } catch (error) {
      if (error instanceof WhittleError) return null
      throw error
    }
  }

  #ruleInput(seed: number): ContextInput {
    const { pairs, columns, concepts, disparities } = this.basis
    return { pairs, responses: columns, concepts, disparities, seed }
  }

  #joinContexts(seed: number): ContextTable {
    const given = this.#ownRules.flatMap(({ rule }) => this.#contextOf(rule) ?? [])
    const own = given.length > 0 ? testRuleContexts(this.#ruleInput(seed), given) : null
    const withdrawn = new Set(this.#ownRules.filter((one) => one.withdrawn).map(({ rule }) => ruleId(rule)))
    this.#contexts = joinContexts(this.basis.concepts, this.dictionary, { ...this.#views!, own }, withdrawn)
    this.#shaper = null
    return this.#contexts.table
  }

  /**
   * What the data would teach, in the page's order: of the last analysis, and of its contexts where those
   * were tested.
   */
  lessons(seed: number): LessonTable {
    const { basis, dictionary } = this
    return lessonTable({
      ...basis,
      concepts: this.concepts,
      presence: dictionary.presence,
      held: heldLevels(dictionary),
      meaning: meaningOf(dictionary),
      hypotheses: this.findings.rows.map(({ hypothesis }) => hypothesis),
      local: this.#contexts && {
        contexts: this.#contexts.contexts,
        tests: this.#contexts.table.rows.map(({ hypothesis }) => hypothesis),
      },
      seed,
    })
  }

  /**
   * How much of what a decision on a concept is about the concept sees; null where that cannot be told, or
   * need not.
   */
  recall(id: string, seed: number): Recall | null {
    const { basis, dictionary } = this
    return recallOf({ ...basis, presence: dictionary.presence, seed }, this.concept(id))
  }

  /** The contexts found last; empty before analyseContexts. */
  get contexts(): readonly TestedContext[] {
    return this.#contexts?.contexts ?? []
  }

  /** A concept's effect in every context. */
  forest(id: string): ForestRow[] {
    const { disparities, concept } = this.#disparitiesOf(id)
    return forest(this.basis.pairs, disparities, concept, this.contexts)
  }

  /** For the given pairs, the mean u of a concept over the pairs with their prompts. */
  leanings(id: string, asked: Uint32Array): number[] {
    const { disparities, concept } = this.#disparitiesOf(id)
    return promptLeanings({ pairs: this.basis.pairs, disparities }, concept, asked)
  }

  /** The map of the pairs by their prompts, with their contexts; null while prompts are missing. */
  map(seed: number, progress?: (done: number, total: number) => void): DatasetMap | null {
    const prompts = this.extraction.prompts()
    if (!prompts || !this.#basis) return null
    return labelMap(pairMap(this.#basis, prompts, seed, progress), this.#basis, this.contexts)
  }

  /**
   * @param scope id of a context, or 'overall'
   */
  evidence(
    concept: string,
    scope: string,
    kind: EvidenceKind,
    limit: number,
    seed: number,
    { near = null, conditions = [] }: Narrowing = {},
  ): Evidence {
    const inScope = this.within(scope)
    const shared = near ? sharingPrompts(this.basis.pairs, near, inScope) : inScope
    const within = this.#fitting(conditions, shared)
    const request = { kind, limit, seed, within }
    return evidenceFor(this.basis, this.concept(concept), this.dictionary, request)
  }

  /** Those of some pairs of the analysis that fit conditions on their columns. @param within null for all */
  #fitting(conditions: readonly Condition[], within: ReadonlySet<number> | null): ReadonlySet<number> | null {
    const fits = conditions.length > 0 ? fitting(this.dataset.columns(), conditions) : null
    if (!fits) return within
    const found = new Set<number>()
    this.basis.index.forEach((pair, i) => {
      if ((within?.has(i) ?? true) && fits(pair)) found.add(i)
    })
    return found
  }

  /**
   * The pairs of a scope; null for all of them.
   * @throws WhittleError for an id that is not among the contexts
   */
  within(scope: string): ReadonlySet<number> | null {
    if (scope === OVERALL.id) return null
    const pairs = this.pairsIn(scope)
    if (!pairs) throw new WhittleError('internal', `There is no context ${scope} in this dataset.`)
    return new Set(pairs)
  }

  /** The pairs of a context, ascending; undefined for an id that is not among the contexts. */
  pairsIn(context: string): Uint32Array | undefined {
    return this.contexts.find((one) => one.id === context)?.pairs
  }

  /** Every concept that can be decided on: those of the analysis, and those found in contexts. */
  get concepts(): readonly Concept[] {
    return [...this.basis.concepts, ...(this.#contexts?.concepts ?? [])]
  }

  /**
   * What can be decided on before anything is extracted or analysed; concepts found in contexts once these
   * are known.
   */
  get decidable(): readonly Concept[] {
    const { surface, phrases, concepts } = this.#textFeatures()
    const own = this.own.concepts(this.dictionary.latents + surface.features + phrases.features)
    return [...this.#latents, ...concepts, ...own, ...(this.#contexts?.concepts ?? [])]
  }

  detail(concept: string): ConceptDetail {
    return conceptDetail(this.basis, this.concept(concept), this.dictionary)
  }

  /** Encoded texts that are not in the data: rewrites that an evaluation needs. */
  get encoded(): EncodedTexts {
    return this.#encoded
  }

  /** Adds the units of such texts, one span each. */
  addEncoded(texts: readonly string[], units: UnitTable): void {
    for (const [text, found] of encodedTexts(texts, units, this.dictionary.presence))
      this.#encoded.set(text, found)
  }

  /** Enacts verdicts on the pairs of the last analysis. */
  shape(verdicts: readonly Verdict[]): Shaping {
    return this.#enactor().shape(verdicts)
  }

  /**
   * Computes in advance what the first verdict needs, and the next one on the selected concept.
   * @param pause may throw to interrupt; a later call continues
   */
  prepare(
    pause: () => void,
    verdicts: readonly Verdict[],
    looked: Pick<Verdict, 'concept' | 'scope'> | null,
  ) {
    const concept = looked && this.concepts.find(({ id }) => id === looked.concept)
    const likely = concept ? candidateDecisions(verdicts, concept, looked.scope) : []
    this.#enactor().prepare(
      pause,
      likely.map((decisions) => this.enactable(decisions)),
    )
  }

  /** The verdicts whose concept and scope are in the last analysis. */
  enactable(verdicts: readonly Verdict[]): readonly Verdict[] {
    const known = new Set(this.concepts.map((concept) => concept.id))
    const scopes = new Set([OVERALL.id, ...this.contexts.map((context) => context.id)])
    return verdicts.filter(
      ({ concept, scope }) => unionMembers(concept).every((id) => known.has(id)) && scopes.has(scope),
    )
  }

  /**
   * The effect of verdicts on the pairs of the last analysis; verdicts on concepts or contexts not found yet
   * are left out.
   */
  impact(verdicts: readonly Verdict[]): Impact {
    const enactable = this.enactable(verdicts)
    const decided = new Map(enactable.map(({ concept }) => [concept, this.concept(concept)]))
    const shared = overlaps(this.basis.columns, [...decided.values()])
    return impact(this.shape(enactable), this.basis, shared)
  }

  /**
   * Enacts a reward spec on every pair.
   * @throws WhittleError when it needs dictionary features and not every response is extracted
   */
  apply(spec: RewardSpec): Shaping {
    const { latents, presence } = this.dictionary
    const all = Uint32Array.from({ length: this.pairs.length }, (_, i) => i)
    const wanted = specFeatures(spec)
    const encoded = needsStates(spec)
    if (encoded && this.extraction.pairsDone().length < all.length) {
      throw new WhittleError('internal', 'The reward spec needs activations that are not all extracted yet.')
    }
    const units = encoded ? this.extraction.responses(all) : null
    const activations = units ? poolUnits(units, presence) : absent(2 * all.length, latents)
    const { texts, prompts } = responses(this.pairs)
    const read = (one: RuleDefinition | ColumnDefinition) => this.own.read(one)
    return applySpec(spec, {
      ...specColumns(wanted.phrase, texts, prompts, activations, { own: spec.own, units, read }),
      length: lengthDifference(this.pairs),
      side: judgements(this.pairs),
      row: this.pairs.row,
      sha256: this.dataset.info.sha256,
    })
  }

  /** A concept's column: from the analysis, or computed for a concept found in contexts. */
  #disparitiesOf(id: string): { disparities: Disparities; concept: number } {
    const { concepts, columns, disparities: known } = this.basis
    const concept = concepts.findIndex((one) => one.id === id)
    if (concept >= 0) return { disparities: known, concept }
    return { disparities: disparities(columns, [this.concept(id)], this.pairs.paired), concept: 0 }
  }

  #enactor(): Shaper {
    return (this.#shaper ??= this.#newShaper())
  }

  #newShaper(): Shaper {
    const { columns, concepts, pairs, units: states, length } = this.basis
    const scored = (id: string) => this.concept(id)
    const scope = (id: string) => this.pairsIn(id)
    // Finding contexts does not change what the full-feature head has computed.
    this.#controls ??= createControls({
      ...{ columns, concepts, length, states, pairs, scored },
      seed: SHAPE_SEED,
    })
    return createShaper({
      ...{ columns, length, scored, scope },
      side: judgements(pairs),
      row: pairs.row,
      controls: this.#controls,
      seed: SHAPE_SEED,
    })
  }

  #textFeatures(): TextFeatures {
    return (this.#text ??= textFeatures(this.pairs, this.dictionary.latents))
  }

  #rest(done: Uint32Array): AnalysisData {
    const { latents } = this.dictionary
    const text = this.#textFeatures()
    const enough = this.#enough(done)
    const index = enough ? done : Uint32Array.from({ length: this.pairs.length }, (_, i) => i)
    const spans = responseSpans(index)
    const units = enough ? this.extraction.responses(index) : null
    const blocks = [
      units ? poolUnits(units, this.dictionary.presence) : absent(spans.length, latents),
      selectSpans(text.surface, spans),
      selectSpans(text.phrases, spans),
    ]
    const columns = featureColumns(blocks)
    const concepts = units ? [...this.#latents, ...text.concepts] : text.concepts
    const pairs = selectPairs(this.pairs, index)
    const known: AnalysisData = {
      index,
      pairs,
      concepts,
      columns,
      disparities: disparities(columns, concepts, pairs.paired),
      length: lengthDifference(pairs),
      units,
    }
    return this.#withOwn(known, this.own.definitions)
  }
}

const nothingYet = () => new WhittleError('internal', 'Nothing is analysed yet.')
