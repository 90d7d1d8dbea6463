import { type Format, FORMATS } from './formats.ts'
import { type Look, LOOKS } from './looks.ts'
import type { Mapping } from './mapping.ts'
import { field, listed, quoted, sampleRecords, type SourceRecord, type SourceRows } from './rows.ts'
import { suggestMapping } from './suggest.ts'
import { UNPAIRED, type UnpairedFormat } from './unpaired-formats.ts'

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
 * @throws WhittleError 'bad-file' when nothing in it could be a response with a better one or a label beside it
 */
export function detect(rows: SourceRows): Detection {
  const sample = sampleRecords(rows, SAMPLED_ROWS)
  const [best, bestFit] = bestOf(sample, FORMATS)
  const mapping = suggestMapping(rows)
  if (!best) {
    return {
      format: null,
      mapping,
      certainty: 0,
      because: `The columns ${quotedList(rows.columns)} are not those of a preference format that Whittle knows.`,
    }
  }
  return {
    format: best,
    mapping,
    certainty: best.certainty * bestFit,
    because: because(best, bestFit, sample.length),
  }
}

/** Finds the layout of unpaired data: one response a row, judged good or bad. @returns null where pairs fit, or nothing */
export function detectUnpaired(rows: SourceRows): UnpairedDetection | null {
  const sample = sampleRecords(rows, SAMPLED_ROWS)
  const [format, fit] = bestOf(sample, UNPAIRED)
  if (!format || bestOf(sample, FORMATS)[0]) return null
  return {
    format,
    certainty: format.certainty * fit,
    because: because(format, fit, sample.length),
  }
}

export interface UnpairedDetection extends Pick<Detection, 'certainty' | 'because'> {
  readonly format: UnpairedFormat
}

type Layout = Pick<Format, 'name' | 'columns' | 'certainty'>

/** The format that fits most rows for sure, and the share of rows that fit it. */
function bestOf<F extends Layout>(
  sample: readonly SourceRecord[],
  formats: readonly F[],
): [F | null, number] {
  let best: F | null = null
  let bestFit = 0
  for (const format of formats) {
    const fit = share(sample, format.columns)
    if (fit >= 0.5 && fit * format.certainty > bestFit * (best?.certainty ?? 0)) {
      best = format
      bestFit = fit
    }
  }
  return [best, bestFit]
}

function because({ name, columns }: Layout, fit: number, looked: number): string {
  return (
    `The columns ${quotedList(Object.keys(columns))} hold what is expected of ${name} ` +
    `in ${Math.round(fit * looked)} of the ${looked} rows looked at.`
  )
}

function share(sample: readonly SourceRecord[], columns: Readonly<Record<string, Look>>): number {
  const wanted = Object.entries(columns)
  const fits = sample.filter((record) => wanted.every(([column, look]) => LOOKS[look](field(record, column))))
  return sample.length ? fits.length / sample.length : 0
}

const quotedList = (columns: readonly string[]): string =>
  listed([...columns.slice(0, 8).map(quoted), ...(columns.length > 8 ? [`${columns.length - 8} more`] : [])])
