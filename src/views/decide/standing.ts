import { protocolOf } from '../../core/shape/protocols.ts'
import { signOf } from '../../core/shape/strength.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { State } from '../../store/state.ts'

/** How far a decision is borne out: computed, proved, not borne out, or of a kind that no head can show. */
export interface Standing {
  readonly light: 'waiting' | 'estimated' | 'proved' | 'failed' | 'unproven'
  /** Reliance before and after, in log-odds, by the measure of the proof. */
  readonly before: number | null
  readonly after: number | null
}

/**
 * Of the reliance before, or at least of so many log-odds: a decision that ends so near its aim is borne out.
 */
const NEAR = 0.1
const LEAST = 0.05

/** The reliance that a decision aims at. */
export function aimOf({ verdict, strength }: Pick<Verdict, 'verdict' | 'strength'>, before: number): number {
  return before - signOf(verdict) * strength * Math.abs(before)
}

/** Where a decision stands: by the proof of the decisions as they are, else by the estimate. */
export function standingOf(
  verdict: Verdict,
  { authored, estimate, proof }: Pick<State, 'authored' | 'estimate' | 'proof'>,
): Standing {
  const isIt = ({ concept }: { readonly concept: string }) => concept === verdict.concept
  if (protocolOf(verdict.protocol).unproven !== undefined && verdict.verdict !== 'keep')
    return { light: 'unproven', before: null, after: null }
  if (proof.kind === 'done' && proof.verdicts === authored.verdicts) {
    const found = proof.proof.concepts.find(isIt)
    if (!found) return { light: 'unproven', before: null, after: null }
    const { before, after } = found
    const aim = aimOf(verdict, before.value)
    const near = Math.abs(after.value - aim) <= Math.max(LEAST, NEAR * Math.abs(before.value))
    const borneOut = verdict.lambda !== undefined || near || (after.low <= aim && after.high >= aim)
    return { light: borneOut ? 'proved' : 'failed', before: before.value, after: after.value }
  }
  const found = estimate?.verdicts === authored.verdicts ? estimate.found.find(isIt) : undefined
  if (!found) return { light: 'waiting', before: null, after: null }
  return { light: 'estimated', before: found.before, after: found.after }
}

/** What to try where a decision is not borne out, one sentence. */
export function tryInstead({ protocol, verdict }: Verdict): string {
  if (verdict === 'keep') return 'Another decision moves it: decide on fewer concepts, or give up to keep it.'
  if (protocol === 'rewrite' || protocol === 'mask')
    return 'What is left is seen elsewhere in the text: soft labels act on the whole pair.'
  return protocol === 'soft-labels'
    ? 'Add concepts that say the same, withdraw a decision that overlaps it, or go further.'
    : 'Try soft labels, withdraw a decision that overlaps it, or go further.'
}
