/** Batches [from, to) of a plan, which are written, and resumed, together. */
export interface Part {
  readonly index: number
  readonly from: number
  readonly to: number
}

/** Part `index`, from 1, of `of` machines' work. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** Parts a plan is cut into, as long as none has to be larger than {@link MOST_BATCHES}. */
const PARTS = 256
/** Some minutes of two CPU threads: what a machine that is ended loses at most. */
const MOST_BATCHES = 32

/** Cuts a plan into parts. They depend on the data alone, so any number of shards writes the same ones. */
export function planParts(batches: number): Part[] {
  const size = Math.min(MOST_BATCHES, Math.ceil(batches / PARTS)) || 1
  return Array.from({ length: Math.ceil(batches / size) }, (_, index) => ({
    index,
    from: index * size,
    to: Math.min(batches, (index + 1) * size),
  }))
}

/** The parts that a shard computes: every one is in just one shard. */
export const partsOf = (parts: readonly Part[], { index, of }: Shard): Part[] =>
  parts.filter((part) => part.index % of === index - 1)
