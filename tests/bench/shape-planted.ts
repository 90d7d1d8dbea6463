/**
 * What each protocol does to a style planted into 30% of the chosen responses of real pairs (issue: the
 * shaping workbench), averaged over plantings: tsx tests/bench/shape-planted.ts [plantings] [style]
 * [text|encoded] [protocol]. With `encoded`, heads see latents and states, too, which takes minutes to
 * extract. The data lies beside the checkout; without it there is nothing to do.
 *
 * Intervals: 500 draws of prompt groups, the same for every planting, and of plantings.
 */
import { random } from '../../src/core/random.ts'
import { estimate, redraw } from '../../src/core/shape/evaluate/bootstrap.ts'
import type { HeldOut } from '../../src/core/shape/evaluate/held-out.ts'
import type { Protocol } from '../../src/core/verdict.ts'
import { bundledDictionary } from '../../src/encoder/node.ts'
import { Extraction } from '../../src/core/workspace/extraction.ts'
import { CachedExtractor } from '../cached-extractor.ts'
import {
  haveData,
  hh,
  meanDisparity,
  plant,
  rememberingEncoder,
  type Style,
  STYLES,
} from '../unit/shape/planted.ts'

const [plantings = '5', only = 'all', seen = 'text', by = 'all'] = process.argv.slice(2)
const styles = only === 'all' ? (Object.keys(STYLES) as Style[]) : [only as Style]
const KEPT = { helpful: ['s:question', 's:hedge'], harmless: ['s:refusal', 's:apology'] } as const
const PROTOCOLS = (['offsets', 'reweight', 'rewrite', 'drop', 'relabel', 'mask'] satisfies Protocol[]).filter(
  (protocol) => by === 'all' || by === protocol,
)

const rounded = (x: number) => Number(x.toFixed(2))

interface Cell {
  readonly numbers: HeldOut[]
  /** Of the data before anything was planted. */
  readonly bare: HeldOut[]
  left: boolean
  readonly disparity: number[][]
}

/** A function of the numbers of all plantings' mean head, with its interval. */
function summary({ numbers, bare }: Cell) {
  const flat = numbers.map(({ hits, reliance }, s) => [
    ...hits,
    // The style itself may be nowhere in the data as it came.
    ...reliance.flatMap((on, c) => [on!.before, on!.after, bare[s]!.reliance[c]?.before ?? on!.before]),
  ])
  const draws = flat.map((some, s) => redraw(some, numbers[s]!.groups, random(1)))
  const rng = random(2)
  const mean = (of: (planting: number) => number, among: readonly number[]) =>
    among.reduce((sum, s) => sum + of(s), 0) / among.length
  const everyone = [...numbers.keys()]
  const redrawn = Array.from(draws[0]![0]!, () => everyone.map(() => Math.floor(rng() * numbers.length)))
  return (f: (...values: number[]) => number, ...which: number[]) => {
    const { value, low, high } = estimate(
      f(...which.map((m) => mean((s) => flat[s]![m]!.value, everyone))),
      Float64Array.from(redrawn, (some, b) => f(...which.map((m) => mean((s) => draws[s]![m]![b]!, some)))),
    )
    return [value, low, high].map(rounded)
  }
}

if (!haveData) console.log('skipped: ../shared/data is missing')
else {
  const extractor = new CachedExtractor()
  const encoder =
    seen === 'encoded'
      ? rememberingEncoder(await bundledDictionary(), (texts) => extractor.extract(texts))
      : null
  for (const kind of ['helpful', 'harmless'] as const) {
    const base = await hh(kind)
    const kept = KEPT[kind]
    const extraction = new Extraction(base)
    for (const [batch, { kind }] of extraction.batches.entries())
      if (kind === 'response') await encoder?.learn(extraction.texts(batch))
    for (const style of styles) {
      const bare: HeldOut[] = []
      const cells = PROTOCOLS.map((): Cell => ({ numbers: [], bare, left: false, disparity: [] }))
      for (let seed = 1; seed <= Number(plantings); seed++) {
        const world = await plant(base, style, seed, encoder)
        const untouched = await plant(base, style, seed, encoder, false)
        for (const [p, protocol] of PROTOCOLS.entries()) {
          const shaping = world.shape(protocol, kept)
          const cell = cells[p]!
          cell.numbers.push(await world.heldOut(shaping))
          if (seed === 1) cell.left = (await world.places(shaping)).left
          cell.disparity.push(
            kept.map((id) => 100 * (meanDisparity(world, id, shaping) / meanDisparity(world, id, null) - 1)),
          )
        }
        // A style that explains the labels takes a weaker ridge, under which a head relies more on
        // everything.
        const { kappa } = cells[0]!.numbers.at(-1)!
        bare.push(await untouched.heldOut(untouched.shape('offsets', kept), kappa))
      }
      PROTOCOLS.forEach((protocol, p) => {
        const cell = cells[p]!
        const of = summary(cell)
        const mean = (values: readonly number[]) =>
          rounded(values.reduce((sum, x) => sum + x, 0) / values.length)
        console.log(
          JSON.stringify({
            bench: 'planted',
            ...{ data: kind, pairs: base.length, seen, plantings: cell.numbers.length, style, protocol },
            removed: of((before, after) => 100 * (1 - after / before), 3, 4),
            accuracy: [1, 2].map((m) => of((n, right) => (100 * right) / n, 0, m)[0]),
            change: of((n, before, after) => (100 * (after - before)) / n, 0, 1, 2),
            leftTable: cell.left,
            kept: kept.map((concept, k) => ({
              concept,
              disparity: mean(cell.disparity.map((values) => values[k]!)),
              reliance: of((before) => before, 6 + 3 * k),
              moved: of((before, after) => 100 * (after / before - 1), 6 + 3 * k, 7 + 3 * k),
              by: of((before, after) => after - before, 6 + 3 * k, 7 + 3 * k),
              // Beside what the same pairs teach where nothing was planted.
              unplanted: of((bare) => bare, 8 + 3 * k),
              off: of((after, bare) => 100 * (after / bare - 1), 7 + 3 * k, 8 + 3 * k),
            })),
          }),
        )
      })
    }
  }
  await extractor.dispose()
}
