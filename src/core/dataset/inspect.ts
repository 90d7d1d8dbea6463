import { type BadRowGroup, groupBadRows } from '../parse/bad-rows.ts'
import { CERTAIN, detect, detectUnpaired } from '../parse/detect.ts'
import type { Mapping } from '../parse/mapping.ts'
import { readRows } from '../parse/read.ts'
import { toPairs } from '../parse/to-pairs.ts'
import { toResponses } from '../parse/to-responses.ts'
import { mappedResponses } from '../parse/unpaired-formats.ts'

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
  readonly columns: readonly { readonly name: string; readonly type: string; readonly role: string | null }[]
  /** What a person should know of the reading, each a sentence. */
  readonly notes: readonly string[]
  /** Why a person has to say how the file is read, and the mapping that `first` was read with; null where sure. */
  readonly ask: { readonly because: string; readonly suggestion: Mapping } | null
  readonly first: readonly ReadRow[]
}

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
  shown = 3,
): Promise<Inspection> {
  const rows = await readRows(name, bytes)
  const unpaired = mapping ? null : detectUnpaired(rows)
  const found = unpaired ?? (mapping ? { format: null, mapping, certainty: 1, because: '' } : detect(rows))
  const sure = found.certainty >= CERTAIN
  const suggestion = 'mapping' in found ? found.mapping : null
  const parsed = unpaired
    ? toResponses(rows, unpaired.format)
    : suggestion?.kind === 'judged' && !found.format
      ? toResponses(rows, mappedResponses(suggestion))
      : toPairs(rows, (found.format ?? suggestion) as Parameters<typeof toPairs>[1])
  const { pairs } = parsed
  return {
    format: { id: '', name: found.format?.name ?? '', certainty: found.certainty },
    kind: pairs.paired ? 'pairs' : 'responses',
    rows: rows.records.length,
    ...(pairs.paired ? { pairs: pairs.length } : { responses: pairs.length }),
    badRows: groupBadRows(parsed.bad),
    columns: rows.columns.map((column) => ({ name: column, type: '', role: null })),
    notes: [],
    ask: sure || !suggestion ? null : { because: found.because, suggestion },
    first: Array.from({ length: Math.min(shown, pairs.length) }, (_, i) => ({
      row: pairs.row[i]!,
      prompt: pairs.prompt[i]!,
      ...(pairs.paired
        ? { chosen: pairs.chosen[i]!, rejected: pairs.rejected[i]! }
        : pairs.rejected[i] === ''
          ? { response: pairs.chosen[i]!, label: 'good' as const }
          : { response: pairs.rejected[i]!, label: 'bad' as const }),
    })),
  }
}
