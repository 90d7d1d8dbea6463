import type { CharRange, PairValues } from '../source.ts'
import { DETECTORS } from '../surface/detectors.ts'
import type { Protocol } from '../verdict.ts'
import type { ShapedVerdict, Shaping } from './decision.ts'
import { type InoculatedConcept, templateOf } from './inoculate.ts'

/** What text edits need to know of the data. */
export interface EditSources {
  concept(id: string): InoculatedConcept
  /** Where a concept is in a response. */
  marks(concept: string, pair: number, side: 'chosen' | 'rejected'): readonly CharRange[]
}

/** What a shaping says of each pair, for the exports: numbers as they are, texts when asked for. */
export function pairValues(shaping: Shaping, sources: EditSources): PairValues {
  const { offsets, dropped, weights, flipped } = shaping
  const enacted = (protocol: Protocol) =>
    shaping.verdicts
      .filter(
        ({ verdict, pairs }) =>
          verdict.protocol === protocol && verdict.verdict !== 'keep' && pairs.length > 0,
      )
      .map((shaped) => ({ ...shaped, has: flags(shaped, offsets.length) }))
  const on = (edits: ReturnType<typeof enacted>, pair: number) => edits.filter(({ has }) => has[pair] === 1)
  const [rewrites, masks, requests] = [enacted('rewrite'), enacted('mask'), enacted('inoculate')]
  return {
    offsets,
    dropped,
    weights: shaping.weighing ? weights : undefined,
    flipped: flipped.includes(1) ? flipped : undefined,
    rewrite:
      rewrites.length > 0
        ? (pair, text) =>
            rewriteText(
              on(rewrites, pair).map(({ verdict }) => verdict.concept),
              text,
            )
        : undefined,
    masks:
      masks.length > 0
        ? (pair) => {
            const here = on(masks, pair)
            const side = (name: 'chosen' | 'rejected') =>
              joined(here.flatMap(({ verdict }) => sources.marks(verdict.concept, pair, name)))
            return here.length > 0 ? { chosen: side('chosen'), rejected: side('rejected') } : null
          }
        : undefined,
    inoculation:
      requests.length > 0
        ? (pair) => {
            const asked = on(requests, pair).map(({ verdict }) =>
              templateOf(verdict, sources.concept(verdict.concept)),
            )
            return asked.length > 0 ? asked.join(' ') : null
          }
        : undefined,
  }
}

/** Cutting one style may bring out another, so detectors take turns until none changes the text. */
const MOST_TURNS = 5

/**
 * Removes surface styles from a text, by the ids of their detectors; marks before words, as the table has them, so that
 * what a mark is around is still there. @throws RangeError for one that has no rewrite
 */
export function rewriteText(ids: readonly string[], text: string): string {
  const detectors = DETECTORS.filter(({ id }) => ids.includes(id))
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const before = text
    for (const { id, rewrite } of detectors) {
      if (!rewrite) throw new RangeError(`${id} has no rewrite`)
      text = rewrite(text)
    }
    if (text === before || detectors.length === 1) break
  }
  return text
}

function flags({ pairs }: ShapedVerdict, length: number): Uint8Array {
  const has = new Uint8Array(length)
  for (const pair of pairs) has[pair] = 1
  return has
}

/** The union of ranges, in order. */
function joined(ranges: readonly CharRange[]): CharRange[] {
  const union: CharRange[] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = union.at(-1)
    if (last && start <= last[1]) union[union.length - 1] = [last[0], Math.max(last[1], end)]
    else union.push([start, end])
  }
  return union
}
