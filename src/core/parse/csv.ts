// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- types without Node
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse/papaparse.min.js'
import { WhittleError } from '../failure.ts'
import { type CsvRecord, lineEnd, looseRecord, strictRecord } from './csv-record.ts'
import { MAX_COLUMNS, MAX_ROW_BYTES } from './limits.ts'
import type { SourceRows } from './rows.ts'
import { RowsBuilder } from './rows-builder.ts'
import { type Chunks, refuse } from './source.ts'
import { type Block, blocksOf, NOT_UTF8, TOO_LONG } from './text.ts'

const DELIMITERS = [',', '\t', ';', '|'] as const
/** Records by which the delimiter is found. */
const SAMPLED = 50

const UNEVEN = 'the row has more or fewer fields than the header'
const MISQUOTED = 'the row has a quotation mark that is never closed, or one that is not doubled'

/**
 * Reads delimited text with a header: commas, tabs, semicolons or bars, found from the text. Header names
 * that repeat or are empty are numbered. Every value is text. A quotation mark that is not CSV's costs at
 * most the line that it is in.
 * @param chunks UTF-8
 * @throws WhittleError when there is no row after the header
 */
export async function readCsv(chunks: Chunks): Promise<SourceRows> {
  const reader = new CsvReader()
  for await (const block of blocksOf(chunks, MAX_ROW_BYTES)) reader.push(block)
  return reader.end()
}

class CsvReader {
  readonly #rows = new RowsBuilder()
  readonly #bad = new Map<number, string>()
  #text = ''
  #at = 0
  /** Of the line at `at`, from 1. */
  #line = 1
  #delimiter: string | null = null
  #columns: string[] | null = null
  #stray = 0
  /** False where quotation marks are text like any other. */
  #quoted = true

  push({ text, bad }: Block): void {
    for (const [line, place] of bad) this.#bad.set(line, place)
    this.#text = this.#text.slice(this.#at) + text
    this.#at = 0
    this.#read(false)
  }

