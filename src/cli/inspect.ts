import { type Inspection, inspectRows } from '../core/dataset/inspect.ts'
import { readFiles } from '../core/parse/read.ts'
import { dataFiles, mappingAt, type MappingOption, reading } from './open.ts'

interface InspectOptions extends MappingOption {
  readonly rows: number
  readonly json: boolean
}

/** `whittle inspect`. */
export async function inspect(paths: readonly string[], options: InspectOptions): Promise<void> {
  const mapping = await mappingAt(options.mapping)
  const rows = await readFiles(await dataFiles(paths), reading())
  const inspection = inspectRows(rows, mapping, options.rows)
  console.log(options.json ? JSON.stringify(inspection, null, 1) : described(inspection))
}

/** The same as lines for a person. */
function described(inspection: Inspection): string {
  const { format, kind, rows, pairs, responses, badRows, columns, notes, ask, first } = inspection
  const sure = ask ? 'not certain' : `${Math.round(100 * format.certainty)}% sure`
  return [
    `${format.name} (${sure}): ${pairs ?? responses} ${kind} of ${rows} rows`,
    ...(ask ? [ask.because, `As suggested: ${JSON.stringify(ask.suggestion)}`] : []),
    ...notes,
    ...badRows.map(
      ({ reason, count, rows: bad }) =>
        `${count} left out: ${reason} (rows ${bad.join(', ')}${count > bad.length ? ', …' : ''})`,
    ),
    `Columns: ${columns.map(({ name, type, role }) => `${name} (${role === null ? type : `${type}, ${role}`})`).join('; ')}`,
    ...first.flatMap((read) => [
      `Row ${read.row}`,
      `  prompt:   ${shown(read.prompt)}`,
      ...('chosen' in read
        ? [`  chosen:   ${shown(read.chosen)}`, `  rejected: ${shown(read.rejected)}`]
        : [`  ${read.label.padEnd(8)}  ${shown(read.response)}`]),
    ]),
  ].join('\n')
}

const SHOWN = 160

/** On one line, without what a terminal would act on. */
function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}
