/** Times what one click costs the preview at 100,000 pairs (DESIGN 6: within 100 ms): tsx tests/bench/shape.ts [pairs] */
import { impact } from '../../src/core/shape/impact.ts'
import { createShaper } from '../../src/core/shape/shaper.ts'
import type { Decision } from '../../src/core/shape/decision.ts'
import { decide } from '../unit/shape/columns.ts'
import { world } from '../unit/shape/world.ts'

const pairs = Number(process.argv[2] ?? 100_000)
const shaper = createShaper({ ...world(pairs, 1), seed: 1 })
const clicks: Record<string, Decision[]> = {
  'first offsets': [decide('liked', 'suppress')],
  'second offsets': [decide('liked', 'suppress'), decide('loathed', 'amplify')],
  'slider on offsets': [decide('liked', 'suppress', 'offsets', 0.5), decide('loathed', 'amplify')],
  'offsets to drop': [decide('liked', 'suppress', 'drop', 0.5), decide('loathed', 'amplify')],
  'slider on drop': [decide('liked', 'suppress', 'drop', 0.6), decide('loathed', 'amplify')],
  'second drop': [decide('liked', 'suppress', 'drop', 0.6), decide('loathed', 'amplify', 'drop')],
}
// Compiled code is what a person clicks on.
for (const decisions of Object.values(clicks)) impact(shaper.shape(decisions))
shaper.shape([])
shaper.shape([])
for (const [bench, decisions] of Object.entries(clicks)) {
  const start = performance.now()
  impact(shaper.shape(decisions))
  console.log(JSON.stringify({ bench, pairs, milliseconds: Number((performance.now() - start).toFixed(1)) }))
}
