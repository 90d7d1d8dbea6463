import { pick } from '../indices.ts'
import { mix } from '../stats/hash.ts'
import { assignFolds, type Labels, type Sample, subsample } from '../stats/sample.ts'
import { labelPermutations } from '../stats/label-permutations.ts'
import { type TestBlock, splitColumns, joinColumns } from './test-block.ts'
import { layCells, membership } from './context.ts'
import { type ResponseContrast, responseContrasts } from './response-contrast.ts'
import { responsePermutationP } from './response-permutation.ts'
import { responseExcess } from './response-excess.ts'
import { type Counts, detectableDifference, taroneThreshold, minAttainableLogP } from './response-power.ts'
import { decideTests, LEAST_DISCORDANT, LEAST_PAIRS, updateMaxStatistic } from './local-decisions.ts'
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
  { sets, columns }: TestBlock,
  { flipBits, seed, progress }: ResponseTestOptions,
): TestTable {
  const total = sets.length + columns.length + DRAWS
  let done = 0
  const step = () => progress?.(++done, total)
  const parity = assignFolds(sample, 2, seed)

  const labels = sets.map((set) => labelsOf(judged, set))
  const all = labelsOf(judged, Uint32Array.from(judged.side.keys()))
  const large = Uint32Array.from(sets.keys()).filter((c) =>
    [labels[c]!, { good: all.good - labels[c]!.good, bad: all.bad - labels[c]!.bad }].every(
      ({ good, bad }) => good + bad >= LEAST_PAIRS && Math.min(good, bad) >= LEAST_DISCORDANT,
    ),
  )
  const contrast = responseContrasts(sample, judged, layCells(sample, membership(sample.n, sets)), parity)
  const found = columns.flatMap(({ pair, u }, column): Contrasted[] => {
    step()
    return contrast(pair, u, large).flatMap((contrast): Contrasted[] => {
      const { good, bad } = labels[contrast.context]!
      const counts = { good, bad, present: contrast.discordant }
      const few = Math.min(contrast.discordant, good + bad - contrast.discordant) < LEAST_DISCORDANT
      return few ? [] : [{ contrast, column, counts }]
    })
  })
  const hopeful = taroneThreshold(found.map(({ counts }) => minAttainableLogP(counts)))
  const hoped = found.filter(({ counts }) => minAttainableLogP(counts) <= hopeful)
  const tests = testTable(hoped.length)
  hoped.forEach(({ contrast, column }, t) => {
    writeContrast(tests, t, contrast)
    tests.column[t] = column
    tests.context[t] = contrast.context
  })

  const largest = new Float64Array(2 ** flipBits).fill(-Infinity)
  const scale = new Float64Array(tests.length)
  const seeScore: Seen = (t, statistic, deviation) => {
    updateMaxStatistic(largest, statistic, tests.lift[t]!)
    tests.score[t] = statistic[0]!
    scale[t] = deviation
  }
  permuteIn(sample, { sets, columns }, tests, flipBits, seed, seeScore, step)
  /** Scores of some tests on some of the responses. */
  const scoresOn = (candidates: Uint32Array, isIn: (response: number) => boolean): Float64Array => {
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
      flipBits,
      seed,
      (at, statistic) => (scores[at] = statistic[0]!),
    )
    return scores
  }

  decideTests(sample, tests, largest, seed, {
    scoresOn,
    elsewhere: (candidates) =>
      responsePermutationP(sample, judged, sets, columns, tests, candidates, DRAWS, seed, step),
    zExcess: (t) => responseExcess(sample, sets[tests.context[t]!]!, columns[tests.column[t]!]!),
    detectable: (t, threshold) => {
      const { counts, contrast } = hoped[t]!
      const { good, bad } = counts
      const present = contrast.share * (good + bad)
      return detectableDifference({ good, bad, present }, scale[t]! / good + scale[t]! / bad, threshold)
    },
  })
  return tests
}

interface Contrasted {
  readonly contrast: ResponseContrast
  readonly column: number
  readonly counts: Counts
}

/** Takes a test's statistics by permutation, the labels as they are first, and the deviation of its score. */
type Seen = (test: number, statistic: Float32Array, scale: number) => void

function labelsOf({ side }: Labels, responses: Uint32Array): { readonly good: number; readonly bad: number } {
  const good = responses.reduce((count, i) => count + (side[i]! > 0 ? 1 : 0), 0)
  return { good, bad: responses.length - good }
}

/**
 * The score statistics of the tests, each under permuted labels of its context's responses.
 * @param onContext after each
 */
function permuteIn(
  sample: Sample,
  { sets, columns }: TestBlock,
  { length, context, column }: Pick<TestTable, 'length' | 'context' | 'column'>,
  bits: number,
  seed: number,
  see: Seen,
  onContext?: () => void,
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
        { bits, seed: mix(c, seed) },
      )
      own.forEach((t, at) => see(t, statistic.subarray(at * flips, (at + 1) * flips), scale[at]!))
    }
    onContext?.()
  })
}
