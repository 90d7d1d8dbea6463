/**
 * Times what a click costs the preview (aim: within 100 ms at 100,000 pairs), by protocol over 16 concepts,
 * and the proof (seconds at 20,000): tsx tests/bench/shape.ts [pairs] [example]. With `example`, on the
 * example and its latents, repeated.
 */
import { readFileSync } from 'node:fs'
import { featureColumns, gatherUnits, poolUnits } from '../../src/core/activations.ts'
import { dictionaryConcepts } from '../../src/core/concepts/dictionary.ts'
import { disparities } from '../../src/core/concepts/disparity.ts'
import { type PairTable, selectPairs } from '../../src/core/pairs.ts'
import { createControls } from '../../src/core/shape/controls.ts'
import type { Decision } from '../../src/core/shape/decision.ts'
import { impact } from '../../src/core/shape/impact.ts'
import { candidateDecisions } from '../../src/core/shape/candidate-decisions.ts'
import { proveShaping } from '../../src/core/shape/evaluate/proof.ts'
import { createShaper } from '../../src/core/shape/shaper.ts'
import { lengthDifference } from '../../src/core/stats/length.ts'
import { readUnits } from '../../src/core/unit-file.ts'
import type { Protocol } from '../../src/core/verdict.ts'
import { openDataset } from '../../src/core/dataset/dataset.ts'
import { textFeatures } from '../../src/core/workspace/text-features.ts'
import { bundledDictionary } from '../../src/encoder/node.ts'
import { decide } from '../unit/shape/columns.ts'
import { synthetic } from '../unit/stats/synthetic.ts'

const PROTOCOLS = ['mask', 'drop', 'offsets', 'relabel', 'reweight'] satisfies Protocol[]
const CLICKED = 16

/** The example's pairs and activations over and over. */
async function example(n: number) {
  const file = (name: string) =>
    new Uint8Array(readFileSync(new URL(`../../public/example/${name}`, import.meta.url)))
  const opened = await openDataset('preferences.jsonl', file('preferences.jsonl'), '', null)
  if (opened.kind !== 'dataset') throw new Error('the example is not recognised')
  const whole = opened.dataset.pairs
  const index = Uint32Array.from({ length: n }, (_, i) => i % whole.length)
  const pairs: PairTable = selectPairs(whole, index)
  const dictionary = await bundledDictionary()
  const units = gatherUnits(
    [readUnits(file('activations.safetensors')).table],
    Array.from(index).flatMap((i) => [
      { table: 0, span: 2 * i },
      { table: 0, span: 2 * i + 1 },
    ]),
  )
  const text = textFeatures(pairs, dictionary.latents)
  const columns = featureColumns([poolUnits(units, dictionary.presence), text.surface, text.phrases])
  return { pairs, columns, concepts: [...dictionaryConcepts(dictionary), ...text.concepts], states: units }
}

const drawn = (n: number) => ({
  ...synthetic({ n, features: 1_100, seed: 1, rate: (f) => 0.5 / Math.sqrt(1 + f), planted: 0.1 }),
  states: null,
})

const say = (bench: string, figures: object) => console.log(JSON.stringify({ bench, ...figures }))

/** Milliseconds of processor time, which on an idle machine is what a person waits for. */
function timed(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const summary = (times: readonly number[]) => {
  const ordered = times.map(Math.round).sort((a, b) => a - b)
  return { median: ordered[ordered.length >> 1], slowest: ordered.at(-1) }
}

const real = process.argv[3] === 'example'
const sizes = process.argv[2] ? [Number(process.argv[2])] : [20_000, 100_000]
for (const n of sizes) {
  const data = real ? await example(n) : drawn(n)
  const { columns, concepts } = data
  const length = lengthDifference(data.pairs)
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const scored = (id: string) => byId.get(id)
  const controls = createControls({ ...data, length, scored, seed: 1 })
  const shaper = createShaper({ columns, length, scored, seed: 1, controls })
  const u = disparities(columns, concepts)
  const basis = { disparities: u, concepts }
  const click = (...decisions: Decision[]) => timed(() => impact(shaper.shape(decisions), basis))
  // From those that differ in most pairs to rare ones, evenly by the logarithm of the rank.
  const ordered = concepts
    .map(({ id, measure }, m) => ({ id, measure, pairs: u.indptr[m + 1]! - u.indptr[m]! }))
    .filter(({ pairs, measure }) => pairs >= 10 && !measure)
    .sort((a, b) => b.pairs - a.pairs)
  const clicked = Array.from(
    { length: CLICKED },
    (_, c) => ordered[c + Math.floor((ordered.length - CLICKED) ** (c / (CLICKED - 1)))]!.id,
  )
  const [warm, kept] = [ordered[20]!.id, ordered[30]!.id]
  say('prepared in the background', { pairs: n, milliseconds: Math.round(timed(() => shaper.prepare())) })
  say('first click of all', { pairs: n, milliseconds: Math.round(click(decide(warm, 'suppress'))) })
  for (const protocol of PROTOCOLS) {
    // Compiled code is what a person clicks on.
    click(decide(warm, 'suppress', protocol))
    const times = clicked.map((id) => ({
      'first click': click(decide(id, 'suppress', protocol)),
      slider: click(decide(id, 'suppress', protocol, 0.5)),
      'a concept kept': click(decide(id, 'suppress', protocol, 0.5), decide(kept, 'keep')),
    }))
    for (const which of ['first click', 'slider', 'a concept kept'] as const)
      say(`${protocol}, ${which}`, { pairs: n, ...summary(times.map((time) => time[which])) })
  }
  // What a person does: to look at a concept, and to decide, beside a concept that is kept.
  const background: number[] = []
  const before = [decide(kept, 'keep')]
  const looked = PROTOCOLS.flatMap((protocol) =>
    clicked.map((id) => {
      shaper.shape(before)
      const likely = candidateDecisions(before, byId.get(id)!, 'overall')
      background.push(timed(() => shaper.prepare(() => undefined, likely)))
      return { protocol, time: click(...before, decide(id, 'suppress', protocol)) }
    }),
  )
  say('prepared while a concept is looked at', { pairs: n, ...summary(background) })
  for (const protocol of PROTOCOLS) {
    const times = looked.filter((one) => one.protocol === protocol).map(({ time }) => time)
    say(`${protocol}, a concept looked at`, { pairs: n, ...summary(times) })
  }
  if (n > 20_000) continue
  const [suppressed, held] = [ordered[0]!.id, ordered[5]!.id]
  const shaping = shaper.shape([decide(suppressed, 'suppress'), decide(held, 'keep')])
  const proof = timed(() => proveShaping({ ...data, shaping, edits: {}, found: [], seed: 1 }))
  say('proof', { pairs: n, milliseconds: Math.round(proof) })
}
