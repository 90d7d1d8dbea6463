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

/** The integers 0 .. n − 1 in random order. */
export function permutation(n: number, rng: Random): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  shuffle(order, rng)
  return order
}

/** Puts items in random order, in place (Fisher–Yates; Knuth, TAOCP vol. 2, algorithm 3.4.2 P). */
export function shuffle(items: Uint32Array, rng: Random): void {
  for (let i = items.length - 1; i > 0; i--) swap(items, i, Math.floor(rng() * (i + 1)))
}

/** Moves `count` items drawn at random without replacement to the front, in random order. */
export function drawToFront(items: Uint32Array, count: number, rng: Random): void {
  for (let i = 0; i < count; i++) swap(items, i, i + Math.floor(rng() * (items.length - i)))
}

function swap(items: Uint32Array, i: number, j: number): void {
  const item = items[i]!
  items[i] = items[j]!
  items[j] = item
}
