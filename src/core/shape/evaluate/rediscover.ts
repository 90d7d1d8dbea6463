import type { FeatureColumns } from '../../activations.ts'
import type { Concept } from '../../concepts/concept.ts'
import { disparities } from '../../concepts/disparity.ts'
import type { Hypothesis } from '../../hypothesis.ts'
import { overallHypotheses } from '../../hypotheses/overall.ts'
import { type PairTable, pairTable } from '../../pairs.ts'
import { random } from '../../random.ts'
import { effectiveWeight } from '../collateral.ts'
import type { Shaping } from '../decision.ts'

/**
 * Runs discovery on reshaped data. Each pair is there as often as it still teaches, weight × 2σ(−offset) on
 * average, the fraction drawn by the seed: so weights and offsets reach the statistics through the pairs.
 * Copies of a pair share its prompt group, and the standard errors are clustered.
 * @param pairs rewritten where the shaping says so; not flipped
 * @param progress (done, total) of the concepts to test; may throw to cancel
 */
export function rediscover(
  pairs: PairTable,
  columns: FeatureColumns,
  concepts: readonly Concept[],
  shaping: Shaping,
  seed: number,
  progress?: (done: number, total: number) => void,
): readonly Hypothesis[] {
  const rng = random(seed)
  const { pull, total } = effectiveWeight(shaping)
  const flipped = Uint8Array.from(pull, (x) => (x < 0 ? 1 : 0))
  const scale = total === 0 ? 0 : (pairs.length - shaping.droppedCount) / total
  const copies = Array.from(pull, (x) => Math.floor(Math.abs(x) * scale + rng()))
  const drawn = copies.flatMap((count, pair) => new Array<number>(count).fill(pair))
  const table = pairTable(
    drawn.map((pair) => ({
      // Without a prompt each pair is a group of its own, and so are its copies.
      prompt: pairs.prompt[pair]! || `pair ${pair}`,
      chosen: (flipped[pair] ? pairs.rejected : pairs.chosen)[pair]!,
      rejected: (flipped[pair] ? pairs.chosen : pairs.rejected)[pair]!,
      row: pairs.row[pair]!,
    })),
  )
  const drawnColumns = selectedPairs(columns, drawn, flipped)
  const u = disparities(drawnColumns, concepts)
  const input = { pairs: table, columns: drawnColumns, concepts, disparities: u, seed }
  return overallHypotheses(input, progress).hypotheses
}

/** The columns over some pairs, in order and with repeats; the sides of flipped pairs exchanged. */
function selectedPairs(
  columns: FeatureColumns,
  drawn: readonly number[],
  flipped: Uint8Array,
): FeatureColumns {
  const places: number[][] = Array.from({ length: columns.spans / 2 }, () => [])
  drawn.forEach((pair, at) => places[pair]!.push(at))
  const indptr = new Uint32Array(columns.features + 1)
  const entries: { span: number; max: number; freq: number }[] = []
  for (let f = 0; f < columns.features; f++) {
    const first = entries.length
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      const pair = columns.span[k]! >> 1
      const side = (columns.span[k]! & 1) ^ flipped[pair]!
      for (const at of places[pair]!)
        entries.push({ span: 2 * at + side, max: columns.max[k]!, freq: columns.freq[k]! })
    }
    const sorted = entries.splice(first).sort((a, b) => a.span - b.span)
    for (const entry of sorted) entries.push(entry)
    indptr[f + 1] = entries.length
  }
  return {
    spans: 2 * drawn.length,
    features: columns.features,
    indptr,
    span: Uint32Array.from(entries, (entry) => entry.span),
    max: Float32Array.from(entries, (entry) => entry.max),
    freq: Float32Array.from(entries, (entry) => entry.freq),
  }
}
