import type { Decision, ShapedVerdict } from './decision.ts'
import { dropOrder, flipOrder } from './drop.ts'
import { pairsToChange } from './enact.ts'
import { pick } from '../indices.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Source } from './concept-columns.ts'
import {
  calibrationOf,
  type PairState,
  orientColumn,
  untouched,
  type ShapingContext,
} from './shaping-step.ts'

/** Enacts one drop or relabelling on the pairs as they stand, and says how they stand then. */
export function changePairs(
  bench: ShapingContext,
  decision: Decision,
  source: Source,
  at: PairState,
): readonly [ShapedVerdict, PairState] {
  const { memo, length, row } = bench
  const { protocol, verdict, spared = [] } = decision
  const relabel = protocol === 'relabel'
  const calibration = calibrationOf(bench, decision, source, at)
  const name = JSON.stringify([source.key, protocol, verdict])
  const history = `${at.history} ${name} ${calibration.target} ${spared.join()}`
  const delta = orientColumn(bench, source.key, source.delta, at)
  const { pairs, reached, changed, after } = memo.get(`change ${history}`, () => {
    if (decision.flips) return settled(decision.flips, at)
    const order = memo.get(`order ${at.history} ${name}`, () =>
      relabel
        ? flipOrder(delta, verdict, bench.seed, (pairs) => everythingElse(bench, source, at, name, pairs))
        : dropOrder(delta, verdict, bench.seed),
    )
    const lengths = orientColumn(bench, 'length', length, at)
    const found = pairsToChange(decision, calibration, { delta, length: lengths, dropped: at.dropped, order })
    const off = new Set(spared)
    const changed = pick(found.pairs, (i) => !off.has(row[i]!))
    const after = (relabel ? at.flipped : at.dropped).slice()
    for (const i of changed) after[i] = relabel ? 1 - after[i]! : 1
    return { ...found, changed: changed.length, after }
  })
  const shaped = {
    ...untouched(decision, source, calibration),
    touched: changed,
    dropped: relabel ? 0 : changed,
    reached: reached && changed === pairs.length,
    pairs,
  }
  const left = relabel ? { ...at, flipped: after } : { ...at, dropped: after }
  return [shaped, { ...left, history }]
}

/** A reviewed list of flips, as it is. */
function settled(flips: Uint32Array, { flipped }: PairState) {
  const after = flipped.slice()
  for (const i of flips) after[i] = 1 - after[i]!
  return { pairs: flips, reached: true, changed: flips.length, after }
}

/** Log-odds of some pairs' labels as they stand, by all that is not the concept. */
function everythingElse(
  bench: ShapingContext,
  source: Source,
  at: PairState,
  name: string,
  pairs: Uint32Array,
): Float64Array {
  const { controls, length } = bench
  const { delta, isLength } = source
  if (controls) return orientColumn(bench, `else ${name}`, controls.without(source, !isLength, pairs), at)
  if (isLength) return new Float64Array(length.length)
  const [, gamma] = fitBradleyTerry([delta, length], at)
  return orientColumn(bench, 'length', length, at).map((l) => gamma! * l)
}
