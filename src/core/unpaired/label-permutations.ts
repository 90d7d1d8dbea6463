import type { Disparities } from '../concepts/disparity.ts'
import { type Random, random } from '../random.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { Judged, Sample } from '../stats/sample.ts'
import type { FlipTarget, SignFlips } from '../stats/sign-flips.ts'
import { lengthAlone } from './response-effect.ts'

/** Prompts of about equal length and number of responses exchange their labels, about so many to a stratum. */
const STRATUM = 25
/** With fewer prompts of one size than this, labels move between the responses of one prompt instead. */
const FEWEST_ALIKE = 10
/** Permutations held at once, one byte a response each. */
const CHUNK = 256

/**
 * The score test of unpaired data under permuted labels. With p_i = σ(α + γ·l_i) of length alone, l = log(words + 1) and
 * w = p(1 − p), x̃ = x − b₀ − b₁l is what is left of a concept's presence after its weighted regression on length, and
 * S = Σ_i y_i x̃_i over the responses, y = 1 for good; T = (S − mean S)/sd S, moments over the permutations, labels as they are
 * among them. Sign flips would not do: labels are rarely half good, and a concept that is on 50 responses, all good, has T near 7 by
 * flips where 93% are good anyway.
 * Labels are permuted so that all they may depend on stays: whole prompts exchange labels with prompts of the same number of
 * responses and about the same length, the shortest response getting the label of the other's shortest, and so on; with the same
 * permutations for every concept.
 * @param bits log₂ of the number of permutations, the labels as they are among them
 */
export function labelPermutations(
  sample: Sample,
  judged: Judged,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  bits: number,
  seed: number,
): SignFlips {
  const flips = 2 ** bits
  const { side } = judged
  const length = sample.length.map((l, i) => side[i]! * l)
  const projections = [true, false].map((adjust) => projection(sample, judged, length, adjust)) as [
    Projection,
    Projection,
  ]
  const presence = targets.map(({ concept, withoutLength }) => {
    const from = disparities.indptr[concept]!
    const to = disparities.indptr[concept + 1]!
    const response = disparities.pair.subarray(from, to)
    const x = disparities.u.subarray(from, to).map(Math.abs)
    return { alike: byAmount(response, x), on: projections[withoutLength ? 1 : 0](response, x) }
  })

  const statistic = new Float32Array(targets.length * flips)
  const sums = new Float64Array(targets.length)
  const squares = new Float64Array(targets.length)
  const permute = permuter(sample, judged, length, random(seed))
  const stride = (Math.min(CHUNK, flips) + 3) & ~3
  const labels = new Uint8Array(sample.n * stride)
  const count = labelCounter(labels, stride)
  const raw = new Float64Array(targets.length * flips)
  for (let first = 0; first < flips; first += CHUNK) {
    const width = Math.min(CHUNK, flips - first)
    const goods = new Float64Array(width)
    const lengths = new Float64Array(width)
    for (let f = 0; f < width; f++) permute(labels, stride, f, first + f === 0)
    for (let i = 0; i < sample.n; i++) {
      for (let f = 0, at = i * stride; f < width; f++, at++) {
        if (labels[at] === 0) continue
        goods[f]!++
        lengths[f]! += length[i]!
      }
    }
    const score = new Float64Array(width)
    presence.forEach(({ alike, on: [b0, b1] }, t) => {
      for (let f = 0; f < width; f++) score[f] = -b0 * goods[f]! - b1 * lengths[f]!
      for (const [amount, responses] of alike) {
        const good = count(responses)
        for (let f = 0; f < width; f++) score[f]! += amount * good[f]!
      }
      for (let f = 0; f < width; f++) {
        sums[t]! += score[f]!
        squares[t]! += score[f]! ** 2
      }
      raw.set(score, t * flips + first)
    })
  }
  const scale = new Float64Array(targets.length)
  targets.forEach((_, t) => {
    const mean = sums[t]! / flips
    const variance = squares[t]! / flips - mean ** 2
    // What rounding leaves where no permutation changes anything is no variance.
    scale[t] = variance > 1e-9 * (1 + mean ** 2) ? Math.sqrt(variance) : 0
    for (let f = 0; f < flips; f++)
      statistic[t * flips + f] = scale[t] === 0 ? 0 : (raw[t * flips + f]! - mean) / scale[t]!
  })
  return { targets: targets.length, flips, statistic, scale }
}

/** The responses of each amount of a concept: 1, or the shares of a family. */
function byAmount(response: Uint32Array, x: Float32Array): Map<number, number[]> {
  const alike = new Map<number, number[]>()
  response.forEach((i, k) => {
    const same = alike.get(x[k]!)
    if (same) same.push(i)
    else alike.set(x[k]!, [i])
  })
  return alike
}

/** So many ones fill a byte. */
const BYTE = 255

