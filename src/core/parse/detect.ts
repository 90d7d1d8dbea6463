import { WhittleError } from '../failure.ts'
import { type Format, FORMATS, UNPAIRED } from './formats.ts'
import { type Look, LOOKS } from './looks.ts'
import type { Mapping } from './mapping.ts'
import { field, listed, quoted, sampleRecords, type SourceRecord, type SourceRows } from './rows.ts'
import { suggestMapping } from './suggest.ts'

/** From this certainty on a file is opened without asking. */
export const CERTAIN = 0.75

const SAMPLED_ROWS = 200

export interface Detection {
  /** null where no known format fits; then `mapping` is the best guess. */
  readonly format: Format | null
  readonly mapping: Mapping
  /** 0 to 1: how far the format's columns can be trusted × share of the sampled rows that fit. */
  readonly certainty: number
  /** One sentence. */
  readonly because: string
}

/**
 * Finds the format of the rows from their columns and from values sampled evenly over the file.
 * @throws WhittleError 'bad-file' for unpaired data, or when there are no two columns that could be responses
 */
export function detect(rows: SourceRows): Detection {
  const sample = sampleRecords(rows, SAMPLED_ROWS)
  let best: Format | null = null
  let bestFit = 0
  for (const format of FORMATS) {
    const fit = share(sample, format.columns)
    if (fit >= 0.5 && fit * format.certainty > bestFit * (best?.certainty ?? 0)) {
      best = format
      bestFit = fit
    }
  }
  if (!best) refuseUnpaired(sample)
  const mapping = suggestMapping(rows)
  if (!best) {
    return {
      format: null,
      mapping,
      certainty: 0,
      because: `The columns ${quotedList(rows.columns)} are not those of a preference format that Whittle knows.`,
    }
  }
  const fitting = Math.round(bestFit * sample.length)
  return {
    format: best,
    mapping,
    certainty: best.certainty * bestFit,
    because:
      `The columns ${quotedList(Object.keys(best.columns))} hold what is expected of ${best.name} ` +
      `in ${fitting} of the ${sample.length} rows looked at.`,
  }
}

function share(sample: readonly SourceRecord[], columns: Readonly<Record<string, Look>>): number {
  const wanted = Object.entries(columns)
  const fits = sample.filter((record) => wanted.every(([column, look]) => LOOKS[look](field(record, column))))
  return sample.length ? fits.length / sample.length : 0
}

function refuseUnpaired(sample: readonly SourceRecord[]): void {
  const unpaired = UNPAIRED.find(({ columns }) => share(sample, columns) >= 0.5)
  if (!unpaired) return
  throw new WhittleError(
    'bad-file',
    `This is unpaired data (${unpaired.name}: one response a row, with ${quotedList(Object.keys(unpaired.columns))}), ` +
      'which Whittle does not read yet; it needs a chosen and a rejected response to the same prompt in every row.',
  )
}

const quotedList = (columns: readonly string[]): string =>
  listed([...columns.slice(0, 8).map(quoted), ...(columns.length > 8 ? [`${columns.length - 8} more`] : [])])
