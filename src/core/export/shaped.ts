import { responseText, type Turn } from '../parse/turns.ts'
import { withText } from './chat-message.ts'
import type { Order, SoftLabelRows } from './orders.ts'
import { movedRanges } from './moved-ranges.ts'
import type { CharRange, PairValues, SourcePairs } from '../source.ts'

/** A pair as it is exported: rewritten, then flipped. */
export interface ShapedPair {
  readonly pair: number
  readonly prompt: readonly Turn[]
  /** Instruction for the policy; null for none. */
  readonly instruction: string | null
  readonly chosen: readonly Turn[]
  readonly rejected: readonly Turn[]
  readonly offset: number
  readonly weight: number
  readonly flipped: boolean
  /** Whether a rewrite changed the text of either response. */
  readonly rewritten: boolean
  /** By code point, as Python counts, in the response's text; see {@link maskRanges}. */
  readonly masks: { readonly chosen: CharRange[]; readonly rejected: CharRange[] }
}

/** Which kinds of values there are, so that a column is in every row or in none. */
export type ValueKind = 'weight' | 'flip' | 'mask' | 'instruction'

/** @param softLabels how a format holds pairs that are trained in both orders */
export function valueKinds(values: PairValues, softLabels: SoftLabelRows = 'weights'): Set<ValueKind> {
  const kinds = new Set<ValueKind>()
  const weighted = values.softLabels && softLabels === 'weights'
  if (weighted || values.weights?.some((weight) => weight !== 1)) kinds.add('weight')
  if (values.softLabels || values.flipped?.includes(1)) kinds.add('flip')
  if (values.masks) kinds.add('mask')
  if (values.instruction) kinds.add('instruction')
  return kinds
}

/** @param order of the row; the pair's own, and its whole weight, when left out */
export function shapedPair(
  source: SourcePairs,
  values: PairValues,
  pair: number,
  { flipped, factor }: Order = { flipped: values.flipped?.[pair] === 1, factor: 1 },
): ShapedPair {
  const { prompt, chosen, rejected } = source.conversation(pair)
  const masks = values.masks?.(pair)
  const side = (turns: readonly Turn[], ranges: readonly CharRange[] = []) => {
    const written = rewritten(turns, pair, values)
    const changed = written.some(({ content }, i) => content !== turns[i]!.content)
    return { turns: written, changed, mask: maskRanges(turns, written, ranges) }
  }
  const sides = [side(chosen, masks?.chosen), side(rejected, masks?.rejected)] as const
  const [first, second] = flipped ? [sides[1], sides[0]] : sides
  const offset = values.offsets[pair]!
  return {
    pair,
    prompt,
    instruction: values.instruction?.(pair) ?? null,
    chosen: first.turns,
    rejected: second.turns,
    offset: flipped ? 0 - offset : offset,
    weight: factor * (values.weights?.[pair] ?? 1),
    flipped,
    rewritten: first.changed || second.changed,
    masks: { chosen: first.mask, rejected: second.mask },
  }
}

function rewritten(
  turns: readonly Turn[],
  pair: number,
  { rewrite }: Pick<PairValues, 'rewrite'>,
): readonly Turn[] {
  if (!rewrite) return turns
  return turns.map((turn) =>
    turn.role === 'assistant' ? withText(turn, (text) => rewrite(pair, text)) : turn,
  )
}

/** Why a rewrite left no pair to learn from; null where it did. */
export function spoiled({ chosen, rejected }: ShapedPair): string | null {
  const [first, second] = [responseText(chosen), responseText(rejected)]
  if (first === '' || second === '') return 'nothing is left of a response after the rewrite'
  return first === second ? 'the two responses are the same after the rewrite' : null
}

/**
 * Ranges of the pair table's text as ranges of the text that is exported: where a rewrite changed it, what
 * stands for the marked words now; then the response's only turn as it is, or its assistant turns joined as
 * the pair table joins them.
 */
function maskRanges(
  turns: readonly Turn[],
  written: readonly Turn[],
  ranges: readonly CharRange[],
): CharRange[] {
  if (ranges.length === 0) return []
  const text = responseText(written)
  const here = movedRanges(responseText(turns), text, ranges)
  const only = written.length === 1 ? written[0]!.content : text
  const shift = only.length - only.trimStart().length
  const codePoints = (at: number) => Array.from(only.slice(0, at + shift)).length
  return here.map(([start, end]) => [codePoints(start), codePoints(end)])
}

/** The prompt with the instruction as its system message, after the one that it has. */
export function instructed(prompt: readonly Turn[], instruction: string | null): readonly Turn[] {
  if (instruction === null) return prompt
  const [first, ...rest] = prompt
  if (first?.role !== 'system') return [{ role: 'system', content: instruction }, ...prompt]
  return [withText(first, (text) => `${text}\n\n${instruction}`), ...rest]
}

/** A conversation that trainers can read: where nothing was asked, an empty question. */
export const asked = (prompt: readonly Turn[]): readonly Turn[] =>
  prompt.length > 0 ? prompt : [{ role: 'user', content: '' }]