/**
 * Counts labels over some responses, by permutation. Four permutations are added at a time, as the bytes of one integer,
 * which are read out before they can overflow.
 * @param labels responses × stride, 0 or 1; read anew at each count
 */
function labelCounter(labels: Uint8Array, stride: number): (responses: readonly number[]) => Uint32Array {
  const quads = new Int32Array(labels.buffer)
  const width = stride / 4
  const sum = new Int32Array(width)
  const bytes = new Uint8Array(sum.buffer)
  const counts = new Uint32Array(stride)
  return (responses) => {
    counts.fill(0)
    for (let from = 0; from < responses.length; from += BYTE) {
      sum.fill(0)
      const to = Math.min(responses.length, from + BYTE)
      for (let k = from; k < to; k++) {
        for (let q = 0, at = responses[k]! * width; q < width; q++, at++) sum[q]! += quads[at]!
      }
      for (let f = 0; f < stride; f++) counts[f]! += bytes[f]!
    }
    return counts
  }
}

type Projection = (response: Uint32Array, x: Float32Array) => readonly [b0: number, b1: number]

/** Weighted regression of a concept's presence on 1 and length. @param length log(words + 1) by response */
function projection(sample: Sample, judged: Judged, length: Float64Array, adjust: boolean): Projection {
  const {
    point: [alpha, , gamma],
    adjusted,
  } = lengthAlone(sample, judged, adjust)
  const weight = length.map((l) => {
    const p = sigmoid(alpha + (adjusted ? gamma * l : 0))
    return p * (1 - p)
  })
  let [w, wl, wll] = [0, 0, 0]
  weight.forEach((value, i) => {
    w += value
    wl += value * length[i]!
    wll += value * length[i]! ** 2
  })
  const spread = wll - (wl * wl) / w
  return (response, x) => {
    let [wx, wlx] = [0, 0]
    response.forEach((i, k) => {
      wx += weight[i]! * x[k]!
      wlx += weight[i]! * length[i]! * x[k]!
    })
    const b1 = adjusted ? (wlx - (wl * wx) / w) / spread : 0
    return [(wx - b1 * wl) / w, b1]
  }
}

/** Writes a permutation of the labels (1 good, 0 bad) into column f of responses × stride; or the labels as they are. */
function permuter(sample: Sample, { side, key }: Judged, length: Float64Array, rng: Random) {
  const { memberPtr, member, clusters } = sample
  const size = (g: number) => memberPtr[g + 1]! - memberPtr[g]!
  const ordered = member.slice()
  const mean = new Float64Array(clusters)
  const bySize = new Map<number, number[]>()
  for (let g = 0; g < clusters; g++) {
    const own = ordered.subarray(memberPtr[g], memberPtr[g + 1])
    own.sort((a, b) => length[a]! - length[b]! || key[a]! - key[b]!)
    mean[g] = own.reduce((sum, i) => sum + length[i]!, 0) / own.length
    const alike = bySize.get(own.length)
    if (alike) alike.push(g)
    else bySize.set(own.length, [g])
  }
  const strata: Uint32Array[] = []
  const alone: number[] = []
  for (const [responses, alike] of [...bySize].sort(([a], [b]) => a - b)) {
    if (alike.length < FEWEST_ALIKE && responses > 1) {
      alone.push(...alike)
      continue
    }
    alike.sort((a, b) => mean[a]! - mean[b]! || sample.key[a]! - sample.key[b]!)
    const parts = Math.max(1, Math.floor(alike.length / STRATUM))
    for (let part = 0; part < parts; part++) {
      const cut = (at: number) => Math.round((at * alike.length) / parts)
      strata.push(Uint32Array.from(alike.slice(cut(part), cut(part + 1))))
    }
  }
  alone.sort((a, b) => sample.key[a]! - sample.key[b]!)
  const from = new Uint32Array(sample.n)

  return (labels: Uint8Array, stride: number, f: number, asTheyAre: boolean): void => {
    for (let i = 0; i < sample.n; i++) from[i] = i
    if (!asTheyAre) {
      for (const stratum of strata) {
        const donor = shuffled(stratum, rng)
        stratum.forEach((g, at) => {
          for (let j = 0; j < size(g); j++)
            from[ordered[memberPtr[g]! + j]!] = ordered[memberPtr[donor[at]!]! + j]!
        })
      }
      for (const g of alone) {
        const own = ordered.subarray(memberPtr[g], memberPtr[g + 1])
        shuffled(own, rng).forEach((donor, at) => (from[own[at]!] = donor))
      }
    }
    for (let i = 0; i < sample.n; i++) labels[i * stride + f] = side[from[i]!]! > 0 ? 1 : 0
  }
}

/** Fisher–Yates on a copy. */
function shuffled(values: Uint32Array, rng: Random): Uint32Array {
  const order = values.slice()
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1))
    const swap = order[i]!
    order[i] = order[j]!
    order[j] = swap
  }
  return order
}
