import type { Disparities } from '../concepts/disparity.ts'
import { type Random, random, shuffle } from '../random.ts'
import { sigmoid } from './logistic.ts'
import { positiveCount, type Labels, type Sample } from './sample.ts'
import type { Draws, FlipTarget, SignFlips } from './sign-flips.ts'
import { lengthAlone } from './response-effect.ts'

/**
 * Prompts with as many responses and about equal length exchange labels; a stratum has about this many
 * prompts.
 */
const STRATUM = 25
/** With fewer prompts of one size than this, labels move between the responses of one prompt instead. */
const FEWEST_ALIKE = 10
/** Permutations per 32-bit word, one bit each. */
const WORD = 32

/**
 * The score test of unpaired data under permuted labels. With p_i = σ(α + γ·l_i) of length alone, l =
 * log(words + 1) and w = p(1 − p), x̃ = x − b₀ − b₁l is what is left of a concept's presence after its
 * weighted regression on length, and S = Σ_i y_i x̃_i over the responses, y = 1 for good; T = (S − mean S)/sd
 * S, moments over the permutations, labels as they are among them. Sign flips would be invalid: they assume
 * that half the labels are good. Where 93% are good, a concept on 50 responses that are all good has T near 7
 * by flips. Labels are permuted within strata, which keeps their dependence on prompt and length: whole
 * prompts exchange labels with prompts of the same number of responses and about the same length, the
 * shortest response getting the label of the other's shortest, and so on; with the same permutations for
 * every concept.
 * @example
 * // Five of ten responses have the concept, all five are good, and no other is.
 * const ten = Uint32Array.from({ length: 10 }, (_, i) => i)
 * const labels = { side: Int8Array.of(1, 1, 1, 1, 1, -1, -1, -1, -1, -1), key: ten }
 * const data = sample(new Float64Array(10), ten, ten, labels)
 * const five = { indptr: Uint32Array.of(0, 5), pair: ten.subarray(0, 5), u: new Float32Array(5).fill(1) }
 * const target = { concept: 0, withoutLength: true }
 * const { flips, statistic } = labelPermutations(data, labels, five, [target], { bits: 8, seed: 1 })
 * flips // → 256
 * statistic[0] === Math.max(...statistic) // → true
 */
