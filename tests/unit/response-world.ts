import type { FeatureColumns } from '../../src/core/activations.ts'
import type { Concept } from '../../src/core/concepts/concept.ts'
import { type PairTable, pairTable } from '../../src/core/pairs.ts'
import { random } from '../../src/core/random.ts'
import { sigmoid } from '../../src/core/stats/logistic.ts'
import { columnsOf, concept } from './stats/synthetic.ts'

export interface World {
  readonly pairs: PairTable
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
}

export interface WorldOptions {
  readonly n: number
  readonly features: number
  readonly seed: number
  readonly perPrompt?: number
  /** Log-odds of a good label, on average. */
  readonly base?: number
  /** Log-odds that feature 0 adds. */
  readonly effect?: number
  /** Log-odds that each unit of log(words + 1) adds. */
  readonly byLength?: number
  /** Standard deviation of what a prompt adds to the log-odds of all its responses. */
  readonly byPrompt?: number
  /** Exactly one good response a prompt, as where pairs were cut in two. */
  readonly halved?: boolean
  /**
   * Whether every second feature is more frequent in long responses, and those of one prompt have it in
   * common.
   */
  readonly lumpy?: boolean
}

/**
 * Judged responses with features that fire at random, each in a share of the responses between 2% and 60%.
 */
export function world(options: WorldOptions): World {
  const { n, features, seed, perPrompt = 1, base = 0, effect = 0, byLength = 0, byPrompt = 0 } = options
  const rng = random(seed)
  const rate = Array.from({ length: features }, (_, f) => (f === 0 ? 0.25 : 0.02 + 0.58 * rng() ** 2))
  const present: number[][] = rate.map(() => [])
  const rows = Array.from({ length: n }, (_, i) => ({
    prompt: Math.floor(i / perPrompt),
    words: 5 + Math.floor(200 * rng() ** 2),
    odds: 0,
  }))
  const mood = Array.from({ length: n }, () => byPrompt * Math.sqrt(3) * (2 * rng() - 1))
  const taste = Array.from({ length: n }, () => rng())
  const good = new Uint8Array(n)
  rows.forEach(({ prompt, words }, i) =>
    rate.forEach((r, f) => {
      const lumpy = options.lumpy === true && f % 2 === 1
      const own = lumpy && rng() < 0.7 ? (taste[prompt]! * (f + 1)) % 1 : rng()
      const has = own < (lumpy ? r * Math.min(1.6, words / 60) : r)
      if (has) present[f]!.push(i)
      if (f === 0)
        rows[i]!.odds = base + (has ? effect : 0) + byLength * (Math.log(words + 1) - 4) + mood[prompt]!
    }),
  )
  rows.forEach(({ odds }, i) => (good[i] = rng() < sigmoid(odds) ? 1 : 0))
  if (options.halved) {
    for (let i = 0; i + 1 < n; i += 2) {
      const first = rng() < sigmoid(rows[i]!.odds - rows[i + 1]!.odds)
      good[i] = first ? 1 : 0
      good[i + 1] = first ? 0 : 1
    }
  }
  const text = (words: number, i: number) => `${'word '.repeat(words - 1)}end${i}`
  const pairs = pairTable(
    rows.map(({ prompt, words }, i) => ({
      prompt: `prompt ${prompt}`,
      chosen: good[i] ? text(words, i) : '',
      rejected: good[i] ? '' : text(words, i),
      row: i + 1,
    })),
    false,
  )
  const spans = present.map((list) => list.map((i) => 2 * i + (good[i] ? 0 : 1)))
  return { pairs, columns: columnsOf(2 * n, spans), concepts: rate.map((_, f) => concept(`c:${f}`, [f])) }
}

/** The same responses with good and bad exchanged. */
export function swapped({ pairs, columns, concepts }: World): World {
  return {
    concepts,
    pairs: { ...pairs, chosen: pairs.rejected, rejected: pairs.chosen },
    columns: { ...columns, span: columns.span.map((span) => span ^ 1) },
  }
}
