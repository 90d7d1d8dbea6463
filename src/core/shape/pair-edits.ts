import type { PairValues } from '../source.ts'
import type { ShapedVerdict, Shaping } from './decision.ts'
import { PROTOCOLS } from './protocols.ts'
import type { EditSources } from './protocols/protocol.ts'

export type { EditSources }

/** What a shaping says of each pair, for the exports: numbers as they are, texts when asked for. */
export function pairValues(shaping: Shaping, sources: EditSources): PairValues {
  const { offsets, dropped, weights, flipped } = shaping
  return {
    offsets,
    dropped,
    weights: shaping.weighing ? weights : undefined,
    flipped: flipped.includes(1) ? flipped : undefined,
    ...textEdits(shaping, sources),
  }
}

/** The edits of every protocol that edits texts. */
function textEdits({ verdicts, offsets }: Shaping, sources: EditSources): Partial<PairValues> {
  const edits: Partial<PairValues> = {}
  for (const { id, edit } of PROTOCOLS) {
    const enacted = verdicts.filter(
      ({ verdict, pairs }) => verdict.protocol === id && verdict.verdict !== 'keep' && pairs.length > 0,
    )
    if (!edit || enacted.length === 0) continue
    const edited = enacted.map((shaped) => ({ verdict: shaped.verdict, has: flags(shaped, offsets.length) }))
    const on = (pair: number) => edited.flatMap(({ verdict, has }) => (has[pair] === 1 ? [verdict] : []))
    Object.assign(edits, edit(on, sources))
  }
  return edits
}

function flags({ pairs }: ShapedVerdict, length: number): Uint8Array {
  const has = new Uint8Array(length)
  for (const pair of pairs) has[pair] = 1
  return has
}
