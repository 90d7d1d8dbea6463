import type { Concept, ConceptSource } from '../concepts/concept.ts'
import type { ExampleTexts } from './probe/fit-probe.ts'
import {
  type ExamplesDefinition,
  exampleRow,
  exampleText,
  type OwnDefinition,
  type OwnKind,
} from './definition.ts'
import { type Placement, placedUnits } from './placement.ts'
import type { FittedProbe } from './probe/probe.ts'
import type { UnitTable } from '../activations.ts'

/** A definition with what was fitted to it. */
export interface OwnMember {
  readonly definition: OwnDefinition
  /** Of `examples`; null for other kinds, and while it is not fitted. */
  readonly probe: FittedProbe | null
}

/** The own concepts of an analysis, by id. */
export type OwnMembers = ReadonlyMap<string, OwnMember>

const SOURCES: Readonly<Record<OwnKind, ConceptSource>> = {
  examples: 'probe',
  rule: 'rule',
  compose: 'composed',
  column: 'column',
}

/** The concept of a definition. @param feature index of its feature in the joint space */
export function ownConcept(definition: OwnDefinition, feature: number, probe: FittedProbe | null): Concept {
  const { id, label, kind } = definition
  return {
    id,
    label,
    description: definition.description ?? describeKind(definition),
    source: SOURCES[kind],
    kind: 'own',
    features: Uint32Array.of(feature),
    family: null,
    measure: kind === 'column' && definition.value === undefined,
    fidelity: null,
    ...(probe && { probe: { method: probe.method, ...probe.quality } }),
    hidden: false,
  }
}

function describeKind(definition: OwnDefinition): string {
  switch (definition.kind) {
    case 'examples':
      return `Like ${definition.positive.length} examples, and unlike ${definition.negative.length} others.`
    case 'rule':
      return definition.pattern === undefined
        ? `The response says ${(definition.phrases ?? []).map((phrase) => `“${phrase}”`).join(' or ')}.`
        : `The response matches ${definition.pattern}`
    case 'compose':
      return `Any of ${definition.any.join(', ')}${
        definition.without?.length ? `, without ${definition.without.join(', ')}` : ''
      }.`
    case 'column':
      return definition.value === undefined
        ? `The number in the column ${definition.column}.`
        : `${definition.column} is ${String(definition.value)}.`
  }
}

/**
 * The examples as a probe is fitted to them.
 * @param units of the placements' texts, a span each
 * @param promptOf the prompt group of a source row; null for a row that is not there
 */
export function labelledExamples(
  { positive, negative }: ExamplesDefinition,
  placed: readonly Placement[],
  units: UnitTable,
  promptOf: (row: number) => number | null,
): ExampleTexts {
  const all = [...positive, ...negative]
  const groups = new Map<string, number>()
  const group = all.map((one) => {
    const row = exampleRow(one)
    const prompt = row === null ? null : promptOf(row)
    const key = prompt === null ? `t:${exampleText(one).trim().toLowerCase()}` : `p:${prompt}`
    if (!groups.has(key)) groups.set(key, groups.size)
    return groups.get(key)!
  })
  return {
    units,
    alone: placedUnits(units, placed),
    example: Uint32Array.from(placed, ({ example }) => example),
    label: Uint8Array.from(all, (_, t) => Number(t < positive.length)),
    row: Uint32Array.from(all, (one) => exampleRow(one) ?? 0),
    group: Uint32Array.from(group),
  }
}
