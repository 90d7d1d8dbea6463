import type { Disparities } from '../concepts/disparity.ts'
import { judgements, type PairTable } from '../pairs.ts'
import { hashText, mix } from './hash.ts'
import { lengthDifference } from './length.ts'

/**
 * With fewer prompt groups than this a clustered standard error is unreliable, and each pair is its own
 * cluster.
 */
export const FEWEST_GROUPS = 20

/**
 * The pairs on which hypotheses are tested: a length difference and a cluster for each. Pairs of one prompt
 * group are one cluster; pairs without a prompt, and all pairs where there are fewer than FEWEST_GROUPS
 * groups, are clusters of their own.
 */
export interface Sample {
  readonly n: number
  /** ℓ_i = log(words⁺ + 1) − log(words⁻ + 1). */
  readonly length: Float64Array
  readonly cluster: Uint32Array
  readonly clusters: number
  /**
   * Per cluster, a hash of its text: random draws (splits, folds, flips) depend on it, and not on the order
   * of rows.
   */
  readonly key: Uint32Array
  /** Pairs by cluster: member[memberPtr[g] .. memberPtr[g + 1]). */
  readonly memberPtr: Uint32Array
  readonly member: Uint32Array
  /** Of unpaired data, where a "pair" is one response; null for pairs. */
  readonly labels: Labels | null
}

/** The labels of unpaired data, by response. */
export interface Labels {
  /** +1 good, −1 bad. */
  readonly side: Int8Array
  /** A hash of the response's text. */
  readonly key: Uint32Array
}

/**
 * How many responses are labelled good.
 * @example
 * positiveCount(Int8Array.of(1, -1, 1)) // → 2
 */
export const positiveCount = (side: Int8Array): number =>
  side.reduce((count, s) => count + (s > 0 ? 1 : 0), 0)

const known = new WeakMap<PairTable, Sample>()

/**
 * The sample of a whole dataset; it is cached for the table's lifetime, since counting words takes a while.
 * @example
 * const texts = { prompt: ['p'], chosen: ['one two three'], rejected: ['one'] }
 * sampleOf({ ...texts, length: 1, group: [0], groups: 1, paired: true }).length // → [Math.log(4 / 2)]
 */
export function sampleOf(pairs: PairTable): Sample {
  let own = known.get(pairs)
  if (!own) known.set(pairs, (own = readSample(pairs)))
  return own
}

function readSample(pairs: PairTable): Sample {
  const clustered = pairs.groups >= FEWEST_GROUPS
  const label = new Uint32Array(pairs.length)
  const key: number[] = []
  const ofGroup = new Map<number, number>()
  for (let i = 0; i < pairs.length; i++) {
    const prompt = pairs.prompt[i]!
    const shared = clustered && prompt !== ''
    const known = shared ? ofGroup.get(pairs.group[i]!) : undefined
    label[i] = known ?? key.length
    if (known !== undefined) continue
    if (shared) ofGroup.set(pairs.group[i]!, key.length)
    // Chosen and rejected enter symmetrically, so that swapping them gives the same splits and flips.
    key.push(
      shared
        ? hashText(prompt)
        : hashText(prompt) ^ hashText(pairs.chosen[i]!) ^ hashText(pairs.rejected[i]!),
    )
  }
  const side = judgements(pairs)
  const labels = side && {
    side,
    key: Uint32Array.from(side, (good, i) => hashText((good > 0 ? pairs.chosen : pairs.rejected)[i]!)),
  }
  return sample(lengthDifference(pairs), label, Uint32Array.from(key), labels)
}

/**
 * Builds a sample.
 * @param cluster per pair, numbered from 0
 * @param key per cluster
 * @example
 * const length = Float64Array.of(0.5, -0.2, 0.1, 0)
 * const pairs = sample(length, Uint32Array.of(0, 1, 1, 2), Uint32Array.of(11, 12, 13))
 * pairs.memberPtr // → [0, 1, 3, 4]
 */
export function sample(
  length: Float64Array,
  cluster: Uint32Array,
  key: Uint32Array,
  labels: Labels | null = null,
): Sample {
  const { ptr: memberPtr, member } = membersOf(cluster, key.length)
  return { n: length.length, length, cluster, clusters: key.length, key, memberPtr, member, labels }
}

/**
 * The items of each group, ascending: member[ptr[g] .. ptr[g + 1]).
 * @param group of each item
 * @example
 * membersOf(Uint32Array.of(1, 0, 1), 2) // → { ptr: [0, 1, 3], member: [1, 0, 2] }
 */
export function membersOf(group: Uint32Array, groups: number): { ptr: Uint32Array; member: Uint32Array } {
  const ptr = new Uint32Array(groups + 1)
  for (const g of group) ptr[g + 1]!++
  for (let g = 0; g < groups; g++) ptr[g + 1]! += ptr[g]!
  const next = ptr.slice(0, groups)
  const member = new Uint32Array(group.length)
  group.forEach((g, i) => (member[next[g]!++] = i))
  return { ptr, member }
}

