import { featureColumns, poolUnits, type UnitTable } from '../activations.ts'
import { type Concept, unmeasured } from '../concepts/concept.ts'
import { denseStates } from '../contexts/embedding.ts'
import type { ContextFindings, PromptContextInput, TestedContext } from '../contexts/input.ts'
import { namingTexts } from '../contexts/names.ts'
import { contentKeys } from '../contexts/order.ts'
import type { Dictionary } from '../dictionary.ts'
import { sampleOf } from '../stats/sample.ts'
import type { AnalysisData } from './analysis-data.ts'
import { sharedShare } from './context-rules.ts'
import { describe } from './describe.ts'
import type { HypothesisRow } from '../hypotheses/findings.ts'

/** The views of the data that contexts come from, in the order in which the same context is named by them. */
const VIEWS = ['own', 'column', 'prompt', 'data'] as const
export type ContextView = (typeof VIEWS)[number]

/** What each view found; null where it was not asked. */
export type ViewFindings = Readonly<Record<ContextView, ContextFindings | null>>

/** Found contexts of which so much of either is in both are one. */
const SAME_CONTEXT = 0.5

/** What the views know about a context; its pairs stay in the worker. */
export type ContextInfo = Omit<TestedContext, 'pairs'>

/** Hypotheses inside contexts, against elsewhere. */
export interface ContextTable {
  readonly contexts: readonly ContextInfo[]
  /** Confirmed ones first, then by Δ_min; those of all views together. */
  readonly rows: readonly HypothesisRow[]
  /** Tests of each view: its family-wise bound is over all of them. */
  readonly tests: Readonly<Record<ContextView, number>>
  readonly permutations: number
}

/** The contexts of an analysis and the tests in them. */
export interface ContextAnalysis {
  readonly contexts: readonly TestedContext[]
  /** Concepts found there: clusters of response shifts. */
  readonly concepts: readonly Concept[]
  readonly table: ContextTable
}

/**
 * The input for finding and testing contexts in a form that can be sent to a worker: no functions, and only
 * those parts of the texts that names are made from.
 */
export interface PackedContexts extends Required<
  Omit<PromptContextInput, 'states' | 'flipBits' | 'themeRule'>
> {
  readonly states: {
    readonly dim: number
    /** Rows × dim: prompt groups, and response spans. */
    readonly prompts: Float32Array
    readonly responses: Float32Array
  } | null
}

/** @param prompts units of every prompt group */
export function packContexts(
  { pairs, columns: responses, concepts, disparities, units }: AnalysisData,
  prompts: UnitTable,
  { presence }: Dictionary,
  seed: number,
): PackedContexts {
  return {
    ...{ responses, concepts, disparities, seed },
    pairs: { ...pairs, ...namingTexts(pairs) },
    sample: sampleOf(pairs),
    key: contentKeys(pairs),
    prompts: featureColumns([poolUnits(prompts, presence)]),
    states: units && { dim: units.dim, prompts: prompts.state, responses: units.state },
  }
}

export function unpackContexts({ states, ...packed }: PackedContexts): PromptContextInput {
  if (!states) return packed
  const { dim, prompts, responses } = states
  return {
    ...packed,
    states: { prompts: denseStates(dim, prompts), responses: denseStates(dim, responses) },
  }
}

/**
 * The views of contexts as one table. A context that another view shows already, in much the same pairs, is shown
 * once, unless a concept is found in it that is not found there.
 * @param hidden ids of contexts that were tested but are not shown
 */
export function joinContexts(
  known: readonly Concept[],
  dictionary: Dictionary,
  views: ViewFindings,
  hidden: ReadonlySet<string> = new Set(),
): ContextAnalysis {
  const found = VIEWS.flatMap((view) => views[view] ?? [])
  const made = found.flatMap(({ concepts }) => concepts)
  const byId = new Map([...known, ...made].map((concept) => [concept.id, concept]))
  const contexts = distinct(found.flatMap((one) => one.contexts))
  const label = new Map(contexts.map((context) => [context.id, context.label]))
  const shown = shownContexts(contexts, found, hidden)
  const rows = found
    .flatMap(({ hypotheses }) => hypotheses)
    .filter(({ scope }) => shown.has(scope.id))
    .map(
      (hypothesis): HypothesisRow => ({
        hypothesis: { ...hypothesis, scope: { ...hypothesis.scope, label: label.get(hypothesis.scope.id)! } },
        concept: describe(byId.get(hypothesis.concept)!, dictionary),
      }),
    )
  return {
    contexts,
    concepts: made,
    table: {
      contexts: contexts.filter(({ id }) => shown.has(id)).map(({ pairs: _, ...info }) => info),
      rows: rows.sort(strongestFirst),
      tests: Object.fromEntries(VIEWS.map((view) => [view, views[view]?.tests ?? 0])) as ContextTable['tests'],
      permutations: found[0]?.permutations ?? 0,
    },
  }
}

/** Ids of the contexts that are shown. Grains of one view are nested, not the same; rules are never left out. */
function shownContexts(
  contexts: readonly TestedContext[],
  found: readonly ContextFindings[],
  hidden: ReadonlySet<string>,
): ReadonlySet<string> {
  const findings = new Map<string, Set<string>>()
  for (const { scope, concept, discovered } of found.flatMap(({ hypotheses }) => hypotheses)) {
    if (!discovered) continue
    const own = findings.get(scope.id) ?? new Set()
    findings.set(scope.id, own.add(concept))
  }
  const kept: TestedContext[] = []
  for (const one of contexts.filter(({ id }) => !hidden.has(id))) {
    const isFound = one.kind === 'data-cluster' || one.kind === 'prompt-cluster' || one.kind === 'prompt-theme'
    const same = isFound
      ? kept.filter(({ kind, pairs }) => kind !== one.kind && sharedShare(pairs, one.pairs) >= SAME_CONTEXT)
      : []
    const told = new Set(same.flatMap(({ id }) => [...(findings.get(id) ?? [])]))
    const adds = [...(findings.get(one.id) ?? [])].some((concept) => !told.has(concept))
    if (same.length === 0 || adds) kept.push(one)
  }
  return new Set(kept.map(({ id }) => id))
}

/** Makes labels unique: a later context with the same label says a phrase of its own, or else a number. */
function distinct(contexts: readonly TestedContext[]): TestedContext[] {
  const taken = new Set<string>()
  return contexts.map((context) => {
    const [head] = context.label.split(': ')
    const told = [context.label, ...context.phrases.map((phrase) => `${head}: ${phrase}`)]
    let label = told.find((one) => !taken.has(one))
    for (let n = 2; label === undefined; n++) {
      const numbered = `${context.label} (${n})`
      if (!taken.has(numbered)) label = numbered
    }
    taken.add(label)
    return { ...context, label }
  })
}

const deltaMin = ({ hypothesis }: HypothesisRow) => hypothesis.local?.deltaMin ?? 0

const strongestFirst = (a: HypothesisRow, b: HypothesisRow) =>
  Number(b.hypothesis.confirmed) - Number(a.hypothesis.confirmed) ||
  Number(unmeasured(a.concept)) - Number(unmeasured(b.concept)) ||
  deltaMin(b) - deltaMin(a)
