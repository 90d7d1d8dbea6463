import { poolUnits, type UnitTable } from '../activations.ts'
import { TAU } from '../concepts/disparity.ts'
import { type Concept } from '../concepts/concept.ts'
import { testable } from '../contexts/local-decisions.ts'
import { type ContextRule, patternTest, type RuleContext } from '../contexts/rules.ts'
import { type DataColumn, MISSING } from '../dataset/column-values.ts'
import type { Dictionary } from '../dictionary.ts'
import { WhittleError } from '../failure.ts'
import { groupPrompts, type PairTable } from '../pairs.ts'
import type { AnalysisData } from './analysis-data.ts'
import { textMarks } from './marks.ts'

/** A column makes contexts when it has from 2 to so many values, */
const MOST_VALUES = 60
/** …and not more contexts than this are made of all columns; the largest are. */
const MOST_CONTEXTS = 120
/** Two contexts are the same when this share of what is in either is in both. */
const SAME = 0.9
/** Characters of a value that a label shows. */
const SHOWN = 40

/**
 * The contexts of the file's own columns: the values of categories that enough pairs have. Columns that say
 * which response is better are none: a part of the data that is chosen by its outcome cannot be tested for
 * it.
 * @param index pair in the dataset of each pair of the analysis
 */
export function columnContexts(columns: readonly DataColumn[], index: Uint32Array): RuleContext[] {
  const found = columns.flatMap((column) => {
    if (column.of !== 'pair' || column.outcome || column.values.kind !== 'categories') return []
    const { codes, categories } = column.values
    if (categories.length < 2 || categories.length > MOST_VALUES) return []
    const members = categories.map((): number[] => [])
    index.forEach((pair, i) => {
      const code = codes[pair]!
      if (code !== MISSING) members[code]!.push(i)
    })
    return categories.map((value, code): RuleContext => ({
      rule: { kind: 'column', column: column.name, value },
      label: `${column.name}: ${value.length > SHOWN ? `${value.slice(0, SHOWN - 1)}…` : value}`,
      pairs: Uint32Array.from(members[code]!),
    }))
  })
  const kept: RuleContext[] = []
  const largest = found
    .filter(({ pairs }) => testable(pairs.length, index.length))
    .sort((a, b) => b.pairs.length - a.pairs.length)
  for (const one of largest) {
    if (kept.length === MOST_CONTEXTS) break
    if (!kept.some(({ pairs }) => sharedShare(pairs, one.pairs) >= SAME)) kept.push(one)
  }
  return kept
}

/** Of what is in either of two ascending sets, the share that is in both (Jaccard 1912). */
export function sharedShare(a: Uint32Array, b: Uint32Array): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  if (many.length === 0 || few.length < SAME_AT_ALL * many.length) return 0
  let both = 0
  for (let i = 0, j = 0; i < few.length && j < many.length;) {
    if (few[i] === many[j]) both++
    if (few[i]! <= many[j]!) i++
    else j++
  }
  return both / (a.length + b.length - both)
}

/** Sets of sizes so far apart share too little to be looked at. */
const SAME_AT_ALL = 0.1

/** What contexts by rules are made of. */
export interface RuleWorld {
  readonly basis: AnalysisData
  readonly columns: () => readonly DataColumn[]
  /** Units of every prompt group; null while they are not extracted. */
  readonly prompts: UnitTable | null
  readonly dictionary: Dictionary
  readonly concept: (id: string) => Concept
}

/**
 * The pairs that a rule holds for.
 * @throws WhittleError where it is malformed, refers to nothing, or holds for too few pairs or too many
 */
export function ruleContext(rule: ContextRule, world: RuleWorld): RuleContext {
  const { pairs } = world.basis
  const { label, holds } = reading(rule, world)
  const inside = Uint32Array.from({ length: pairs.length }, (_, i) => i).filter(holds)
  if (!testable(inside.length, pairs.length)) {
    throw new WhittleError(
      'bad-file',
      `${label} holds for ${inside.length} of ${pairs.length} rows: a context needs 25 inside and 25 outside.`,
    )
  }
  return { rule, label, pairs: inside }
}

interface Reading {
  readonly label: string
  readonly holds: (pair: number) => boolean
}

function reading(rule: ContextRule, world: RuleWorld): Reading {
  const { basis } = world
  switch (rule.kind) {
    case 'pattern': {
      const test = patternTest(rule.pattern)
      return { label: `Prompts matching /${rule.pattern}/`, holds: ofPrompts(basis.pairs, test) }
    }
    case 'concept': {
      const concept = world.concept(rule.concept)
      return { label: `Prompts with “${concept.label}”`, holds: withConcept(concept, world) }
    }
    case 'selection': {
      const rows = new Set(rule.rows)
      const groups = new Set(basis.pairs.group.filter((_, i) => rows.has(basis.pairs.row[i]!)))
      return {
        label: `A selection of ${groups.size} prompts`,
        holds: (i) => groups.has(basis.pairs.group[i]!),
      }
    }
    case 'column': {
      const all = columnContexts(world.columns(), basis.index)
      const found = all.find((one) => {
        const own = one.rule as typeof rule
        return own.column === rule.column && own.value === rule.value
      })
      if (!found)
        throw new WhittleError('bad-file', `No column makes a context ${rule.column}=${rule.value}.`)
      const inside = new Set(found.pairs)
      return { label: found.label, holds: (i) => inside.has(i) }
    }
  }
}

/** Reads every prompt once. */
function ofPrompts(pairs: PairTable, test: (prompt: string) => boolean): Reading['holds'] {
  const holds = groupPrompts(pairs).map(test)
  return (i) => holds[pairs.group[i]!]!
}

function withConcept(concept: Concept, { basis, prompts, dictionary }: RuleWorld): Reading['holds'] {
  const { pairs } = basis
  if (concept.measure)
    throw new WhittleError(
      'bad-file',
      `${concept.label} is a measure: every prompt has it, so it makes no context.`,
    )
  if (concept.source === 'surface' || concept.source === 'phrase')
    return ofPrompts(pairs, (prompt) => textMarks(concept, prompt, '').length > 0)
  if (!prompts)
    throw new WhittleError('bad-file', 'The prompts are not read yet: wait until extraction ends.')
  const { indptr, feature, count, units } = poolUnits(prompts, dictionary.presence)
  const wanted = new Set(concept.features)
  const holds = Uint8Array.from(units, (all, group) => {
    for (let k = indptr[group]!; k < indptr[group + 1]!; k++)
      if (wanted.has(feature[k]!) && count[k]! / all > TAU) return 1
    return 0
  })
  return (i) => holds[pairs.group[i]!] === 1
}
