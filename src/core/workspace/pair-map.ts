import { UMAP } from 'umap-js'
import type { UnitTable } from '../activations.ts'
import type { Context } from '../contexts/context.ts'
import { embedStates, spanStates, subjectStates } from '../contexts/embedding.ts'
import type { PairTable } from '../pairs.ts'
import { random } from '../random.ts'
import type { AnalysisData } from './analysis-data.ts'

/** With more points than this a map is neither fast nor legible. */
const MOST_POINTS = 2000

/**
 * Pairs laid out so that similar prompts are close together. Columns are parallel; pairs are those of the
 * analysis.
 */
export interface PairMap {
  readonly x: Float32Array
  readonly y: Float32Array
  /** The first pair of each prompt. */
  readonly pair: Uint32Array
}

/** The map as it is drawn: each point with its label and the ids of its contexts. */
export interface DatasetMap extends PairMap {
  /** Source row, from 1. */
  readonly row: Uint32Array
  /** The end of the prompt. */
  readonly prompt: readonly string[]
  readonly contexts: readonly (readonly string[])[]
  /** The pairs of the dataset with that prompt. */
  readonly members: readonly (readonly number[])[]
}

/** Characters of the prompt in a point's label. */
const LABEL = 100

/** Adds labels to a map. @param contexts of the basis */
export function labelMap(
  map: PairMap,
  { pairs, index }: Pick<AnalysisData, 'pairs' | 'index'>,
  contexts: readonly Context[],
): DatasetMap {
  const members = Array.from({ length: pairs.groups }, (): number[] => [])
  pairs.group.forEach((group, i) => members[group]!.push(index[i]!))
  const own = Array.from({ length: pairs.length }, (): string[] => [])
  for (const { id, pairs: members } of contexts) for (const pair of members) own[pair]!.push(id)
  return {
    ...map,
    row: map.pair.map((pair) => pairs.row[pair]!),
    prompt: Array.from(map.pair, (pair) => ending(pairs.prompt[pair]!)),
    contexts: Array.from(map.pair, (pair) => own[pair]!),
    members: Array.from(map.pair, (pair) => members[pairs.group[pair]!]!),
  }
}

const ending = (prompt: string) => (prompt.length > LABEL ? `…${prompt.slice(-LABEL)}` : prompt)

/**
 * For each given pair, the mean u of a concept over the pairs with its prompt.
 * @param concept index into the disparities
 */
export function promptLeanings(
  { pairs, disparities }: Pick<AnalysisData, 'pairs' | 'disparities'>,
  concept: number,
  asked: Uint32Array,
): number[] {
  const sum = new Float64Array(pairs.groups)
  const size = new Float64Array(pairs.groups)
  for (const group of pairs.group) size[group]!++
  for (let k = disparities.indptr[concept]!; k < disparities.indptr[concept + 1]!; k++) {
    sum[pairs.group[disparities.pair[k]!]!]! += disparities.u[k]!
  }
  return Array.from(asked, (pair) => sum[pairs.group[pair]!]! / size[pairs.group[pair]!]!)
}

/**
 * UMAP (McInnes et al. 2018) of the prompts' mean states, on a seeded sample where there are many.
 * @param prompts units of every prompt group
 * @param progress (done, total); may throw to cancel
 */
export function pairMap(
  { pairs, units }: AnalysisData,
  prompts: UnitTable,
  seed: number,
  progress?: (done: number, total: number) => void,
): PairMap {
  const first = new Map<number, number>()
  pairs.group.forEach((group, i) => {
    if (!first.has(group)) first.set(group, i)
  })
  const groups = Uint32Array.from(first.keys())
  const step = Math.max(1, groups.length / MOST_POINTS)
  const order = Uint32Array.from(
    { length: Math.floor(groups.length / step) },
    (_, k) => groups[Math.floor(k * step)]!,
  )
  const prompt = spanStates(prompts)
  const states = units ? subjectStates(pairs, order, prompt, spanStates(units)) : prompt
  const { indptr, column, value, columns } = embedStates(states, order, seed)
  const rows = Array.from(order, (_, row) => {
    const dense = new Array<number>(columns).fill(0)
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) dense[column[k]!] = value[k]!
    return dense
  })
  const pair = Uint32Array.from(order, (group) => first.get(group)!)
  const nNeighbors = Math.min(15, rows.length - 1)
  if (nNeighbors < 2) return { x: new Float32Array(pair.length), y: new Float32Array(pair.length), pair }
  const umap = new UMAP({ nNeighbors, minDist: 0.1, random: random(seed) })
  const epochs = umap.initializeFit(rows)
  for (let epoch = 0; epoch < epochs; epoch++) {
    progress?.(epoch, epochs)
    umap.step()
  }
  const layout = umap.getEmbedding()
  return {
    x: Float32Array.from(layout, (point) => point[0]!),
    y: Float32Array.from(layout, (point) => point[1]!),
    pair,
  }
}

/** The pairs that share a prompt with the given pairs. @param within restricts the result; null for all */
export function sharingPrompts(
  { group }: Pick<PairTable, 'group'>,
  some: readonly number[],
  within: ReadonlySet<number> | null,
): ReadonlySet<number> {
  const groups = new Set(some.map((pair) => group[pair]))
  const sharing = new Set<number>()
  group.forEach((own, pair) => {
    if (groups.has(own) && (within?.has(pair) ?? true)) sharing.add(pair)
  })
  return sharing
}
