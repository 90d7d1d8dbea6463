// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- types without Node's globals, see there
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse/papaparse.min.js'
import { WhittleError } from '../failure.ts'
import { MAX_COLUMNS } from './limits.ts'
import type { BadRow, SourceRecord, SourceRows } from './rows.ts'

/**
 * Reads delimited text with a header: commas, tabs, semicolons or bars, found from the text. Header names that repeat
 * or are empty are numbered. Every value is text.
 * @throws WhittleError when there is no row after the header
 */
export function readCsv(text: string): SourceRows {
  const { data, errors, meta } = Papa.parse(text, {
    delimitersToGuess: [',', '\t', ';', '|'],
    skipEmptyLines: true,
  })
  const header = data.shift()
  if (!header || data.length === 0) {
    throw new WhittleError('bad-file', 'The file has a header but no rows.')
  }
  if (header.length > MAX_COLUMNS) {
    throw new WhittleError(
      'bad-file',
      `The file has ${header.length} columns; at most ${MAX_COLUMNS} are read.`,
    )
  }
  const columns = distinct(header)
  // Papa counts rows with the header; after an open quote there is no telling where rows end.
  const misquoted = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row = 0 }) => row - 1))
  const bad: BadRow[] = []
  const records = data.map((values, i): SourceRecord | null => {
    const extra = values.slice(columns.length).some((value) => value !== '')
    const reason = misquoted.has(i)
      ? 'the row has a quotation mark that is never closed'
      : values.length < columns.length || extra
        ? 'the row has more or fewer fields than the header'
        : null
    if (reason === null) return Object.fromEntries(columns.map((column, c) => [column, values[c]]))
    bad.push({ row: i + 1, reason })
    return null
  })
  return { fileKind: meta.delimiter === '\t' ? 'tsv' : 'csv', columns, records, bad }
}

/** Writes CSV that a spreadsheet will not run: values that look like formulae get an apostrophe before them. */
export function csvText(
  fields: readonly string[],
  data: readonly (readonly unknown[])[],
  delimiter: ',' | '\t' = ',',
): string {
  return Papa.unparse({ fields, data }, { escapeFormulae: true, delimiter })
}

function distinct(header: readonly string[]): string[] {
  const seen = new Set<string>()
  return header.map((raw, i) => {
    const name = raw.trim() || `column ${i + 1}`
    let unique = name
    for (let n = 2; seen.has(unique); n++) unique = `${name} (${n})`
    seen.add(unique)
    return unique
  })
}
