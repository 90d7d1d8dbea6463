import { mix } from '../stats/hash.ts'
import type { Sample } from '../stats/sample.ts'
import type { Block } from './block.ts'
import { layCells, type Membership, membership } from './context.ts'
import { contrasts } from './contrast.ts'

/** Slack for comparing statistics that are equal but for rounding. */
const TIE = 1e-9

/** A test whose difference from elsewhere is in question. */
export interface Candidate {
  readonly block: number
  readonly column: number
  readonly context: number
  /** Δ over its standard error. */
  readonly z: number
}

/**
 * Family-wise p that a concept's mean in a context differs from elsewhere: contexts are dealt anew to prompt groups of
 * equal size, and the largest |z| over the candidates is compared with each candidate's own; p = (b + 1)/(B + 1). A draw that
 * leaves a concept no discordant pair inside, and so no variance there, has no z for it.
 * @param draws B
 * @param onDraw called after each draw
 */
export function elsewhereP(
  sample: Sample,
  blocks: readonly Block[],
  candidates: readonly Candidate[],
  draws: number,
  seed: number,
  onDraw?: () => void,
): Float64Array {
  const reached = new Float64Array(candidates.length).fill(1)
  const members = blocks.map(({ sets }) => membership(sample.n, sets))
  const wanted = blocks.map((_, b) => byColumn(candidates.filter(({ block }) => block === b)))
  const half = new Uint8Array(sample.n)
  for (let draw = 0; draw < draws; draw++) {
    let largest = 0
    wanted.forEach((columns, b) => {
      if (columns.size === 0) return
      const dealtOut = dealt(sample, members[b]!, mix(draw, seed))
      const contrast = contrasts(sample, layCells(sample, dealtOut), half, 1)
      for (const [column, own] of columns) {
        const { pair, u } = blocks[b]!.columns[column]!
        for (const { context, delta, se } of contrast(pair, u))
          if (own.has(context) && se > 0) largest = Math.max(largest, Math.abs(delta) / se)
      }
    })
    candidates.forEach(({ z }, t) => {
      if (largest >= Math.abs(z) - TIE) reached[t]!++
    })
    onDraw?.()
  }
  return reached.map((count) => count / (draws + 1))
}

/** The contexts asked for, by column. */
function byColumn(candidates: readonly Candidate[]): Map<number, Set<number>> {
  const contexts = new Map<number, Set<number>>()
  for (const { column, context } of candidates)
    contexts.set(column, (contexts.get(column) ?? new Set()).add(context))
  return contexts
}

/** Gives each prompt group the contexts of another group with as many pairs. */
function dealt({ clusters, key, memberPtr, member }: Sample, from: Membership, seed: number): Membership {
  const size = (g: number) => memberPtr[g + 1]! - memberPtr[g]!
  const drawn = key.map((k) => mix(k, seed))
  const bySize = Uint32Array.from({ length: clusters }, (_, g) => g).sort(
    (a, b) => size(a) - size(b) || a - b,
  )
  const donors = bySize.slice().sort((a, b) => size(a) - size(b) || drawn[a]! - drawn[b]!)
  const donor = new Uint32Array(member.length)
  bySize.forEach((g, at) => {
    for (let j = 0; j < size(g); j++) donor[member[memberPtr[g]! + j]!] = member[memberPtr[donors[at]!]! + j]!
  })
  const indptr = new Uint32Array(donor.length + 1)
  donor.forEach((i, at) => (indptr[at + 1] = indptr[at]! + from.indptr[i + 1]! - from.indptr[i]!))
  const context = new Uint32Array(from.context.length)
  donor.forEach((i, at) => context.set(from.context.subarray(from.indptr[i], from.indptr[i + 1]), indptr[at]))
  return { contexts: from.contexts, indptr, context }
}
