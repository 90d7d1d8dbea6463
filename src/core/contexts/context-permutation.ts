import { drawToFront, random } from '../random.ts'
import type { Sample } from '../stats/sample.ts'
import type { TestBlock, TestColumn } from './test-block.ts'
import { deltaError } from './contrast.ts'
import { type GroupedContext, groupedContext } from './grouped-context.ts'
import type { TestTable } from './test-table.ts'

/** Tolerance within which two statistics count as equal. */
const TIE = 1e-9
/** Draws held in memory at once. */
const BATCH = 50

export interface PermutationOptions {
  /** Per pair, a hash of its texts: groups with several pairs are matched pair by pair in its order. */
  readonly key: Uint32Array
  /** B. */
  readonly draws: number
  readonly seed: number
  /** Called before each draw. */
  readonly onDraw?: (() => void) | undefined
}

/**
 * Family-wise p that a concept's mean in a context differs from elsewhere (max-T, Westfall & Young 1993):
 * contexts are permuted among prompt groups of equal size, and the largest |z| over the candidates is
 * compared with each candidate's own; p = (b + 1)/(B + 1). z is Δ over its standard error.
 * @param candidates rows of `tests`
 * @param largest by draw, the largest |z| over the candidates
 */
export function permutationP(
  tests: Pick<TestTable, 'delta' | 'se'>,
  candidates: Uint32Array,
  largest: Float64Array,
): Float64Array {
  return Float64Array.from(candidates, (t) => {
    const own = Math.abs(tests.delta[t]!) / tests.se[t]! - TIE
    const reached = largest.reduce((count, most) => count + (most >= own ? 1 : 0), 0)
    return (reached + 1) / (largest.length + 1)
  })
}

/**
 * By draw, the largest |z| over tests of pairs. A draw in which a concept has no discordant pair inside, and
 * so no variance there, gives no z for it.
 * @param candidates rows of `tests`
 */
export function pairMaxima(
  sample: Sample,
  blocks: readonly TestBlock[],
  tests: Pick<TestTable, 'block' | 'column' | 'context'>,
  candidates: Uint32Array,
  { key, draws, seed, onDraw }: PermutationOptions,
): Float64Array {
  const contexts = blocks.map(({ sets }, b) => {
    const asked = new Set<number>()
    for (const t of candidates) if (tests.block[t] === b) asked.add(tests.context[t]!)
    return sets.map((pairs, c) => (asked.has(c) ? groupedContext(sample, pairs) : null))
  })
  const wanted = new Uint8Array(sample.clusters)
  for (const context of contexts.flat()) context?.pairs.forEach((i) => (wanted[sample.cluster[i]!] = 1))
  const shuffled = groupShuffler(sample, key, wanted, seed)
  const contrast = new PermutedContrast(sample)
  const contextsOf = new Map<TestColumn, (readonly [block: number, context: number])[]>()
  for (const t of candidates) {
    const [block, context] = [tests.block[t]!, tests.context[t]!]
    const column = blocks[block]!.columns[tests.column[t]!]!
    const own = contextsOf.get(column)
    if (own) own.push([block, context])
    else contextsOf.set(column, [[block, context]])
  }
  const largest = new Float64Array(draws)
  for (let first = 0; first < draws; first += BATCH) {
    // Per draw, the pair that replaces each one.
    const replaced = Array.from({ length: Math.min(BATCH, draws - first) }, () => {
      onDraw?.()
      return shuffled().slice()
    })
    for (const [column, own] of contextsOf) {
      contrast.load(column)
      for (const [block, context] of own) {
        const grouped = contexts[block]![context]!
        replaced.forEach((to, d) => {
          const size = Math.abs(contrast.z(grouped, to))
          if (size > largest[first + d]!) largest[first + d] = size
        })
      }
    }
  }
  return largest
}

/** Δ over its standard error (contrast.ts) of one concept in permuted contexts. */
class PermutedContrast {
  readonly #sample: Sample
  /** u by pair, and its sum by prompt group, of the concept loaded. */
  readonly #value: Float32Array
  readonly #groupSum: Float64Array
  #loaded: Uint32Array = new Uint32Array()
  #total = 0
  /** Σ over groups of sum², sum·size and size². */
  #groupSS = 0
  #groupSN = 0
  readonly #groupNN: number

  constructor(sample: Sample) {
    const { n, clusters, memberPtr } = sample
    this.#sample = sample
    this.#value = new Float32Array(n)
    this.#groupSum = new Float64Array(clusters)
    let squares = 0
    for (let g = 0; g < clusters; g++) squares += (memberPtr[g + 1]! - memberPtr[g]!) ** 2
    this.#groupNN = squares
  }

