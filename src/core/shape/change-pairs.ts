import { pick } from '../indices.ts'
import type { Source } from './concept-columns.ts'
import type { Decision, ShapedVerdict } from './decision.ts'
import { calibrationOf, type PairState, type ShapingContext, untouched } from './shaping-step.ts'

/** Enacts one drop or relabelling on the pairs as they are now, and says how they are then. */
export function changePairs(
  context: ShapingContext,
  decision: Decision,
  source: Source,
  at: PairState,
): readonly [ShapedVerdict, PairState] {
  const { memo, model, row } = context
  const { protocol, verdict, spared = [] } = decision
  const relabel = protocol === 'relabel'
  const calibration = calibrationOf(context, decision, source, at)
  const name = JSON.stringify([source.key, protocol, verdict])
  const history = `${at.history} ${name} ${calibration.target} ${spared.join()}`
  const { pairs, reached, changed, after } = memo.get(`change ${history}`, () => {
    if (decision.flips) return reviewed(decision.flips, at)
    const order = memo.get(`order ${at.history} ${name}`, () => model.changeOrder(decision, source, at))
    const found =
      calibration.lambda === 0
        ? { pairs: new Uint32Array(0), reached: true }
        : model.fewestChanges(decision, source, calibration, order, at)
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
function reviewed(flips: Uint32Array, { flipped }: PairState) {
  const after = flipped.slice()
  for (const i of flips) after[i] = 1 - after[i]!
  return { pairs: flips, reached: true, changed: flips.length, after }
}
