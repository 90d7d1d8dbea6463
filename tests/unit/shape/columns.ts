import type { FeatureColumns } from '../../../src/core/activations.ts'
import type { Decision } from '../../../src/core/shape/decision.ts'
import type { Protocol, VerdictKind } from '../../../src/core/verdict.ts'

/** Columns from activations given feature by feature, one value per span; 0 is no entry. */
export function columnsOf(activation: readonly (readonly number[])[]): FeatureColumns {
  const entries = activation.map((values) =>
    values.flatMap((max, span) => (max === 0 ? [] : [{ span, max }])),
  )
  const indptr = new Uint32Array(activation.length + 1)
  entries.forEach((column, f) => (indptr[f + 1] = indptr[f]! + column.length))
  const flat = entries.flat()
  return {
    spans: activation[0]?.length ?? 0,
    features: activation.length,
    indptr,
    span: Uint32Array.from(flat, (entry) => entry.span),
    max: Float32Array.from(flat, (entry) => entry.max),
    freq: Float32Array.from(flat, () => 1),
  }
}

export function decide(
  concept: string,
  verdict: VerdictKind,
  protocol: Protocol = 'offsets',
  strength = 1,
): Decision {
  return { concept, scope: 'overall', verdict, strength, protocol, note: '' }
}
