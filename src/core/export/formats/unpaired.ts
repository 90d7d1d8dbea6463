import type { SourcePairs } from '../../source.ts'
import { labelText } from '../../parse/labels.ts'
import type { Turn } from '../../parse/turns.ts'
import { dataKind } from '../../data-kind.ts'
import type { ShapedPair, ValueKind } from '../shaped.ts'
import type { Layout } from './layout.ts'
import { restatedColumns } from './restated.ts'

/** One answer with its label: either side of a pair, or the only one of unpaired data. */
export interface Answer {
  readonly shaped: ShapedPair
  readonly turns: readonly Turn[]
  readonly good: boolean
}

/**
 * The answers of a pair, the good one first; the only one of a single response, whose other side is
 * empty.
 */
export function answers(shaped: ShapedPair): Answer[] {
  return [
    { shaped, turns: shaped.chosen, good: true },
    { shaped, turns: shaped.rejected, good: false },
  ].filter(({ turns }) => turns.length > 0)
}

/**
 * Of unpaired data, what the decisions add to the reward of the response, whatever its label: −Σ_c λ_c
 * z_c(y).
 */
export const adjustment = ({ shaped, good }: Answer): number => 0 + (good ? -1 : 1) * shaped.offset

/**
 * Columns by which TRL's KTOTrainer takes a row for a pair, and makes two rows of it anew, unflipped and not
 * rewritten.
 */
const PAIRED = ['chosen', 'rejected']

export type AnswerColumn = readonly [name: string, value: (answer: Answer) => unknown]

/** The weight of the pair that an answer is of, where there are any. */
export const weightColumn = (kinds: ReadonlySet<ValueKind>): readonly AnswerColumn[] =>
  kinds.has('weight') ? [['weight', ({ shaped }) => shaped.weight]] : []

/** A row for each answer. @param refuse why the format cannot hold the pair */
export function unpairedLayout(
  source: SourcePairs,
  columns: readonly AnswerColumn[],
  { reserved = [] }: { readonly reserved?: readonly string[] } = {},
  refuse: (shaped: ShapedPair) => string | null = () => null,
): Layout {
  return {
    where: 'before',
    replaces: restated(source),
    reserved: [...PAIRED, ...reserved],
    columns: columns.map(([name]) => name),
    rows: (shaped) =>
      refuse(shaped) ?? answers(shaped).map((answer) => columns.map(([, value]) => value(answer))),
  }
}

/**
 * Of a pair, its three columns. Of a single response its own column, and a prompt or label that says no more
 * than the export's.
 */
function restated(source: SourcePairs): Set<string> {
  const { pairs, record, sides } = source
  if (dataKind(pairs) === 'pairs') return restatedColumns(source, ['prompt', 'chosen', 'rejected'])
  const replaced = new Set([sides[0], ...restatedColumns(source, ['prompt'])])
  const labels = pairs.chosen.every(
    (text, i) => FLAGS[labelText(record(i).label)] === (text === '' ? 'bad' : 'good'),
  )
  if (labels) replaced.add('label')
  return replaced
}

const FLAGS: Readonly<Record<string, 'good' | 'bad'>> = {
  true: 'good',
  '1': 'good',
  false: 'bad',
  '0': 'bad',
  '-1': 'bad',
}
