import { featureColumns, poolUnits, type UnitTable } from '../activations.ts'
import { type Concept, unmeasured } from '../concepts/concept.ts'
import { denseStates } from '../contexts/embedding.ts'
import type { ContextFindings, PromptContextInput, TestedContext } from '../contexts/input.ts'
import { namingTexts } from '../contexts/names.ts'
import { contentKeys } from '../contexts/order.ts'
import type { Dictionary } from '../dictionary.ts'
import { sampleOf } from '../stats/sample.ts'
import type { AnalysisData } from './analysis-data.ts'
import { describe } from './describe.ts'
import type { HypothesisRow } from '../hypotheses/findings.ts'

/** What the views know about a context; its pairs stay in the worker. */
export type ContextInfo = Omit<TestedContext, 'pairs'>

/** Hypotheses inside contexts, against elsewhere. */
export interface ContextTable {
  readonly contexts: readonly ContextInfo[]
  /** Confirmed ones first, then by Δ_min; data clusters and prompt clusters together. */
  readonly rows: readonly HypothesisRow[]
  readonly tests: { readonly data: number; readonly prompt: number }
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

/** Both views of contexts as one table. */
export function joinContexts(
  known: readonly Concept[],
  dictionary: Dictionary,
  data: ContextFindings,
  prompt: ContextFindings,
): ContextAnalysis {
  const made = [...data.concepts, ...prompt.concepts]
  const byId = new Map([...known, ...made].map((concept) => [concept.id, concept]))
  const contexts = distinct([...prompt.contexts, ...data.contexts])
  const label = new Map(contexts.map((context) => [context.id, context.label]))
  const rows = ({ hypotheses }: ContextFindings): HypothesisRow[] =>
    hypotheses.map((hypothesis) => ({
      hypothesis: { ...hypothesis, scope: { ...hypothesis.scope, label: label.get(hypothesis.scope.id)! } },
      concept: describe(byId.get(hypothesis.concept)!, dictionary),
    }))
  return {
    contexts,
    concepts: made,
    table: {
      contexts: contexts.map(({ pairs: _, ...info }) => info),
      rows: [...rows(prompt), ...rows(data)].sort(strongestFirst),
      tests: { data: data.tests, prompt: prompt.tests },
      permutations: data.permutations,
    },
  }
}

/** Makes labels unique: a later context with the same label gets the name of its view. */
function distinct(contexts: readonly TestedContext[]): TestedContext[] {
  const taken = new Set<string>()
  return contexts.map((context) => {
    let label = context.label
    for (let n = 2; taken.has(label); n++) label = `${context.label} (${n})`
    taken.add(label)
    return { ...context, label }
  })
}

const deltaMin = ({ hypothesis }: HypothesisRow) => hypothesis.local?.deltaMin ?? 0

const strongestFirst = (a: HypothesisRow, b: HypothesisRow) =>
  Number(b.hypothesis.confirmed) - Number(a.hypothesis.confirmed) ||
  Number(unmeasured(a.concept)) - Number(unmeasured(b.concept)) ||
  deltaMin(b) - deltaMin(a)