  end(): SourceRows {
    this.#read(true)
    const columns = this.#columns
    if (!columns || this.#rows.length === 0)
      throw new WhittleError('bad-file', 'The file has a header but no rows.')
    const stray = this.#stray
    if (stray > 0) {
      const have = stray === 1 ? 'row has' : 'rows have'
      this.#rows.note(`${stray} ${have} quotation marks that are not those of CSV; they are kept as text.`)
    }
    return this.#rows.build(this.#delimiter === '\t' ? 'tsv' : 'csv', columns)
  }

  #read(whole: boolean): void {
    if (this.#delimiter === null && !this.#begin(whole)) return
    while (this.#at < this.#text.length) {
      const next = this.#next(whole)
      if (next === 'more') return
      const { fields, lines, end } = next
      const invalid = this.#badIn(this.#line, lines)
      this.#at = end
      this.#line += lines
      if (fields.length === 1 && fields[0]!.trim() === '' && lines === 1) continue
      if (this.#columns === null) this.#header(fields)
      else if (invalid) this.#rows.addBad(NOT_UTF8)
      else this.#row(next)
    }
  }

  /** Finds the delimiter once there is a block to find it from. */
  #begin(whole: boolean): boolean {
    if (!whole && !this.#text.includes('\n')) return false
    const said = /^sep=(.)\r?\n/.exec(this.#text)
    if (said) {
      this.#at = said[0].length
      this.#line++
    }
    this.#delimiter = said?.[1] ?? guessed(this.#text)
    if (this.#delimiter === '\t' && isUnquoted(this.#text)) {
      this.#quoted = false
      this.#rows.note('Quotation marks in the file are text, not CSV’s quoting; they are kept as they stand.')
    }
    return true
  }

  #plain(whole: boolean): CsvRecord | 'more' {
    const end = lineEnd(this.#text, this.#at)
    if (end === this.#text.length && !whole) return 'more'
    const fields = this.#text.slice(this.#at, end).replace(/\r$/, '').split(this.#delimiter!)
    return { fields, end: Math.min(end + 1, this.#text.length), lines: 1, stray: false }
  }

  #next(whole: boolean): (CsvRecord & { readonly reason?: string }) | 'more' {
    const { length } = this.#text
    const delimiter = this.#delimiter!
    const columns = this.#columns?.length
    if (!this.#quoted) return this.#plain(whole)
    const strict = strictRecord(this.#text, this.#at, delimiter, whole)
    const tooLong = length - this.#at > MAX_ROW_BYTES
    if (strict === 'more' && !tooLong) return 'more'
    if (typeof strict !== 'string') return this.#swallowed(strict) ?? strict
    // A mark that is still open in the last line is more likely a file cut short than a mark that is text.
    const last = strict === 'open' && lineEnd(this.#text, this.#at) >= length - 1
    const loose = columns === undefined || last ? null : looseRecord(this.#text, this.#at, delimiter, columns)
    if (loose && loose.end < length - 1) return loose
    if (!whole && !tooLong) return 'more'
    if (loose) return loose
    const end = lineEnd(this.#text, this.#at)
    const fields = this.#text.slice(this.#at, end).replace(/\r$/, '').split(delimiter)
    const reason = end - this.#at > MAX_ROW_BYTES ? TOO_LONG : MISQUOTED
    return { fields, end: Math.min(end + 1, length), lines: 1, stray: true, reason }
  }

  /**
   * The first line alone, where a mark that nothing closes took in others and it is a whole row without them.
   */
  #swallowed({ lines, fields }: CsvRecord): CsvRecord | null {
    const columns = this.#columns?.length
    if (columns === undefined || lines === 1 || fields.length === columns) return null
    const loose = looseRecord(this.#text, this.#at, this.#delimiter!, columns)
    return loose?.lines === 1 ? loose : null
  }

  #header(fields: readonly string[]): void {
    if (fields.length > MAX_COLUMNS) {
      throw new WhittleError(
        'bad-file',
        `The file has ${fields.length} columns; at most ${MAX_COLUMNS} are read.`,
      )
    }
    if (fields.length < 2) throw refuse('The file is text without columns')
    if (!looksLikeData(fields)) {
      this.#columns = distinct(fields)
      return
    }
    this.#columns = fields.map((_, c) => `column ${c + 1}`)
    this.#rows.note(
      'The first row looks like data, not like names of columns: it is read as a row, and columns are numbered.',
    )
    this.#row({ fields, stray: false })
  }

  #row({ fields, stray, reason }: Pick<CsvRecord, 'fields' | 'stray'> & { readonly reason?: string }): void {
    const columns = this.#columns!
    const extra = fields.slice(columns.length).some((value) => value !== '')
    if (reason !== undefined) this.#rows.addBad(reason)
    else if (fields.length < columns.length || extra) this.#rows.addBad(UNEVEN)
    else {
      if (stray) this.#stray++
      this.#rows.add(Object.fromEntries(columns.map((column, c) => [column, fields[c]])))
    }
  }

  #badIn(line: number, lines: number): boolean {
    for (const [number, place] of this.#bad) {
      if (number >= line + lines) return false
      this.#bad.delete(number)
      if (number < line) continue
      this.#rows.note(place)
      return true
    }
    return false
  }
}

/** The delimiter that gives most records as many fields as the first has; more fields where several do. */
function guessed(text: string): string {
  let best: (typeof DELIMITERS)[number] = ','
  let most = 0
  for (const delimiter of DELIMITERS) {
    const widths: number[] = []
    for (let at = 0; at < text.length && widths.length < SAMPLED;) {
      const record = strictRecord(text, at, delimiter, true)
      const end = lineEnd(text, at)
      widths.push(
        typeof record === 'string' ? text.slice(at, end).split(delimiter).length : record.fields.length,
      )
      at = typeof record === 'string' ? end + 1 : record.end
    }
    const [first = 1] = widths
    const score =
      first < 2 ? 0 : widths.filter((width) => width === first).length / widths.length + first / 1e6
    if (score > most) {
      most = score
      best = delimiter
    }
  }
  return best
}

/**
 * Whether tabs separate fields that are never quoted: some begin with a mark that does not end them, and no
 * mark has a use.
 */
function isUnquoted(text: string): boolean {
  let stray = false
  for (let at = 0, n = 0; at < text.length && n < SAMPLED; n++) {
    const record = strictRecord(text, at, '\t', true)
    const strict = typeof record !== 'string'
    if (!strict) stray = true
    else if (record.lines > 1 || record.fields.some((field) => field.includes('\t'))) return false
    else if (text.slice(at, record.end).includes('""')) return false
    at = strict ? record.end : lineEnd(text, at) + 1
  }
  return stray
}

/** Names of columns are short, and differ. */
const looksLikeData = (fields: readonly string[]): boolean =>
  fields.some((field) => field.length > 80 || field.includes('\n')) &&
  fields.every((field) => field.length > 0)

/**
 * Writes CSV.
 * @param safe whether values that a spreadsheet would run as formulae get an apostrophe before them
 */
export function csvText(
  fields: readonly string[],
  data: readonly (readonly unknown[])[],
  delimiter: ',' | '\t' = ',',
  safe = true,
): string {
  return Papa.unparse({ fields, data }, { escapeFormulae: safe, delimiter })
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
