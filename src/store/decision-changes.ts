import type { OwnDefinition } from '../core/own/definition.ts'
import { type OwnRule, ruleId } from '../core/contexts/rules.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Decisions } from './state.ts'

/** One decision, name, context or flag that is set, or with null taken away. */
export type DecisionChange =
  | { readonly kind: 'verdict'; readonly id: string; readonly scope: string; readonly value: Verdict | null }
  | { readonly kind: 'name'; readonly id: string; readonly scope: ''; readonly value: string | null }
  | {
      readonly kind: 'concept'
      readonly id: string
      readonly scope: ''
      readonly value: OwnDefinition | null
    }
  | { readonly kind: 'context'; readonly id: string; readonly scope: ''; readonly value: OwnRule | null }
  /** Wrapped, since a flag may be null itself: not unintended after all. */
  | { readonly kind: 'flag'; readonly id: string; readonly scope: ''; readonly value: FlagValue | null }

/** Why a lesson is unintended; null where it is not. */
export interface FlagValue {
  readonly reason: string | null
}

/** What tells decisions apart: the concept and scope, or what is named. */
const keyOf = ({ kind, id, scope }: DecisionChange): string => JSON.stringify([kind, id, scope])

function entries({
  verdicts,
  names,
  contexts,
  unintended,
  concepts = {},
}: Decisions): Map<string, DecisionChange> {
  const all: DecisionChange[] = [
    ...verdicts.map((value) => ({ kind: 'verdict', id: value.concept, scope: value.scope, value }) as const),
    ...Object.entries(names).map(([id, value]) => ({ kind: 'name', id, scope: '', value }) as const),
    ...Object.entries(concepts).map(([id, value]) => ({ kind: 'concept', id, scope: '', value }) as const),
    ...contexts.map((value) => ({ kind: 'context', id: ruleId(value.rule), scope: '', value }) as const),
    ...Object.entries(unintended).map(
      ([id, reason]) => ({ kind: 'flag', id, scope: '', value: { reason } }) as const,
    ),
  ]
  return new Map(all.map((entry) => [keyOf(entry), entry]))
}

/** What leads from one state of the decisions to another. */
export function changesBetween(before: Decisions, after: Decisions): DecisionChange[] {
  const [old, now] = [entries(before), entries(after)]
  const same = (a: DecisionChange | undefined, b: DecisionChange) =>
    JSON.stringify(a?.value) === JSON.stringify(b.value)
  return [
    ...[...now].filter(([key, entry]) => !same(old.get(key), entry)).map(([, entry]) => entry),
    ...[...old].filter(([key]) => !now.has(key)).map(([, entry]) => ({ ...entry, value: null })),
  ]
}

/** The decisions after some changes; what is new comes last. */
export function withChanges(decisions: Decisions, changes: readonly DecisionChange[]): Decisions {
  const all = entries(decisions)
  for (const change of changes) {
    if (change.value === null) all.delete(keyOf(change))
    else all.set(keyOf(change), change)
  }
  const left = [...all.values()]
  const concepts = left.flatMap((one) =>
    one.kind === 'concept' && one.value ? [[one.id, one.value] as const] : [],
  )
  return {
    ...(concepts.length > 0 && { concepts: Object.fromEntries(concepts) }),
    verdicts: left.flatMap((one) => (one.kind === 'verdict' && one.value ? [one.value] : [])),
    names: Object.fromEntries(
      left.flatMap((one) => (one.kind === 'name' && one.value !== null ? [[one.id, one.value]] : [])),
    ),
    contexts: left.flatMap((one) => (one.kind === 'context' && one.value ? [one.value] : [])),
    unintended: Object.fromEntries(
      left.flatMap((one) => (one.kind === 'flag' && one.value ? [[one.id, one.value.reason]] : [])),
    ),
  }
}
