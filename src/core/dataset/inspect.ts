import { type BadRowGroup, groupBadRows } from '../parse/bad-rows.ts'
import { type ColumnInfo, columnsOf } from '../parse/columns.ts'
import { CERTAIN } from '../parse/detect.ts'
import type { Mapping } from '../parse/mapping.ts'
import { readRows } from '../parse/read.ts'
import { recognise } from '../parse/recognise.ts'
import type { SourceRows } from '../parse/rows.ts'
import { type Parsed, toPairs } from '../parse/to-pairs.ts'

/** One pair, or one judged response, as it is read. */
export type ReadRow =
  | { readonly row: number; readonly prompt: string; readonly chosen: string; readonly rejected: string }
  | {
      readonly row: number
      readonly prompt: string
      readonly response: string
      readonly label: 'good' | 'bad'
    }

/** How a file is read: what `whittle inspect --json` prints. */
export interface Inspection {
  readonly format: { readonly id: string; readonly name: string; readonly certainty: number }
  readonly kind: 'pairs' | 'responses'
  /** Rows in the file, good and bad. */
  readonly rows: number
  /** Usable ones; the one that `kind` names. */
  readonly pairs?: number
  readonly responses?: number
  readonly badRows: readonly BadRowGroup[]
  readonly columns: readonly ColumnInfo[]
  /** What a person should know of the reading, each a sentence. */
  readonly notes: readonly string[]
  /**
   * Why a person has to say how the file is read, and the mapping that all of this was read with; null where
   * sure.
   */
  readonly ask: { readonly because: string; readonly suggestion: Mapping } | null
  readonly first: readonly ReadRow[]
}

/** Rows that a person is shown as they would be read. */
const SHOWN = 3

/**
 * Says how a file is read.
 * @param mapping the person's; null to detect it
 * @param shown how many of the rows read are in `first`
 * @throws WhittleError 'bad-file' with one sentence when nothing in it can be read
 */
export async function inspect(
  name: string,
  bytes: Uint8Array,
  mapping: Mapping | null = null,
  shown = SHOWN,
): Promise<Inspection> {
  return inspectRows(await readRows(name, bytes), mapping, shown)
}

/** The same of rows that are read already. */
export function inspectRows(rows: SourceRows, mapping: Mapping | null, shown = SHOWN): Inspection {
  const found = recognise(rows, mapping)
  const parsed = toPairs(rows, found.mapping)
  const { pairs } = parsed
  return {
    format: { id: found.id, name: found.name, certainty: Number(found.certainty.toFixed(4)) },
    kind: pairs.paired ? 'pairs' : 'responses',
    rows: rows.records.length,
    ...(pairs.paired ? { pairs: pairs.length } : { responses: pairs.length }),
    badRows: groupBadRows(parsed.bad),
    columns: columnsOf(rows, found.mapping),
    notes: parsed.notes,
    ask: found.certainty < CERTAIN ? { because: found.because, suggestion: found.mapping } : null,
    first: firstRows(parsed, shown),
  }
}

/** The first pairs, or single responses, as they are read. */
export function firstRows({ pairs }: Pick<Parsed, 'pairs'>, shown: number): ReadRow[] {
  return Array.from({ length: Math.min(shown, pairs.length) }, (_, i) => {
    const [row, prompt, chosen, rejected] = [
      pairs.row[i]!,
      pairs.prompt[i]!,
      pairs.chosen[i]!,
      pairs.rejected[i]!,
    ]
    if (pairs.paired) return { row, prompt, chosen, rejected }
    return rejected === ''
      ? { row, prompt, response: chosen, label: 'good' }
      : { row, prompt, response: rejected, label: 'bad' }
  })
}
