import { completed } from './complete.ts'
import { detect, type Detection } from './detect.ts'
import type { Mapping } from './mapping.ts'
import type { SourceRows } from './rows.ts'
import { Table } from './table.ts'

/**
 * How a file is to be read: by the person's mapping, or as detected.
 * @throws WhittleError 'bad-file' when nothing in it could be read as pairs or as judged responses
 */
export function recognise(rows: SourceRows, mapping: Mapping | null): Detection {
  if (!mapping) {
    const found = detect(rows)
    // A file without names of columns is asked about, and this is why.
    const headerless = rows.notes.find((note) => note.startsWith('The first row looks like data'))
    return headerless ? { ...found, because: `${headerless} ${found.because}` } : found
  }
  return {
    id: 'mapping',
    name: 'columns as you chose them',
    mapping: completed(mapping, new Table(rows)),
    certainty: 1,
    because: 'You chose how the file is read.',
  }
}
