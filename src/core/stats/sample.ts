import type { Disparities } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { hashText, mix } from './hash.ts'
import { lengthDifference } from './length.ts'

/** With fewer prompt groups than this a clustered standard error means nothing, and each pair is its own cluster. */
export const FEWEST_GROUPS = 20

/**
 * The pairs on which hypotheses are tested, as the statistics see them: a length difference and a cluster each.
 * Pairs of one prompt group are one cluster; pairs without a prompt, and all pairs where there are fewer than
 * FEWEST_GROUPS groups, are clusters of their own.
 */
export interface Sample {
  readonly n: number
  /** ℓ_i = log(words⁺ + 1) − log(words⁻ + 1). */
  readonly length: Float64Array
  readonly cluster: Uint32Array
  readonly clusters: number
  /** Per cluster, a hash of its text: what is drawn at random (splits, folds, flips) is drawn from this, not from order. */
  readonly key: Uint32Array
  /** Pairs by cluster: member[memberPtr[g] .. memberPtr[g + 1]). */
  readonly memberPtr: Uint32Array
  readonly member: Uint32Array
}

/** The sample of a whole dataset. */
export function sampleOf(pairs: PairTable): Sample {
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
    // Chosen and rejected enter alike, so that swapping them draws the same splits and flips.
    key.push(
      shared
        ? hashText(prompt)
        : hashText(prompt) ^ hashText(pairs.chosen[i]!) ^ hashText(pairs.rejected[i]!),
    )
  }
  return sample(lengthDifference(pairs), label, Uint32Array.from(key))
}

/** Builds a sample. @param cluster per pair, numbered from 0 @param key per cluster */
export function sample(length: Float64Array, cluster: Uint32Array, key: Uint32Array): Sample {
  const memberPtr = new Uint32Array(key.length + 1)
  for (const g of cluster) memberPtr[g + 1]!++
  for (let g = 0; g < key.length; g++) memberPtr[g + 1]! += memberPtr[g]!
  const next = memberPtr.slice(0, key.length)
  const member = new Uint32Array(cluster.length)
  cluster.forEach((g, i) => (member[next[g]!++] = i))
  return { n: length.length, length, cluster, clusters: key.length, key, memberPtr, member }
}

/** The clusters in an order drawn from their keys and the seed. */
export function shuffledClusters({ key }: Sample, seed: number): Uint32Array {
  const drawn = key.map((k) => mix(k, seed))
  return Uint32Array.from(drawn.keys()).sort((a, b) => drawn[a]! - drawn[b]!)
}

/** Deals the clusters into `parts` parts of about equal numbers of clusters. @returns the part of each pair */
export function dealClusters(sample: Sample, parts: number, seed: number): Uint8Array {
  const part = new Uint8Array(sample.clusters)
  shuffledClusters(sample, seed).forEach(
    (g, rank) => (part[g] = Math.floor((rank * parts) / sample.clusters)),
  )
  return Uint8Array.from(sample.cluster, (g) => part[g]!)
}

/** Part of a sample with its disparities. */
export interface Subset {
  readonly sample: Sample
  readonly disparities: Disparities
}

/** Keeps the pairs for which `keep` says so, in order, numbered anew. */
export function subset(whole: Sample, all: Disparities, keep: (pair: number) => boolean): Subset {
  const rank = new Int32Array(whole.n).fill(-1)
  const pairs: number[] = []
  for (let i = 0; i < whole.n; i++) if (keep(i)) rank[i] = pairs.push(i) - 1
  const clusterRank = new Map<number, number>()
  const cluster = Uint32Array.from(pairs, (i) => {
    const g = whole.cluster[i]!
    let r = clusterRank.get(g)
    if (r === undefined) clusterRank.set(g, (r = clusterRank.size))
    return r
  })
  const key = Uint32Array.from(clusterRank.keys(), (g) => whole.key[g]!)
  const length = Float64Array.from(pairs, (i) => whole.length[i]!)

  const indptr = new Uint32Array(all.concepts + 1)
  const pair = new Uint32Array(all.pair.length)
  const u = new Float32Array(all.pair.length)
  let at = 0
  for (let m = 0; m < all.concepts; m++) {
    for (let k = all.indptr[m]!; k < all.indptr[m + 1]!; k++) {
      const i = rank[all.pair[k]!]!
      if (i < 0) continue
      pair[at] = i
      u[at++] = all.u[k]!
    }
    indptr[m + 1] = at
  }
  const { concepts, inChosen, inRejected } = all
  return {
    sample: sample(length, cluster, key),
    disparities: {
      pairs: pairs.length,
      concepts,
      indptr,
      pair: pair.slice(0, at),
      u: u.slice(0, at),
      inChosen,
      inRejected,
    },
  }
}
