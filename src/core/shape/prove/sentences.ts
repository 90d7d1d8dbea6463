import type { Estimate } from './bootstrap.ts'
import type { ConceptProof, Proof } from './proof.ts'

const percent = (share: number): string => `${Math.round(100 * share)}`.replace('-', '−')
const number = (x: number): string => x.toFixed(2).replace('-', '−')

/** "Accuracy on held-out pairs 0.67 → 0.67." */
export const accuracySentence = ({ before, after }: Proof['accuracy']): string =>
  `Accuracy on held-out pairs ${number(before.value)} → ${number(after.value)}.`

/** Protocols that act while a policy trains; no reward head on frozen features can show what they do. */
const LATER = { mask: 'masked', inoculate: 'inoculated', steer: 'steered' } as const

/** "Reliance on Bold fell by 94% (91–97); it has left the table." */
export function conceptSentence(label: string, proof: Omit<ConceptProof, 'sentence'>): string {
  const { before, after, verdict, protocol } = proof
  const table = tableClause(proof.place)
  if (verdict !== 'keep' && protocol in LATER) {
    const done = LATER[protocol as keyof typeof LATER]
    return `${label} is ${done} only when the policy trains: a reward head on this data relies on it as before (${number(before.value)}).`
  }
  if (before.low <= 0 && before.high >= 0)
    return `A reward head hardly relied on ${label} to begin with (${span(before)}); afterwards ${span(after)}${table}.`
  if (verdict === 'keep')
    return `Reliance on ${label} was kept: ${number(before.value)} → ${number(after.value)}${table}.`
  const { value, low, high } = proof.reduction
  if (value < 0)
    return `Reliance on ${label} rose by ${percent(-value)}% (${percent(-high)}–${percent(-low)})${table}.`
  if (value > 1.1)
    return `Reliance on ${label} was turned around: ${number(before.value)} → ${number(after.value)}${table}.`
  return `Reliance on ${label} fell by ${percent(Math.min(1, value))}% (${percent(low)}–${percent(Math.min(1, high))})${table}.`
}

const span = ({ value, low, high }: Estimate) => `${number(value)}, ${number(low)} to ${number(high)}`

function tableClause({ before, after, left }: ConceptProof['place']): string {
  if (left) return '; it has left the table'
  if (before && after && after.q <= 0.1 && before.q <= 0.1) return '; it is still in the table'
  return ''
}
