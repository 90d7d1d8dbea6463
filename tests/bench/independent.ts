/**
 * Writes what independent.py trains on: pairs of HH with a style planted into 30% of the chosen responses,
 * and what each protocol makes of them: tsx tests/bench/independent.ts OUT [seeds] [pairs]. Heads see
 * detectors and phrases; nothing is extracted. The data lies beside the checkout; without it there is nothing
 * to do.
 */
import { writeFileSync } from 'node:fs'
import { selectPairs } from '../../src/core/pairs.ts'
import { editedPairs } from '../../src/core/shape/evaluate/edited.ts'
import type { Protocol } from '../../src/core/verdict.ts'
import { haveData, hh, plant, type PlantedStyle, STYLES } from '../unit/shape/planted.ts'

const [out = 'independent.json', seeds = '3', most = '700'] = process.argv.slice(2)

const PROTOCOLS: readonly Protocol[] = [
  ...(['offsets', 'reweight', 'drop', 'relabel', 'mask', 'rewrite', 'soft-labels'] as const),
]
const PLANTS: Readonly<Record<string, PlantedStyle>> = {
  'in summary': { detector: 's:conclusion', add: (text) => `${text} In summary, that is how it is.` },
  'flattering opener': STYLES['flattering opener'],
}

if (!haveData) console.log('skipped: ../shared/data is missing')
else {
  const whole = await hh('helpful')
  const index = (from: number, count: number) => Uint32Array.from({ length: count }, (_, i) => from + i)
  const base = selectPairs(whole, index(0, Number(most)))
  const held = selectPairs(whole, index(Number(most), Math.min(Number(most), whole.length - Number(most))))
  const cells = []
  for (const [name, style] of Object.entries(PLANTS)) {
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const world = await plant(base, style, seed)
      const arms = PROTOCOLS.flatMap((protocol) => {
        if (protocol === 'rewrite' && style.detector === 's:conclusion') return []
        const shaping = world.shape(protocol, [])
        const { offsets, weights, dropped, flipped, softLabels } = shaping
        const { chosen, rejected } = editedPairs(world.pairs, world.edits(shaping))
        return [
          {
            protocol,
            ...{ chosen, rejected },
            offsets: Array.from(offsets),
            weights: Array.from(weights),
            dropped: Array.from(dropped),
            flipped: Array.from(flipped),
            // JSON has no NaN: a label that is not softened is 1.
            labels: Array.from(offsets, (_, i) => {
              const p = softLabels?.[i] ?? NaN
              return Number.isNaN(p) ? 1 : p
            }),
          },
        ]
      })
      const { chosen, rejected } = world.pairs
      cells.push({ plant: name, seed, chosen, rejected, arms })
      console.log(`${name}, seed ${seed}`)
    }
  }
  const styled = Object.fromEntries(
    Object.entries(PLANTS).map(([name, { add }]) => [name, held.rejected.map(add)]),
  )
  const test = { chosen: held.chosen, rejected: held.rejected, styled }
  writeFileSync(out, JSON.stringify({ test, cells }))
}