export function labelPermutations(
  sample: Sample,
  labels: Labels,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  { bits, seed }: Draws,
): SignFlips {
  const flips = 2 ** bits
  const { side } = labels
  const length = sample.length.map((l, i) => side[i]! * l)
  const projections = [true, false].map((adjust) => projection(sample, labels, length, adjust)) as [
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

  const { labelBits, lengths, words } = permutedLabels(sample, labels, length, flips, random(seed))
  const goods = positiveCount(side)

  const count = labelCounter(labelBits, words)
  const raw = new Float64Array(targets.length * flips)
  presence.forEach(({ alike, on: [b0, b1] }, t) => {
    const score = raw.subarray(t * flips, (t + 1) * flips)
    for (let f = 0; f < flips; f++) score[f] = -b0 * goods - b1 * lengths[f]!
    for (const [amount, responses] of alike) {
      const good = count(responses)
      for (let f = 0; f < flips; f++) score[f]! += amount * good[f]!
    }
  })
  return standardised(raw, targets.length, flips)
}

/**
 * Draws the permutations, the observed labelling first.
 * @returns labelBits responses × words, a bit a permutation, 1 for a good label; lengths Σ over the good
 * responses of log(words + 1), by permutation
 */
function permutedLabels(sample: Sample, labels: Labels, length: Float64Array, flips: number, rng: Random) {
  const permute = permuter(sample, labels, length, rng)
  const words = Math.ceil(flips / WORD)
  const labelBits = new Int32Array(sample.n * words)
  const lengths = new Float64Array(flips)
  for (let f = 0; f < flips; f++) {
    const from = permute(f === 0)
    const [word, bit] = [Math.floor(f / WORD), 1 << (f % WORD)]
    for (let i = 0; i < sample.n; i++) {
      if (labels.side[from[i]!]! < 0) continue
      labelBits[i * words + word]! |= bit
      lengths[f]! += length[i]!
    }
  }
  return { labelBits, lengths, words }
}

/** Subtracts from each target's scores their mean over the permutations, and divides by their deviation. */
function standardised(raw: Float64Array, targets: number, flips: number): SignFlips {
  const statistic = new Float32Array(targets * flips)
  const scale = new Float64Array(targets)
  for (let t = 0; t < targets; t++) {
    let [sum, square] = [0, 0]
    for (let f = 0; f < flips; f++) {
      sum += raw[t * flips + f]!
      square += raw[t * flips + f]! ** 2
    }
    const mean = sum / flips
    const variance = square / flips - mean ** 2
    // A variance this small is rounding error: no permutation changes the statistic.
    scale[t] = variance > 1e-9 * (1 + mean ** 2) ? Math.sqrt(variance) : 0
    for (let f = 0; f < flips; f++)
      statistic[t * flips + f] = scale[t] === 0 ? 0 : (raw[t * flips + f]! - mean) / scale[t]!
  }
  return { targets, flips, statistic, scale }
}

/** The responses by their amount of the concept: 1, or the share of a family's features. */
function byAmount(response: Uint32Array, x: Float32Array): Map<number, number[]> {
  const alike = new Map<number, number[]>()
  response.forEach((i, k) => {
    const same = alike.get(x[k]!)
    if (same) same.push(i)
    else alike.set(x[k]!, [i])
  })
  return alike
}

/**
 * Counts labels over some responses, by permutation: 32 permutations at a time, slice s holding bit s of
 * their counts. Eight responses are added by full adders on whole words, three words to a sum and a carry
 * (Harley & Seal; Warren 2012, Hacker's Delight, fig. 5–9).
 * @param labels responses × words, a bit a permutation
 */
function labelCounter(labels: Int32Array, words: number): (responses: readonly number[]) => Uint32Array {
  const slices = Array.from({ length: WORD }, () => new Int32Array(words))
  const counts = new Uint32Array(WORD * words)
  const add = (word: number, first: number, w: number) => {
    let carry = word
    for (let s = first; carry !== 0; s++) {
      const slice = slices[s]!
      const next = slice[w]! & carry
      slice[w]! ^= carry
      carry = next
    }
  }
  return (responses) => {
    for (const slice of slices) slice.fill(0)
    const [ones, twos, fours] = slices as [Int32Array, Int32Array, Int32Array]
    let k = 0
    for (; k + 7 < responses.length; k += 8) {
      const r0 = responses[k]! * words
      const r1 = responses[k + 1]! * words
      const r2 = responses[k + 2]! * words
      const r3 = responses[k + 3]! * words
      const r4 = responses[k + 4]! * words
      const r5 = responses[k + 5]! * words
      const r6 = responses[k + 6]! * words
      const r7 = responses[k + 7]! * words
      for (let w = 0; w < words; w++) {
        const one = ones[w]!
        const x0 = labels[r0 + w]!
        const x1 = labels[r1 + w]!
        const x2 = labels[r2 + w]!
        const x3 = labels[r3 + w]!
        const x4 = labels[r4 + w]!
        const x5 = labels[r5 + w]!
        const x6 = labels[r6 + w]!
        const x7 = labels[r7 + w]!
        const sum01 = one ^ x0 ^ x1
        const sum23 = sum01 ^ x2 ^ x3
        const sum45 = sum23 ^ x4 ^ x5
        ones[w] = sum45 ^ x6 ^ x7
        const two01 = carryOf(one, x0, x1)
        const two23 = carryOf(sum01, x2, x3)
        const two45 = carryOf(sum23, x4, x5)
        const two67 = carryOf(sum45, x6, x7)
        const two = twos[w]!
        const sumTwo = two ^ two01 ^ two23
        twos[w] = sumTwo ^ two45 ^ two67
        const four0 = carryOf(two, two01, two23)
        const four1 = carryOf(sumTwo, two45, two67)
        const four = fours[w]!
        fours[w] = four ^ four0 ^ four1
        add(carryOf(four, four0, four1), 3, w)
      }
    }
    for (; k < responses.length; k++)
      for (let w = 0; w < words; w++) add(labels[responses[k]! * words + w]!, 0, w)
    return unsliced(slices, responses.length, counts)
  }
}

/** Writes the counts, at most `most`, that bit slices stand for. */
function unsliced(slices: readonly Int32Array[], most: number, counts: Uint32Array): Uint32Array {
  counts.fill(0)
  for (let s = 0; 2 ** s <= most; s++)
    for (let f = 0; f < counts.length; f++) counts[f]! += ((slices[s]![f >> 5]! >>> (f & 31)) & 1) << s
  return counts
}

/** The carry of a full adder on each bit. */
const carryOf = (a: number, b: number, c: number): number => (a & b) | ((a ^ b) & c)

type Projection = (response: Uint32Array, x: Float32Array) => readonly [b0: number, b1: number]

/** Weighted regression of a concept's presence on 1 and length. @param length log(words + 1) by response */
function projection(sample: Sample, labels: Labels, length: Float64Array, adjust: boolean): Projection {
  const {
    point: [alpha, , gamma],
    adjusted,
  } = lengthAlone(sample, labels, adjust)
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

/**
 * Draws permutations of the labels: each response gets the label of another response or keeps its own.
 */
function permuter(sample: Sample, { key }: Labels, length: Float64Array, rng: Random) {
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
  const drawn = new Uint32Array(sample.n)

  return (observed: boolean): Uint32Array => {
    for (let i = 0; i < sample.n; i++) from[i] = i
    if (!observed) {
      for (const stratum of strata) {
        drawn.set(stratum)
        shuffle(drawn.subarray(0, stratum.length), rng)
        for (let at = 0; at < stratum.length; at++) {
          const to = memberPtr[stratum[at]!]!
          const donor = memberPtr[drawn[at]!]!
          const responses = size(stratum[at]!)
          for (let j = 0; j < responses; j++) from[ordered[to + j]!] = ordered[donor + j]!
        }
      }
      for (const g of alone) {
        const own = ordered.subarray(memberPtr[g], memberPtr[g + 1])
        drawn.set(own)
        shuffle(drawn.subarray(0, own.length), rng)
        own.forEach((i, at) => (from[i] = drawn[at]!))
      }
    }
    return from
  }
}
