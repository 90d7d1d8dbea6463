/**
 * Times what one click costs the preview (DESIGN 6: within 100 ms at 100,000 pairs), and the proof (seconds at 20,000):
 * tsx tests/bench/shape.ts [pairs]
 */
import { disparities } from '../../src/core/concepts/disparity.ts'
import { createControls } from '../../src/core/shape/controls.ts'
import type { Decision } from '../../src/core/shape/decision.ts'
import { impact } from '../../src/core/shape/impact.ts'
import { proveShaping } from '../../src/core/shape/prove/proof.ts'
import { createShaper } from '../../src/core/shape/shaper.ts'
import { lengthDifference } from '../../src/core/stats/length.ts'
import type { Protocol } from '../../src/core/verdict.ts'
import { decide } from '../unit/shape/columns.ts'
import { synthetic } from '../unit/stats/synthetic.ts'

const FEATURES = 1_100

function bench(n: number) {
  const data = synthetic({
    n,
    features: FEATURES,
    seed: 1,
    rate: (f) => 0.5 / Math.sqrt(1 + f),
    planted: 0.1,
  })
  const length = lengthDifference(data.pairs)
  const byId = new Map(data.concepts.map((concept) => [concept.id, concept]))
  const scored = (id: string) => byId.get(id)
  const shaper = createShaper({
    columns: data.columns,
    length,
    scored,
    seed: 1,
    controls: createControls({ ...data, length, states: null, scored, seed: 1 }),
  })
  const basis = { disparities: disparities(data.columns, data.concepts), concepts: data.concepts }
  return { data, shaper, basis }
}

const timed = <T>(name: string, pairs: number, work: () => T): T => {
  const start = performance.now()
  const result = work()
  console.log(JSON.stringify({ bench: name, pairs, milliseconds: Math.round(performance.now() - start) }))
  return result
}

const sizes = process.argv[2] ? [Number(process.argv[2])] : [20_000, 100_000]
for (const n of sizes) {
  const { data, shaper, basis } = bench(n)
  const click = (name: string, ...decisions: Decision[]) =>
    timed(name, n, () => impact(shaper.shape(decisions), basis))
  const other = decide('c:40', 'amplify')
  timed('prepared in the background', n, () => shaper.prepare())
  timed('the first question of all', n, () => shaper.shape([decide('c:9', 'suppress')]))
  for (const protocol of ['offsets', 'drop', 'reweight', 'relabel', 'mask'] satisfies Protocol[]) {
    // Compiled code is what a person clicks on.
    shaper.shape([decide('c:7', 'suppress', protocol)])
    click(`first click, ${protocol}`, decide('c:0', 'suppress', protocol))
    click(`slider, ${protocol}`, decide('c:0', 'suppress', protocol, 0.5))
    click(`second concept, ${protocol}`, decide('c:0', 'suppress', protocol, 0.5), other)
    click(`slider again, ${protocol}`, decide('c:0', 'suppress', protocol, 0.6), other)
  }
  if (n > 20_000) continue
  const shaping = shaper.shape([decide('c:0', 'suppress'), decide('c:5', 'keep')])
  timed('proof', n, () => proveShaping({ ...data, states: null, shaping, edits: {}, found: [], seed: 1 }))
}