/**
 * The clusters in an order drawn from their keys and the seed.
 * @example
 * const length = Float64Array.of(0.5, -0.2, 0.1, 0)
 * const pairs = sample(length, Uint32Array.of(0, 1, 1, 2), Uint32Array.of(11, 12, 13))
 * [...shuffledClusters(pairs, 5)].sort() // → [0, 1, 2]
 */
export function shuffledClusters({ key }: Sample, seed: number): Uint32Array {
  const drawn = key.map((k) => mix(k, seed))
  return Uint32Array.from(drawn.keys()).sort((a, b) => drawn[a]! - drawn[b]!)
}

/**
 * Assigns the clusters to `parts` folds with about equal numbers of clusters.
 * @returns the fold of each pair
 * @example
 * const length = Float64Array.of(0.5, -0.2, 0.1, 0)
 * const pairs = sample(length, Uint32Array.of(0, 1, 1, 2), Uint32Array.of(11, 12, 13))
 * const fold = assignFolds(pairs, 3, 5)
 * fold[1] === fold[2] // → true
 * new Set(fold).size // → 3
 */
export function assignFolds(sample: Sample, parts: number, seed: number): Uint8Array {
  const part = new Uint8Array(sample.clusters)
  shuffledClusters(sample, seed).forEach(
    (g, rank) => (part[g] = Math.floor((rank * parts) / sample.clusters)),
  )
  return Uint8Array.from(sample.cluster, (g) => part[g]!)
}

/**
 * The given pairs of a sample, renumbered in their order.
 * @example
 * const length = Float64Array.of(0.5, -0.2, 0.1, 0)
 * const pairs = sample(length, Uint32Array.of(0, 1, 1, 2), Uint32Array.of(11, 12, 13))
 * subsample(pairs, Uint32Array.of(1, 3)).length // → [-0.2, 0]
 */
export function subsample(whole: Sample, pairs: Uint32Array): Sample {
  const rank = new Int32Array(whole.clusters).fill(-1)
  const groups: number[] = []
  const cluster = Uint32Array.from(pairs, (i) => {
    const g = whole.cluster[i]!
    if (rank[g] === -1) rank[g] = groups.push(g) - 1
    return rank[g]!
  })
  const key = Uint32Array.from(groups, (g) => whole.key[g]!)
  const labels = whole.labels && {
    side: Int8Array.from(pairs, (i) => whole.labels!.side[i]!),
    key: Uint32Array.from(pairs, (i) => whole.labels!.key[i]!),
  }
  return sample(
    Float64Array.from(pairs, (i) => whole.length[i]!),
    cluster,
    key,
    labels,
  )
}

/**
 * For each of n pairs, its position among the given ones, or −1.
 * @example
 * positionIndex(4, Uint32Array.of(2, 0)) // → [1, -1, 0, -1]
 */
export function positionIndex(n: number, pairs: Uint32Array): Int32Array {
  const place = new Int32Array(n).fill(-1)
  pairs.forEach((i, at) => (place[i] = at))
  return place
}

/** Part of a sample, with its disparities. */
export interface Subset {
  readonly sample: Sample
  readonly disparities: Disparities
}

/**
 * Keeps the given pairs, ascending, and renumbers them.
 * @example
 * const length = Float64Array.of(0.5, -0.2, 0.1, 0)
 * const pairs = sample(length, Uint32Array.of(0, 1, 1, 2), Uint32Array.of(11, 12, 13))
 * const indptr = Uint32Array.of(0, 3)
 * const all = { concepts: 1, indptr, pair: Uint32Array.of(0, 1, 3), u: Float32Array.of(1, 1, -1) }
 * subset(pairs, all, Uint32Array.of(1, 3)).disparities.pair // → [0, 1]
 */
export function subset(whole: Sample, all: Disparities, pairs: Uint32Array): Subset {
  const place = positionIndex(whole.n, pairs)
  const indptr = new Uint32Array(all.concepts + 1)
  const pair = new Uint32Array(all.pair.length)
  const u = new Float32Array(all.pair.length)
  let end = 0
  for (let m = 0; m < all.concepts; m++) {
    for (let k = all.indptr[m]!; k < all.indptr[m + 1]!; k++) {
      const i = place[all.pair[k]!]!
      if (i < 0) continue
      pair[end] = i
      u[end++] = all.u[k]!
    }
    indptr[m + 1] = end
  }
  return {
    sample: subsample(whole, pairs),
    disparities: { ...all, pairs: pairs.length, indptr, pair: pair.slice(0, end), u: u.slice(0, end) },
  }
}

/**
 * The pairs whose fold satisfies `wanted`, ascending.
 * @example
 * rowsInFold(Uint8Array.of(0, 1, 0), (fold) => fold === 0) // → [0, 2]
 */
export const rowsInFold = (dealt: Uint8Array, parts: (part: number) => boolean): Uint32Array =>
  Uint32Array.from(dealt.keys()).filter((i) => parts(dealt[i]!))
