import type { Estimate } from './bootstrap.ts'
import { protocolOf } from '../protocols.ts'
import type { ConceptProof, Proof } from './evaluation-result.ts'

const percent = (share: number): string => `${Math.round(100 * share)}`.replace('-', '−')
const number = (x: number): string => x.toFixed(2).replace('-', '−')

/** "Accuracy on held-out pairs 0.67 → 0.67." @param unread edited texts that the encoder has not read */
export function accuracySentence({ before, after }: Proof['accuracy'], unread: number): string {
  const said = `Accuracy on held-out pairs ${number(before.value)} → ${number(after.value)}.`
  if (unread === 0) return said
  const texts = unread === 1 ? 'One edited text was' : `${unread} edited texts were`
  return `${said} ${texts} not extracted anew: a head still sees there what the encoder saw before.`
}

/** A kept concept has moved where its reliance changed by more than this share, and not by chance. */
const MOVED = 0.1

/** "Reliance on Bold fell by 94% (91–97); it has left the table." */
export function conceptSentence(label: string, proof: Omit<ConceptProof, 'sentence'>): string {
  const { before, after, verdict, protocol, reduction } = proof
  const table = tableClause(proof.place)
  const values = `${number(before.value)} → ${number(after.value)}`
  const { unproven, assumption } = protocolOf(protocol)
  if (verdict !== 'keep' && unproven !== undefined)
    return `${label} ${unproven}: a reward head relies on it as before (${number(before.value)}).`
  if (before.low <= 0 && before.high >= 0)
    return `A reward head hardly relied on ${label} to begin with (${span(before)}); afterwards ${span(after)}${table}.`
  if (verdict === 'keep') {
    const moved = Math.abs(reduction.value) > MOVED && (reduction.low > 0 || reduction.high < 0)
    if (!moved) return `Reliance on ${label} was kept: ${values}${table}.`
    return `${label} was to be kept, but reliance on it ${change(reduction)}: ${values}${table}.`
  }
  const turned = reduction.value > 1.1
  if (turned) return `Reliance on ${label} was turned around: ${values}${table}.`
  const assuming = assumption === undefined ? '' : ` ${assumption}`
  return `Reliance on ${label} ${change(reduction)}${assuming}${table}.`
}

/** "fell by 94% (91–97)" */
function change({ value, low, high }: Estimate): string {
  return value < 0
    ? `rose by ${percent(-value)}% (${percent(-high)}–${percent(-low)})`
    : `fell by ${percent(Math.min(1, value))}% (${percent(low)}–${percent(Math.min(1, high))})`
}

const span = ({ value, low, high }: Estimate) => `${number(value)}, ${number(low)} to ${number(high)}`

function tableClause({ before, after, left }: ConceptProof['place']): string {
  if (left) return '; it has left the table'
  if (before && after && after.q <= 0.1 && before.q <= 0.1) return '; it is still in the table'
  return ''
}
