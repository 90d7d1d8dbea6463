import { RE2JS, RE2JSException } from 're2js'
import type { Concept } from '../concepts/concept.ts'
import { WhittleError } from '../failure.ts'
import { describing, occurrences } from './occurrences.ts'
import { leadingFeatures } from './names.ts'
import { type Context, membership, type RuleKind } from './context.ts'
import { describeContexts } from './describe-contexts.ts'
import {
  type ContextFindings,
  type ContextInput,
  type ContextProgress,
  FLIP_BITS,
  withPower,
} from './input.ts'
import { localHypotheses } from './local-hypotheses.ts'
import { sampleOf } from '../stats/sample.ts'
import { testedColumns } from './columns.ts'
import { testScope } from './test-scope.ts'
import { testsOf } from './test-table.ts'

/** How a context that nobody had to find is made. */
export type ContextRule =
  | { readonly kind: 'column'; readonly column: string; readonly value: string }
  /** A regular expression of RE2's syntax that the prompt matches somewhere, letters of either case alike. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** A concept that is present in the prompt, by its id. */
  | { readonly kind: 'concept'; readonly concept: string }
  /** The pairs that share a prompt with rows that a person picked: source rows, from 1, ascending. */
  | { readonly kind: 'selection'; readonly rows: readonly number[] }

/** A rule of a person's own. One that is withdrawn is not shown, but it was looked at: it counts. */
export interface OwnRule {
  readonly rule: Exclude<ContextRule, { readonly kind: 'column' }>
  readonly withdrawn?: true
}

/** A rule and the pairs that it holds for. */
export interface RuleContext {
  readonly rule: ContextRule
  readonly label: string
  /** Ascending. */
  readonly pairs: Uint32Array
}

/** The id of the context that a rule makes: the same for the same rule. */
export function ruleId(rule: ContextRule): string {
  switch (rule.kind) {
    case 'column':
      return `column:${rule.column}=${rule.value}`
    case 'pattern':
      return `pattern:${rule.pattern}`
    case 'concept':
      return `concept:${rule.concept}`
    case 'selection':
      return `selection:${rowsHash(rule.rows)}`
  }
}

/** FNV-1a over the numbers, as eight hexadecimal digits. */
function rowsHash(rows: readonly number[]): string {
  let hash = 0x811c9dc5
  for (const row of rows)
    for (let shift = 0; shift < 32; shift += 8) {
      hash ^= (row >>> shift) & 0xff
      hash = Math.imul(hash, 0x01000193)
    }
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/**
 * A test of texts by a regular expression. RE2's engine takes time linear in the text, whatever the
 * expression: it comes from a person, or from a file that someone gave them.
 * @throws WhittleError that says why it is none
 */
export function patternTest(pattern: string): (text: string) => boolean {
  if (pattern.trim() === '') throw new WhittleError('bad-file', 'The pattern is empty.')
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
    return (text) => compiled.test(text)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new WhittleError(
      'bad-file',
      `${JSON.stringify(pattern)} is no regular expression: ${error.message}.`,
    )
  }
}

/**
 * Tests every concept in contexts by rules, each against the rest of the data, as one scope of their own: the
 * family-wise bound holds over all of them together.
 * @param given may overlap
 */
export function testRuleContexts(
  input: ContextInput,
  given: readonly RuleContext[],
  progress?: ContextProgress,
): ContextFindings {
  const { pairs, responses, concepts, disparities, seed, flipBits = FLIP_BITS } = input
  const contexts = describeRules(input, given)
  const all = Uint32Array.from({ length: pairs.length }, (_, i) => i)
  const sample = input.sample ?? sampleOf(pairs)
  const block = {
    sets: contexts.map((context) => context.pairs),
    columns: testedColumns(sample, disparities, concepts),
  }
  const tests = testScope(input, sample, [block], all, { flipBits, seed, progress })
  const own = testsOf(tests, 0)
  const scopes = given.map(({ rule, label }) => ({ kind: rule.kind, id: ruleId(rule), label }))
  return {
    contexts: withPower(contexts, tests, own, block.columns),
    concepts: [],
    hypotheses: localHypotheses([{ sample, block, tests, own, scopes, responses, pairOf: all }]),
    tests: tests.length,
    permutations: 2 ** flipBits - 1,
  }
}

function describeRules(input: ContextInput, given: readonly RuleContext[]): Context[] {
  const shown: readonly Concept[] = describing(input.concepts)
  const sets = given.map(({ pairs }) => pairs)
  const families = leadingFeatures(
    occurrences(input.responses, shown, membership(input.pairs.length, sets), 1),
    shown.map(({ label }) => label),
  )
  const heads = given.map(({ rule, label, pairs }) => {
    const kind: RuleKind = rule.kind
    return { id: ruleId(rule), kind, label, pairs }
  })
  return describeContexts(input, heads, families)
}
