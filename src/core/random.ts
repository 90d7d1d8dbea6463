/** A seeded source of uniform numbers in [0, 1). Same seed, same sequence, in every browser and in Node. */
export type Random = () => number

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded from one 32-bit integer. */
export function random(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

/** The integers 0 .. n − 1 in random order (Fisher–Yates). */
export function permutation(n: number, rng: Random): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1))
    const swap = order[i]!
    order[i] = order[j]!
    order[j] = swap
  }
  return order
}

/** Puts `count` items drawn at random first, in random order (Fisher–Yates). */
export function shuffle(items: Uint32Array, rng: Random, count = items.length): void {
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(rng() * (items.length - at))
    const swap = items[at]!
    items[at] = items[other]!
    items[other] = swap
  }
}
