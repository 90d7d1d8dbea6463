/** One record of delimited text, or why it is none. */
export interface CsvRecord {
  readonly fields: readonly string[]
  /** Where the next one begins. */
  readonly end: number
  /** Lines of the file that it takes. */
  readonly lines: number
  /** Whether quotation marks stand in it that are not those of CSV (RFC 4180), and are kept as text. */
  readonly stray: boolean
}

/** Lines over which the end of a field is looked for when marks inside of it are not doubled. */
const MOST_LINES = 20

/**
 * Reads the record that begins at `at`, strictly by RFC 4180.
 * @param whole whether no more text follows
 * @returns 'more' where the record does not end in the text, 'open' where a mark is never closed, 'stray'
 * where one is closed too early
 */
export function strictRecord(
  text: string,
  at: number,
  delimiter: string,
  whole: boolean,
): CsvRecord | 'more' | 'open' | 'stray' {
  const fields: string[] = []
  let lines = 1
  let newline = text.indexOf('\n', at)
  for (;;) {
    let end: number
    if (text[at] === '"') {
      const close = closing(text, at + 1)
      if (close < 0) return whole ? 'open' : 'more'
      if (close + 2 >= text.length && !whole) return 'more'
      const field = text.slice(at + 1, close)
      for (let n = field.indexOf('\n'); n >= 0; n = field.indexOf('\n', n + 1)) lines++
      fields.push(field.includes('"') ? field.replaceAll('""', '"') : field)
      end = close + 1
      if (newline >= 0 && newline < end) newline = text.indexOf('\n', end)
      if (text[end] === '\r' && text[end + 1] === '\n') end++
      if (end < text.length && text[end] !== '\n' && text[end] !== delimiter) return 'stray'
    } else {
      const stop = newline < 0 ? text.length : newline
      // Within the line, so that lines without delimiters do not look through all that follows.
      const next = text.slice(at, stop).indexOf(delimiter)
      end = next >= 0 ? at + next : stop
      if (end === text.length && !whole) return 'more'
      const carriage = end === stop && text[end - 1] === '\r' && end > at ? 1 : 0
      fields.push(text.slice(at, end - carriage))
    }
    if (text[end] === delimiter && end < text.length) at = end + 1
    else return { fields, end: Math.min(end + 1, text.length), lines, stray: false }
    if (at >= text.length && !whole) return 'more'
  }
}

/** The mark that ends a quoted field: the first that is not doubled. */
function closing(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at)
    if (at < 0 || text[at + 1] !== '"') return at
  }
}

/**
 * Reads a record in which quotation marks stand that are not CSV's: a field in marks ends at the first mark
 * before a delimiter or a line's end, any other mark is text. One line is tried first, then a field that goes
 * over lines.
 * @returns null where no reading has `columns` fields: then this one line is lost, and the next is a record
 * again
 */
export function looseRecord(text: string, at: number, delimiter: string, columns: number): CsvRecord | null {
  const end = lineEnd(text, at)
  const line = text.slice(at, end - (text[end - 1] === '\r' ? 1 : 0))
  const whole = { end: Math.min(end + 1, text.length), lines: 1, stray: true }
  for (const fields of [looseFields(line, delimiter), line.split(delimiter)]) {
    if (fields.length === columns) return { fields, ...whole }
  }
  for (let lines = 2, to = end; lines <= MOST_LINES && to < text.length; lines++) {
    to = lineEnd(text, to + 1)
    const fields = looseFields(text.slice(at, to - (text[to - 1] === '\r' ? 1 : 0)), delimiter)
    if (fields.length > columns) return null
    if (
      fields.length === columns &&
      !fields.at(-1)!.startsWith('"') &&
      !fields.some((field) => field.includes('\n"'))
    ) {
      return { fields, end: Math.min(to + 1, text.length), lines, stray: true }
    }
  }
  return null
}

function looseFields(text: string, delimiter: string): string[] {
  const fields: string[] = []
  for (let at = 0; at <= text.length;) {
    let end = -1
    if (text[at] === '"') {
      for (let mark = at + 1; (mark = text.indexOf('"', mark)) >= 0; mark++) {
        const after = text[mark + 1]
        if (after !== undefined && after !== delimiter) continue
        end = mark + 1
        break
      }
    }
    if (end >= 0) fields.push(text.slice(at + 1, end - 1).replaceAll('""', '"'))
    else {
      const next = text.indexOf(delimiter, at)
      end = next < 0 ? text.length : next
      fields.push(text.slice(at, end))
    }
    at = end + 1
  }
  return fields
}

export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline
}
