import { pick } from '../indices.ts'
import { mix } from '../stats/hash.ts'
import { assignFolds, type Labels, type Sample, subsample } from '../stats/sample.ts'
import { labelPermutations } from '../stats/label-permutations.ts'
import { type TestBlock, splitColumns, joinColumns } from './test-block.ts'
import { layCells, membership } from './context.ts'
import { type ResponseContrast, responseContrasts } from './response-contrast.ts'
import { permutationP } from './context-permutation.ts'
import { responseMaxima } from './response-permutation.ts'
import { responseExcess } from './response-excess.ts'
import { type Counts, detectableDifference, taroneThreshold, minAttainableLogP } from './response-power.ts'
import {
  decideTests,
  LEAST_DISCORDANT,
  LEAST_PAIRS,
  type ScopeStatistics,
  updateMaxStatistic,
} from './local-decisions.ts'
import { type TestTable, testTable, writeContrast } from './test-table.ts'

/** Draws of contexts anew. */
const DRAWS = 99

export interface ResponseTestOptions {
  /** log₂ of the number of permutations of labels. */
  readonly flipBits: number
  readonly seed: number
  /** Called with (done, total); may throw to cancel. */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/**
 * Tests every concept of single responses in every context as one scope (scope.ts): by permuted labels inside
 * each context (label-permutations.ts), since sign flips would be wrong for labels that are mostly good, and
 * by contrasts of the shares of good and of bad responses with the concept. A context needs enough responses,
 * and enough of either label, inside and outside; a concept enough responses with and without it inside.
 */
export function testResponses(
  sample: Sample,
  judged: Labels,
  block: TestBlock,
  { flipBits, seed, progress }: ResponseTestOptions,
): TestTable {
  const { sets, columns } = block
  const total = sets.length + columns.length + DRAWS
  let done = 0
  const step = () => progress?.(++done, total)

  const hopeful = hopefulContrasts(sample, judged, block, assignFolds(sample, 2, seed), step)
  const tests = testTable(hopeful.length)
  hopeful.forEach(({ contrast, column }, t) => {
    writeContrast(tests, t, contrast)
    tests.column[t] = column
    tests.context[t] = contrast.context
  })

  const largest = new Float64Array(2 ** flipBits).fill(-Infinity)
  const scale = new Float64Array(tests.length)
  permuteIn(sample, block, tests, {
    ...{ flipBits, seed, onContext: step },
    see: (t, statistic, deviation) => {
      updateMaxStatistic(largest, statistic, tests.lift[t]!)
      tests.score[t] = statistic[0]!
      scale[t] = deviation
    },
  })

  decideTests(sample, tests, largest, seed, {
    scoresOn: subsetScores(sample, block, tests, { flipBits, seed }),
    elsewhere: (candidates) => {
      const options = { draws: DRAWS, seed, onDraw: step }
      return permutationP(
        tests,
        candidates,
        responseMaxima(sample, judged, { ...block, tests }, candidates, options),
      )
    },
    zExcess: (t) => responseExcess(sample, sets[tests.context[t]!]!, columns[tests.column[t]!]!),
    detectable: (t, threshold) => {
      const { counts, contrast } = hopeful[t]!
      const { good, bad } = counts
      const present = contrast.share * (good + bad)
      return detectableDifference({ good, bad, present }, scale[t]! / good + scale[t]! / bad, threshold)
    },
  })
  return tests
}

/** A contrast with the counts that its test rests on. */
interface Contrasted {
  readonly contrast: ResponseContrast
  readonly column: number
  readonly counts: Counts
}

/**
 * The contrasts of all concepts in all contexts that are large enough, less those whose test could not reach
 * significance whatever the labels (response-power.ts).
 * @param half 0 or 1 per response
 * @param onColumn called before each column
 */
function hopefulContrasts(
  sample: Sample,
  judged: Labels,
  { sets, columns }: TestBlock,
  half: Uint8Array,
  onColumn: () => void,
): Contrasted[] {
  const labels = sets.map((set) => labelsOf(judged, set))
  const all = labelsOf(judged, Uint32Array.from(judged.side.keys()))
  const large = Uint32Array.from(sets.keys()).filter((c) =>
    [labels[c]!, { good: all.good - labels[c]!.good, bad: all.bad - labels[c]!.bad }].every(
      ({ good, bad }) => good + bad >= LEAST_PAIRS && Math.min(good, bad) >= LEAST_DISCORDANT,
    ),
  )
  const contrast = responseContrasts(sample, judged, layCells(sample, membership(sample.n, sets)), half)
  const found = columns.flatMap(({ pair, u }, column): Contrasted[] => {
    onColumn()
    return contrast(pair, u, large).flatMap((contrast): Contrasted[] => {
      const { good, bad } = labels[contrast.context]!
      const counts = { good, bad, present: contrast.discordant }
      const few = Math.min(contrast.discordant, good + bad - contrast.discordant) < LEAST_DISCORDANT
      return few ? [] : [{ contrast, column, counts }]
    })
  })
  const threshold = taroneThreshold(found.map(({ counts }) => minAttainableLogP(counts)))
  return found.filter(({ counts }) => minAttainableLogP(counts) <= threshold)
}

/** Score statistics of tests on some of the responses. */
function subsetScores(
  sample: Sample,
  { sets, columns }: TestBlock,
  tests: TestTable,
  options: Pick<ResponseTestOptions, 'flipBits' | 'seed'>,
): ScopeStatistics['scoresOn'] {
  return (candidates, isIn) => {
    const scores = new Float64Array(candidates.length)
    const context = candidates.map((t) => tests.context[t]!)
    const used = Uint32Array.from(new Set(candidates.map((t) => tests.column[t]!)))
    const column = candidates.map((t) => used.indexOf(tests.column[t]!))
    const asked = new Set(context)
    const parts = sets.map((set, c) => (asked.has(c) ? pick(set, isIn) : new Uint32Array()))
    permuteIn(
      sample,
      { sets: parts, columns: Array.from(used, (m) => columns[m]!) },
      { length: candidates.length, context, column },
      { ...options, see: (at, statistic) => (scores[at] = statistic[0]!) },
    )
    return scores
  }
}

function labelsOf({ side }: Labels, responses: Uint32Array): { readonly good: number; readonly bad: number } {
  const good = responses.reduce((count, i) => count + (side[i]! > 0 ? 1 : 0), 0)
  return { good, bad: responses.length - good }
}

interface PermuteOptions extends Pick<ResponseTestOptions, 'flipBits' | 'seed'> {
  /** Takes a test's statistics, that of the labels as they are first, and its score's deviation. */
  readonly see: (test: number, statistic: Float32Array, scale: number) => void
  /** Called after each context. */
  readonly onContext?: () => void
}

/** The score statistics of the tests, each under permuted labels of its context's responses. */
function permuteIn(
  sample: Sample,
  { sets, columns }: TestBlock,
  { length, context, column }: Pick<TestTable, 'length' | 'context' | 'column'>,
  { flipBits, seed, see, onContext }: PermuteOptions,
): void {
  const inContext = sets.map((): number[] => [])
  const asked = new Set<number>()
  for (let t = 0; t < length; t++) {
    inContext[context[t]!]!.push(t)
    asked.add(context[t]! * columns.length + column[t]!)
  }
  const dealt = splitColumns(sample.n, sets, columns, (set, column) =>
    asked.has(set * columns.length + column),
  )
  sets.forEach((set, c) => {
    const own = inContext[c]!
    if (own.length > 0) {
      const part = subsample(sample, set)
      const parts = own.map((t) => dealt[c]![column[t]!]!)
      const { statistic, flips, scale } = labelPermutations(
        part,
        part.labels!,
        joinColumns(set.length, parts),
        parts.map(({ isLength }, concept) => ({ concept, withoutLength: isLength })),
        { bits: flipBits, seed: mix(c, seed) },
      )
      own.forEach((t, at) => see(t, statistic.subarray(at * flips, (at + 1) * flips), scale[at]!))
    }
    onContext?.()
  })
}
