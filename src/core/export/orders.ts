import { random } from '../random.ts'
import type { PairValues } from '../source.ts'

/**
 * How a format holds a pair that is trained in both orders: as two rows with weights, where its trainer or
 * the script beside it reads them; as copies, the number of each order rounded at random to a whole; or as
 * one row, its order drawn.
 */
export type SoftLabelRows = 'weights' | 'copies' | 'drawn'

/** A row of a pair: its order, and the factor of its weight. */
export interface Order {
  readonly flipped: boolean
  readonly factor: number
}

/** Rows of every pair where soft labels are written as copies: quarters of a label can be told apart. */
export const COPIES = 4
const SEED = 1

/**
 * The rows of each pair. What is random is drawn by pair, so that a pair's rows do not depend on the others.
 */
export function ordersOf(
  { softLabels, flipped }: PairValues,
  how: SoftLabelRows,
): (pair: number) => readonly Order[] {
  const asDecided = (pair: number): Order => ({ flipped: flipped?.[pair] === 1, factor: 1 })
  if (!softLabels) return (pair) => [asDecided(pair)]
  const draw = random(SEED)
  const uniform = softLabels.map(() => draw())
  const copies = how === 'copies' ? COPIES : 1
  return (pair) => {
    const p = softLabels[pair]!
    if (Number.isNaN(p)) return new Array<Order>(copies).fill(asDecided(pair))
    if (how === 'weights') {
      return [
        { flipped: false, factor: p },
        { flipped: true, factor: 1 - p },
      ].filter(({ factor }) => factor > 0)
    }
    const first = Math.floor(copies * p + uniform[pair]!)
    return Array.from({ length: copies }, (_, k) => ({ flipped: k >= first, factor: 1 }))
  }
}

/** What a person should know of the rows, a sentence. @param rows in the file */
export function softLabelNote(how: SoftLabelRows, pairs: number, rows: number): string {
  const both = `${pairs} pair${pairs === 1 ? '' : 's'} with soft labels`
  switch (how) {
    case 'weights':
      return `${rows} rows: ${both} are there in both orders, with weights that sum to the pair’s.`
    case 'copies':
      return `${rows} rows: every pair is there ${COPIES} times, ${both} in both orders, so train ${COPIES} times fewer epochs.`
    case 'drawn':
      return `${rows} rows: the order of ${both} is drawn by their probability.`
  }
}
