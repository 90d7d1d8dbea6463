import { permutation, random } from '../random.ts'

/**
 * Sizes of a batch in which KTO's trainers move every completion on by one row, the last one to the first, to
 * estimate a divergence from prompts with answers that are not theirs: TRL by per_device_train_batch_size,
 * LLaMA-Factory by preprocessing_batch_size, which is 1000.
 */
const BATCHES = [2, 4, 8, 16, 32, 64, 128, 1000]
const TRIES = 20

/**
 * An order of rows in which rows of one prompt stand far apart, so that no row gets the completion of its own
 * prompt when completions move on by one inside a batch. The rows of a prompt are dealt out at a fixed
 * distance, prompts at random; of several such orders the first with the fewest own completions is taken.
 * None is left unless a prompt has more than half of the rows, or a batch holds a single row.
 * @param prompts of each row
 * @returns places in `prompts`, each once; the same for the same prompts
 */
export function spreadOrder(prompts: readonly string[]): Uint32Array {
  const groups = new Map<string, number[]>()
  prompts.forEach((prompt, row) => {
    const group = groups.get(prompt)
    if (group) group.push(row)
    else groups.set(prompt, [row])
  })
  const members = [...groups.values()]
  let best: { readonly order: Uint32Array; readonly own: number } | null = null
  for (let seed = 1; seed <= TRIES && best?.own !== 0; seed++) {
    const order = dealt(members, prompts.length, seed)
    const own = BATCHES.reduce((sum, size) => sum + ownCompletions(prompts, order, size), 0)
    if (!best || own < best.own) best = { order, own }
  }
  return best!.order
}

/**
 * Rows that get a completion of their own prompt in batches of a size, the last of which may be
 * shorter.
 */
export function ownCompletions(prompts: readonly string[], order: Uint32Array, size: number): number {
  let own = 0
  for (let first = 0; first < order.length; first += size) {
    const batch = order.subarray(first, first + size)
    batch.forEach((row, i) => {
      if (prompts[row] === prompts[batch[(i + batch.length - 1) % batch.length]!]) own++
    })
  }
  return own
}

/**
 * Rows one prompt after the other, put into places that are `step` apart: no prompt has more rows than a
 * round
 * through the places has, so that they never meet. An even step is no batch's length less one.
 */
function dealt(members: readonly (readonly number[])[], rows: number, seed: number): Uint32Array {
  const rng = random(seed)
  const largest = members.reduce((most, { length }) => Math.max(most, length), 1)
  const most = Math.max(1, Math.floor(rows / largest))
  const step = most > 2 ? most - (most % 2) : most
  const order = new Uint32Array(rows)
  let place = 0
  for (const g of permutation(members.length, rng)) {
    const group = members[g]!
    for (const k of permutation(group.length, rng)) {
      order[place] = group[k]!
      place += step
      if (place >= rows) place = (place % step) + 1
    }
  }
  return order
}
