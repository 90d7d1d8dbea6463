import { changePairs } from './drop-or-relabel.ts'
import type { FullFeatureHead } from './controls.ts'
import type { Decision, ShapedVerdict, Shaping, EntropyBalance } from './decision.ts'
import { changesPairs, editsTexts, pairsToEdit, setsOffsets } from './enact.ts'
import { createMemo } from './memo.ts'
import { setOffsets } from './offsets.ts'
import { createSources, type SourceInput } from './concept-columns.ts'
import { calibrationOf, type PairState, untouched, type ShapingContext } from './shaping-step.ts'
import { reweight, type Reweighting } from './reweight.ts'

export interface ShapeInput extends SourceInput {
  /** Decides between pairs that explain equally much, and which ones a part of the strength takes. */
  readonly seed: number
  /** Source row of each pair; its place, from 1, when left out. */
  readonly row?: Uint32Array
  /** What else a reward head sees; without them, length alone. */
  readonly controls?: FullFeatureHead
  /** Of a reward spec, to be used as it is. */
  readonly weighing?: EntropyBalance | null
}

/** Enacts verdicts on one dataset; it remembers its last turn, so that one changed verdict is cheap. */
export interface Shaper {
  /**
   * Flips and drops first, in the order of the verdicts, each measured on the pairs that the ones before it left;
   * then weights; then offsets, calibrated on what remains, jointly over all offset and kept concepts; then texts.
   * @throws RangeError for a concept or a scope that it does not know
   */
  shape(decisions: readonly Decision[]): Shaping
  /**
   * Computes beforehand what the first question would have to wait for, and the next one, should it be one of the likely.
   * @param pause may throw to go on later
   */
  prepare(pause?: () => void, likely?: readonly (readonly Decision[])[]): void
}

export function createShaper(input: ShapeInput): Shaper {
  const { length, seed, controls = null, weighing = null } = input
  const n = length.length
  const row = input.row ?? Uint32Array.from({ length: n }, (_, i) => i + 1)
  const nothing = () => undefined
  let pausing: () => void = nothing
  const memo = createMemo(() => pausing())
  const sources = createSources(input, memo)
  const bench: ShapingContext = { sources, memo, length, row, seed, controls }

  /** A verdict that leaves labels and offsets to others: it weighs, picks texts, or changes nothing. */
  const aside = (decision: Decision, all: readonly Decision[], at: PairState, weighed: Reweighting) => {
    const source = sources.source(decision, all)
    const { concept, scope } = decision
    const { u, sides } = sources.presence(concept, scope)
    const calibration = calibrationOf(bench, decision, source, at)
    const part = weighed.parts.get(decision)
    if (part) {
      const differ = u.reduce((sum, x, i) => sum + (x !== 0 && !at.dropped[i] ? 1 : 0), 0)
      return {
        ...untouched(decision, source, { ...calibration, weight: part }),
        touched: differ,
        reached: !weighed.weighing!.misses.some((miss) => miss.concept === concept),
      }
    }
    const shaped = untouched(decision, source, calibration)
    if (!editsTexts(decision)) return shaped
    const pairs = memo.get(`edit ${at.history} ${JSON.stringify(decision)}`, () =>
      pairsToEdit(decision, sides, at.flipped, at.dropped, seed),
    )
    return { ...shaped, pairs, touched: pairs.length }
  }

  const enact = (decisions: readonly Decision[]): Shaping => {
    const shaped = new Map<Decision, ShapedVerdict>()
    let at: PairState = { dropped: new Uint8Array(n), flipped: new Uint8Array(n), history: '' }
    for (const decision of decisions.filter(changesPairs)) {
      const [verdict, after] = changePairs(bench, decision, sources.source(decision, decisions), at)
      shaped.set(decision, verdict)
      at = after
    }

    const weighed = reweight(bench, decisions, at, weighing)
    const { weights } = weighed
    const onOffsets = decisions.filter(setsOffsets)
    const history = `${at.history} ${JSON.stringify([...weighed.parts.values()])}}`
    const { offsets, shaped: offset } = setOffsets(
      bench,
      onOffsets,
      onOffsets.map((decision) => sources.source(decision, decisions)),
      { ...at, history, weights },
      weighed.parts,
    )
    onOffsets.forEach((decision, c) => shaped.set(decision, offset[c]!))
    for (const decision of decisions)
      if (!shaped.has(decision)) shaped.set(decision, aside(decision, decisions, at, weighed))
    return {
      offsets,
      weights,
      weighing: weighed.weighing,
      dropped: at.dropped,
      flipped: at.flipped,
      length,
      seed,
      droppedCount: at.dropped.reduce((sum, flag) => sum + flag, 0),
      verdicts: decisions.map((decision) => shaped.get(decision)!),
    }
  }

  return {
    shape(decisions) {
      memo.turn()
      return enact(decisions)
    },
    prepare(pause = nothing, likely = []) {
      controls?.prepare(pause)
      if (likely.length === 0) return
      memo.turn()
      pausing = pause
      try {
        likely.forEach(enact)
      } finally {
        pausing = nothing
      }
    },
  }
}
