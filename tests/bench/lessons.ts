/**
 * Lessons: what chance confirms, and how long they take: tsx tests/bench/lessons.ts [runs] [example |
 * harmless | helpful] [pairs, …] (a) labels flipped at random: share of runs in which any lesson is
 * confirmed, and in which any concept is, with exact 95%
 *     intervals;
 * (b) seconds for the lessons of the example as it is, and repeated to 20,000 and 100,000 pairs, after the
 * overall tests.
 */
import { disparities } from '../../src/core/concepts/disparity.ts'
import { featureColumns, gatherUnits, poolUnits, type UnitTable } from '../../src/core/activations.ts'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import type { Hypothesis } from '../../src/core/hypothesis.ts'
import { heldLevels } from '../../src/core/lessons/doubt.ts'
import { lessonsOf, type LessonsInput } from '../../src/core/lessons/lessons.ts'
import { meaningOf } from '../../src/core/lessons/meaning.ts'
import { type PairTable, pairTable } from '../../src/core/pairs.ts'
import { random } from '../../src/core/random.ts'
import { textFeatures } from '../../src/core/workspace/text-features.ts'
import type { Workspace } from '../../src/core/workspace/workspace.ts'
import { interval } from '../interval.ts'
import { realData } from '../real-data.ts'
import { exampleWorkspace } from '../unit/lessons/example.ts'

const runs = Number(process.argv[2] ?? 200)
const name = process.argv[3] ?? 'example'
const sizes = process.argv[4]?.split(',').map(Number) ?? [0, 20_000, 100_000]
const workspace =
  name === 'example' ? (await exampleWorkspace()).workspace : await realData(`hh-${name}-base-test.jsonl.gz`)
workspace.analyse(1)
const { pairs, concepts, columns, units } = workspace.basis
const say = (line: object) => console.log(JSON.stringify({ data: name, ...line }))

type Data = Omit<LessonsInput, 'hypotheses' | 'seed'>

const fixed = ({ dictionary }: Workspace) => ({
  presence: dictionary.presence,
  held: heldLevels(dictionary),
  meaning: meaningOf(dictionary),
  local: null,
})

/** The same data with chosen and rejected swapped in some pairs. */
function swapped(swap: (pair: number) => boolean): Data {
  const turned: PairTable = {
    ...pairs,
    chosen: pairs.chosen.map((text, i) => (swap(i) ? pairs.rejected[i]! : text)),
    rejected: pairs.rejected.map((text, i) => (swap(i) ? pairs.chosen[i]! : text)),
  }
  const own = units && turnedUnits(units, swap)
  const { latents, presence } = workspace.dictionary
  const text = textFeatures(turned, latents)
  const all = featureColumns([poolUnits(own!, presence), text.surface, text.phrases])
  const known = concepts.filter(({ source }) => source === 'dictionary' || source === 'family')
  const now = [...known, ...text.concepts]
  return {
    ...fixed(workspace),
    ...{ pairs: turned, units: own, columns: all, concepts: now, disparities: disparities(all, now) },
  }
}

const turnedUnits = (table: UnitTable, swap: (pair: number) => boolean): UnitTable =>
  gatherUnits(
    [table],
    Array.from({ length: table.spans }, (_, span) => ({ table: 0, span: swap(span >> 1) ? span ^ 1 : span })),
  )

function tested(data: Data, seed: number): { hypotheses: readonly Hypothesis[]; input: LessonsInput } {
  const { hypotheses } = overallHypotheses({ ...data, seed })
  return { hypotheses, input: { ...data, hypotheses, seed } }
}

let alarms = { lessons: 0, concepts: 0 }
for (let run = 0; run < runs; run++) {
  const rng = random(run)
  const swap = Array.from({ length: pairs.length }, () => rng() < 0.5)
  const { hypotheses, input } = tested(
    swapped((pair) => swap[pair]!),
    run,
  )
  const lessons = lessonsOf(input)
  alarms = {
    lessons: alarms.lessons + Number(lessons.some(({ certainty }) => certainty === 'confirmed')),
    concepts: alarms.concepts + Number(hypotheses.some(({ confirmed }) => confirmed)),
  }
}
for (const [scope, count] of runs > 0 ? Object.entries(alarms) : [])
  say({
    bench: 'random labels',
    scope,
    runs,
    alarms: count,
    share: count / runs,
    interval: interval(count, runs),
  })

const plain: Data = {
  ...fixed(workspace),
  ...{ pairs, units, columns, concepts, disparities: workspace.basis.disparities },
}

/** The data with every row so many times, each time with a prompt of its own. */
function repeated(times: number): Data {
  const rows = Array.from({ length: times }, (_, k) =>
    pairs.prompt.map((prompt, i) => ({
      prompt: `${prompt} (${k})`,
      chosen: pairs.chosen[i]!,
      rejected: pairs.rejected[i]!,
      row: k * pairs.length + i + 1,
    })),
  ).flat()
  const span = new Uint32Array(columns.span.length * times)
  const max = new Float32Array(span.length)
  const freq = new Float32Array(span.length)
  const indptr = columns.indptr.map((at) => at * times)
  for (let f = 0; f < columns.features; f++) {
    const [from, to] = [columns.indptr[f]!, columns.indptr[f + 1]!]
    for (let k = 0; k < times; k++) {
      const at = indptr[f]! + k * (to - from)
      span.set(
        columns.span.subarray(from, to).map((s) => s + 2 * k * pairs.length),
        at,
      )
      max.set(columns.max.subarray(from, to), at)
      freq.set(columns.freq.subarray(from, to), at)
    }
  }
  const many = { spans: columns.spans * times, features: columns.features, indptr, span, max, freq }
  // Without states, which lessons do not read.
  const light = units && { ...units, state: new Float32Array(0), dim: 0 }
  const addresses = Array.from({ length: units!.spans * times }, (_, s) => ({
    table: 0,
    span: s % units!.spans,
  }))
  return {
    ...fixed(workspace),
    ...{ pairs: pairTable(rows), units: light && gatherUnits([light], addresses), columns: many },
    ...{ concepts, disparities: disparities(many, concepts) },
  }
}

for (const wanted of sizes) {
  const times = Math.max(1, Math.round(wanted / pairs.length))
  const data = times === 1 ? plain : repeated(times)
  const began = performance.now()
  const { input } = tested(data, 1)
  const between = performance.now()
  const lessons = lessonsOf(input)
  say({
    bench: 'seconds',
    pairs: data.pairs.length,
    overall: (between - began) / 1000,
    lessons: (performance.now() - between) / 1000,
    found: lessons.length,
  })
}
