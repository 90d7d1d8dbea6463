import { jsonText } from './json-write.ts'
import type { PairMapping } from './mapping.ts'
import { scoreValue } from './labels.ts'
import { valueAt } from './paths.ts'
import type { SourceRecord } from './rows.ts'

export type RowsMapping = Extract<PairMapping, { kind: 'rows' }>

/** Rows that answer the same prompt, by place in the file, in order of first appearance. */
export function rowsByPrompt(records: readonly (SourceRecord | null)[], prompt: string): number[][] {
  const groups = new Map<string, number[]>()
  records.forEach((record, i) => {
    if (!record) return
    const value = valueAt(record, prompt)
    if (value === undefined || value === null) return
    const key = typeof value === 'string' ? value : jsonText(value)
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  })
  return [...groups.values()]
}

/** The best and the worst of some rows by the mapping's score, by place; why there are none otherwise. */
export function bestAndWorst(
  records: readonly (SourceRecord | null)[],
  group: readonly number[],
  { score, better }: RowsMapping,
): { readonly best: number; readonly worst: number; readonly margin: number } | string {
  const sign = better === 'lower' ? -1 : 1
  const scored = group.flatMap((at) => {
    const value = scoreValue(valueAt(records[at]!, score))
    return value === null ? [] : [{ at, value: sign * value }]
  })
  if (scored.length < 2) return 'there is no second answer with a score to the same prompt'
  const ranked = scored.toSorted((x, y) => y.value - x.value)
  const [best, worst] = [ranked[0]!, ranked.at(-1)!]
  if (best.value === worst.value) return 'the answers to the same prompt have the same score (a tie)'
  return { best: best.at, worst: worst.at, margin: best.value - worst.value }
}
