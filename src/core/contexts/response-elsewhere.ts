import { type Random, random } from '../random.ts'
import type { Judged, Sample } from '../stats/sample.ts'
import type { Column } from './block.ts'
import { layCells, membership } from './context.ts'
import { responseContrasts } from './response-contrast.ts'
import type { Scanned } from './scope.ts'

/** Slack for comparing statistics that are equal but for rounding. */
const TIE = 1e-9

/**
 * Family-wise p, over some tests, that Δ is not 0: contexts are dealt anew to prompt groups of equal size, and the largest |z|
 * over the tests is compared with each test's own; p = (b + 1)/(B + 1). z is Δ over its standard error, so that it matters
 * little that a concept, or good responses, may be commoner in one context than in another.
 * @param draws B
 * @param onDraw called after each draw
 */
export function responsesElsewhere(
  sample: Sample,
  judged: Judged,
  sets: readonly Uint32Array[],
  columns: readonly Column[],
  tests: readonly Scanned[],
  draws: number,
  seed: number,
  onDraw?: () => void,
): Float64Array {
  const wanted = new Map<number, number[]>()
  for (const {
    column,
    contrast: { context },
  } of tests) {
    const contexts = wanted.get(column)
    if (contexts) contexts.push(context)
    else wanted.set(column, [context])
  }
  const reached = new Float64Array(tests.length).fill(1)
  const half = new Uint8Array(sample.n)
  const deal = dealer(sample, judged, random(seed))
  for (let draw = 0; draw < draws; draw++) {
    let largest = 0
    if (tests.length > 0) {
      const to = deal()
      const dealt = sets.map((set) => set.map((i) => to[i]!).sort())
      const contrast = responseContrasts(sample, judged, layCells(sample, membership(sample.n, dealt)), half)
      for (const [column, contexts] of wanted) {
        const { pair, u } = columns[column]!
        for (const { delta, se } of contrast(pair, u, Uint32Array.from(contexts)))
          if (se > 0) largest = Math.max(largest, Math.abs(delta) / se)
      }
    }
    tests.forEach(({ contrast: { delta, se } }, t) => {
      if (largest >= Math.abs(delta) / se - TIE) reached[t]!++
    })
    onDraw?.()
  }
  return reached.map((count) => count / (draws + 1))
}

/**
 * Exchanges prompt groups with the same number of responses. Each call of the function that it returns draws anew, and gives
 * for each response the one that takes its place; the same whatever the order of rows.
 */
function dealer({ n, clusters, key, memberPtr, member }: Sample, judged: Judged, rng: Random) {
  const size = (g: number) => memberPtr[g + 1]! - memberPtr[g]!
  const ordered = member.slice()
  for (let g = 0; g < clusters; g++)
    ordered.subarray(memberPtr[g], memberPtr[g + 1]).sort((a, b) => judged.key[a]! - judged.key[b]!)
  const bySize = Uint32Array.from({ length: clusters }, (_, g) => g).sort(
    (a, b) => size(a) - size(b) || key[a]! - key[b]!,
  )
  const drawn = new Float64Array(clusters)
  const to = new Uint32Array(n)
  return () => {
    for (const g of bySize) drawn[g] = rng()
    const donors = bySize.slice().sort((a, b) => size(a) - size(b) || drawn[a]! - drawn[b]!)
    bySize.forEach((g, at) => {
      for (let j = 0; j < size(g); j++)
        to[ordered[memberPtr[g]! + j]!] = ordered[memberPtr[donors[at]!]! + j]!
    })
    return to
  }
}
