import { featureColumns, poolUnits, type UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { spanStates } from '../contexts/embedding.ts'
import { dataClusterHypotheses } from '../contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput, TestedContext } from '../contexts/input.ts'
import { promptClusterHypotheses } from '../contexts/prompt-clusters.ts'
import type { Dictionary } from '../dictionary.ts'
import type { Basis } from './basis.ts'
import { describe } from './describe.ts'
import type { HypothesisRow } from './findings.ts'

/** What the views know of a context; its pairs stay with the data. */
export type ContextInfo = Omit<TestedContext, 'pairs'>

/** Hypotheses inside contexts, against elsewhere (DESIGN 4). */
export interface ContextTable {
  readonly contexts: readonly ContextInfo[]
  /** Confirmed ones first, then by Δ_min; data clusters and prompt clusters together. */
  readonly rows: readonly HypothesisRow[]
  readonly tests: { readonly data: number; readonly prompt: number }
  readonly permutations: number
}

/** The contexts of a basis with what was tested in them. */
export interface ContextAnalysis {
  readonly contexts: readonly TestedContext[]
  /** Concepts made there: clusters of response shifts. */
  readonly concepts: readonly Concept[]
  readonly table: ContextTable
}

/** What contexts are found and tested on. @param prompts units of every prompt group */
export function contextInput(
  { pairs, columns: responses, concepts, disparities, units }: Basis,
  prompts: UnitTable,
  { presence }: Dictionary,
  seed: number,
): PromptContextInput {
  return {
    ...{ pairs, responses, concepts, disparities, seed },
    prompts: featureColumns([poolUnits(prompts, presence)]),
    ...(units && { states: { prompts: spanStates(prompts), responses: spanStates(units) } }),
  }
}

/**
 * Finds data clusters and prompt clusters, and tests concepts in them.
 * @param prompts units of every prompt group
 * @param progress (done, total); may throw to cancel
 */
export function analyseContexts(
  basis: Basis,
  prompts: UnitTable,
  dictionary: Dictionary,
  seed: number,
  progress?: (done: number, total: number) => void,
): ContextAnalysis {
  const input = contextInput(basis, prompts, dictionary, seed)
  const half = (first: number) => (done: number, total: number) => progress?.(first * total + done, 2 * total)
  const data = dataClusterHypotheses(input, half(0))
  const prompt = promptClusterHypotheses(input, half(1))
  const made = [...data.concepts, ...prompt.concepts]
  const byId = new Map([...basis.concepts, ...made].map((concept) => [concept.id, concept]))
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

/** Never two contexts with one name: a later namesake says which view it is of. */
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
  Number(b.hypothesis.confirmed) - Number(a.hypothesis.confirmed) || deltaMin(b) - deltaMin(a)
