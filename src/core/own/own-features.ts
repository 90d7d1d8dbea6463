import type { Activations, FeatureColumns, UnitTable } from '../activations.ts'
import { TAU } from '../concepts/disparity.ts'
import type { ColumnValues } from './column.ts'
import {
  type ColumnDefinition,
  type ComposeDefinition,
  inOrder,
  type OwnDefinition,
  type RuleDefinition,
} from './definition.ts'
import type { OwnMembers } from './own-concept.ts'
import { scoreSpans, storedScore } from './probe/probe.ts'
import { compileRule } from './rule.ts'

/** One feature: the spans that have it, ascending, and their activations. */
export interface SparseColumn {
  readonly span: Uint32Array
  readonly value: Float32Array
}

/** What own features are computed from. */
export interface OwnInput {
  readonly members: OwnMembers
  /** Units of the same spans; null while nothing is extracted. */
  readonly units: UnitTable | null
  /** The features of all other concepts over the same spans. */
  readonly columns: FeatureColumns
  /** Features of another concept; undefined for one that is not there. */
  features(id: string): ArrayLike<number> | undefined
  /** What a rule or a column says of the same spans; null where the data has no such column. */
  read(definition: RuleDefinition | ColumnDefinition): SparseColumn | null
}

/** Present, and not yet a reason to rank it above others. */
const LEAST_ACTIVATION = 1e-6

/**
 * Own features by id, those that can be computed: a probe needs units and a fit, a composed concept all that
 * it names.
 */
export function ownColumns(input: OwnInput): ReadonlyMap<string, SparseColumn> {
  const found = new Map<string, SparseColumn>()
  const { members, units, columns } = input
  for (const definition of inOrder([...members.values()].map((one) => one.definition))) {
    const column = columnOf(definition)
    if (column) found.set(definition.id, column)
  }
  return found

  function columnOf(definition: OwnDefinition): SparseColumn | null {
    switch (definition.kind) {
      case 'rule':
      case 'column':
        return input.read(definition)
      case 'examples': {
        const { probe } = members.get(definition.id)!
        if (!probe || !units) return null
        const scores = scoreSpans(storedScore(probe), units)
        return sparse(scores, (score) =>
          score >= probe.threshold ? Math.max(LEAST_ACTIVATION, score - probe.threshold) : 0,
        )
      }
      case 'compose':
        return composed(definition, columns.spans, (id) => presence(id, input, found))
    }
  }
}

/** log(1 + occurrences), as detectors and phrases have it. */
export function ruleColumn(rule: RuleDefinition, texts: readonly string[]): SparseColumn {
  const match = compileRule(rule)
  const counts = Float64Array.from(texts, (text) => match(text).length)
  return sparse(counts, Math.log1p)
}

/** The responses that have a value, or a number. */
export const valuesColumn = ({ value, measure }: ColumnValues): SparseColumn => {
  const span = Uint32Array.from(value.keys()).filter((j) =>
    measure ? !Number.isNaN(value[j]!) : value[j] === 1,
  )
  return { span, value: Float32Array.from(span, (j) => value[j]!) }
}

function sparse(values: Float64Array, activation: (value: number) => number): SparseColumn {
  const activations = values.map(activation)
  const span = Uint32Array.from(values.keys()).filter((j) => activations[j]! > 0)
  return { span, value: Float32Array.from(span, (j) => activations[j]!) }
}

function composed(
  { any, without = [] }: ComposeDefinition,
  spans: number,
  presenceOf: (id: string) => ArrayLike<number> | null,
): SparseColumn | null {
  const has = new Uint8Array(spans)
  for (const [ids, value] of [[any, 1] as const, [without, 0] as const]) {
    for (const id of ids) {
      const present = presenceOf(id)
      if (!present) return null
      for (let k = 0; k < present.length; k++) has[present[k]!] = value
    }
  }
  return sparse(Float64Array.from(has), (value) => value)
}

/** The spans in which a concept is present; null where it is not there. */
function presence(
  id: string,
  { members, columns, features }: OwnInput,
  found: ReadonlyMap<string, SparseColumn>,
): ArrayLike<number> | null {
  if (members.has(id)) return found.get(id)?.span ?? null
  const indices = features(id)
  if (!indices) return null
  const spans: number[] = []
  for (let i = 0; i < indices.length; i++) {
    const f = indices[i]!
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++)
      if (columns.freq[k]! > TAU) spans.push(columns.span[k]!)
  }
  return spans
}

/**
 * Columns as a block of the joint feature space. A response is one unit. @param ids one feature each, in
 * order
 */
export function ownActivations(
  ids: readonly string[],
  columns: ReadonlyMap<string, SparseColumn>,
  spans: number,
): Activations {
  const indptr = new Uint32Array(spans + 1)
  for (const id of ids) for (const span of columns.get(id)?.span ?? []) indptr[span + 1]!++
  for (let j = 0; j < spans; j++) indptr[j + 1]! += indptr[j]!
  const next = indptr.slice(0, spans)
  const entries = indptr[spans]!
  const feature = new Uint32Array(entries)
  const max = new Float32Array(entries)
  ids.forEach((id, f) => {
    const column = columns.get(id)
    column?.span.forEach((span, k) => {
      const at = next[span]!++
      feature[at] = f
      max[at] = column.value[k]!
    })
  })
  return {
    spans,
    features: ids.length,
    indptr,
    feature,
    max,
    count: new Uint32Array(entries).fill(1),
    units: new Uint32Array(spans).fill(1),
  }
}

/** Some spans of a column, numbered by their place in `spans`. @param spans ascending, of `all` spans */
export function selectColumn({ span, value }: SparseColumn, spans: Uint32Array, all: number): SparseColumn {
  if (spans.length === all) return { span, value }
  const place = new Int32Array(all).fill(-1)
  spans.forEach((one, j) => (place[one] = j))
  const kept = Uint32Array.from(span.keys()).filter((k) => place[span[k]!]! >= 0)
  return { span: kept.map((k) => place[span[k]!]!), value: Float32Array.from(kept, (k) => value[k]!) }
}