  load({ pair, u }: TestColumn): void {
    const { cluster, memberPtr } = this.#sample
    const [value, groupSum] = [this.#value, this.#groupSum]
    for (const i of this.#loaded) value[i] = groupSum[cluster[i]!] = 0
    this.#loaded = pair
    let [total, groupSS, groupSN] = [0, 0, 0]
    pair.forEach((i, k) => {
      const x = u[k]!
      const g = cluster[i]!
      value[i] = x
      total += x
      groupSS += x * (x + 2 * groupSum[g]!)
      groupSN += x * (memberPtr[g + 1]! - memberPtr[g]!)
      groupSum[g]! += x
    })
    this.#total = total
    this.#groupSS = groupSS
    this.#groupSN = groupSN
  }

  /** @param to for each pair of the context, the pair that replaces it @returns 0 where the error is 0 */
  z(
    { pairs, start, groupSize, groupsOutside, inIn, inOut, outOut }: GroupedContext,
    to: Uint32Array,
  ): number {
    const { n, cluster } = this.#sample
    const value = this.#value
    const groupSum = this.#groupSum
    let sum = 0
    let abs = 0
    // Sums over cells of products of the group's sum inside (S) or outside (R) with sums and sizes (N, M).
    let [SS, SN, SR, SM, RN, RR, RM] = [0, 0, 0, 0, 0, 0, 0]
    for (let j = 0; j < groupSize.length; j++) {
      const pair = to[pairs[start[j]!]!]!
      if (groupSize[j] === 1) {
        const x = value[pair]!
        if (x === 0) continue
        sum += x
        abs += Math.abs(x)
        SS += x * x
        SN += x
        RR -= x * x
        RM -= x
        continue
      }
      let inside = 0
      for (let k = start[j]!; k < start[j + 1]!; k++) {
        const x = value[to[pairs[k]!]!]!
        inside += x
        abs += Math.abs(x)
      }
      const group = groupSum[cluster[pair]!]!
      if (group === 0 && inside === 0) continue
      const size = start[j + 1]! - start[j]!
      const outside = group - inside
      const rest = groupSize[j]! - size
      sum += inside
      SS += inside * inside
      SN += inside * size
      SR += inside * outside
      SM += inside * rest
      RN += outside * size
      RR += outside * outside - group * group
      RM += outside * rest - group * groupSize[j]!
    }
    if (abs === 0) return 0
    const nIn = pairs.length
    const nOut = n - nIn
    const meanIn = sum / nIn
    const meanOut = (this.#total - sum) / nOut
    const varIn = SS - 2 * meanIn * SN + meanIn ** 2 * inIn
    const outSN = this.#groupSN + RM
    const varOut = this.#groupSS + RR - 2 * meanOut * outSN + meanOut ** 2 * (this.#groupNN + outOut)
    const covariance = SR - meanOut * SM - meanIn * RN + meanIn * meanOut * inOut
    const sizes = { nIn, nOut, groupsIn: groupSize.length, groupsOut: groupsOutside }
    const se = deltaError(sizes, varIn, varOut, covariance)
    return se > 0 ? (meanIn - meanOut) / se : 0
  }
}

/**
 * Permutes prompt groups of equal size at random; the result does not depend on the order of rows. Each call
 * of the function that it returns draws a new permutation, and gives for each pair of the wanted groups the
 * pair that replaces it; the array is reused by the next call.
 * @param pairKey per pair, a hash of its texts
 * @param wanted 1 per group that needs a replacement
 */
export function groupShuffler(
  { n, clusters, memberPtr, member, key }: Sample,
  pairKey: Uint32Array,
  wanted: Uint8Array,
  seed: number,
): () => Uint32Array {
  const ordered = member.slice()
  const bySize = new Map<number, number[]>()
  for (let g = 0; g < clusters; g++) {
    const own = ordered.subarray(memberPtr[g], memberPtr[g + 1])
    if (own.length > 1) own.sort((a, b) => pairKey[a]! - pairKey[b]!)
    const alike = bySize.get(own.length)
    if (alike) alike.push(g)
    else bySize.set(own.length, [g])
  }
  const classes = [...bySize]
    .sort(([a], [b]) => a - b)
    .map(([size, groups]) => {
      const drawn = Uint32Array.from(groups).sort((a, b) => key[a]! - key[b]!)
      return { size, drawn, replaced: drawn.filter((g) => wanted[g] === 1) }
    })
  const rng = random(seed)
  const to = new Uint32Array(n)
  return () => {
    for (const { size, drawn, replaced } of classes) {
      // Only wanted groups need a replacement; the earlier order of `drawn` does not matter.
      drawToFront(drawn, replaced.length, rng)
      for (let at = 0; at < replaced.length; at++) {
        const from = memberPtr[replaced[at]!]!
        const into = memberPtr[drawn[at]!]!
        for (let j = 0; j < size; j++) to[ordered[from + j]!] = ordered[into + j]!
      }
    }
    return to
  }
}
