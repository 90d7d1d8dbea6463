/**
 * What each protocol does to a style planted into 30% of the chosen responses of real pairs (issue: the shaping workbench):
 * tsx tests/bench/shape-planted.ts [pairs] [style]. The data lies beside the checkout; without it there is nothing to do.
 */
import type { Protocol } from '../../src/core/verdict.ts'
import { haveData, hh, meanDisparity, plant, type Style, STYLES } from '../unit/shape/planted.ts'

const most = Number(process.argv[2] ?? Infinity)
const styles = process.argv[3] ? [process.argv[3] as Style] : (Object.keys(STYLES) as Style[])
const KEPT = { helpful: ['s:question', 's:hedge'], harmless: ['s:refusal', 's:apology'] } as const
const PROTOCOLS = ['offsets', 'reweight', 'rewrite', 'drop', 'relabel'] satisfies Protocol[]

const percent = (share: number) => Number((100 * share).toFixed(1))
if (!haveData) console.log('skipped: ../shared/data is missing')
else
  for (const kind of ['helpful', 'harmless'] as const) {
    const base = await hh(kind, most)
    for (const style of styles) {
      const world = plant(base, style, 7)
      for (const protocol of PROTOCOLS) {
        const shaping = world.shape(protocol, KEPT[kind])
        const { accuracy, concepts } = world.prove(shaping)
        const [decided, ...kept] = concepts
        const { value, low, high } = decided!.reduction
        console.log(
          JSON.stringify({
            bench: 'planted',
            data: kind,
            pairs: base.length,
            style,
            protocol,
            removed: percent(value),
            interval: [percent(low), percent(high)],
            accuracy: [percent(accuracy.before.value), percent(accuracy.after.value)],
            leftTable: decided!.place.left,
            kept: kept.map(({ concept, before, after }) => ({
              concept,
              disparity: percent(
                meanDisparity(world, concept, shaping) / meanDisparity(world, concept, null) - 1,
              ),
              reliance: [before.value.toFixed(2), after.value.toFixed(2)],
            })),
          }),
        )
      }
    }
  }
