import { MAX_COLUMNS, MAX_DEPTH, MAX_ROWS } from './limits.ts'
import { type BadRow, type FileKind, isRecord, type SourceRecord, type SourceRows } from './rows.ts'
import { refuse } from './source.ts'

/** Rows as they are read, good and bad, with what is to be said of them. */
export class RowsBuilder {
  readonly #records: (SourceRecord | null)[] = []
  readonly #bad: BadRow[] = []
  readonly #columns = new Set<string>()
  readonly #notes = new Set<string>()

  get length(): number {
    return this.#records.length
  }

  /** Takes a value in as a row: an object that is not nested too deep. */
  add(value: unknown): void {
    if (!isRecord(value)) this.addBad('the row is not an object')
    else if (isDeeper(value, MAX_DEPTH)) this.addBad(`the row is nested more than ${MAX_DEPTH} levels deep`)
    else {
      this.#push(value)
      for (const column in value) if (this.#columns.size < MAX_COLUMNS) this.#columns.add(column)
    }
  }

  addBad(reason: string): void {
    this.#push(null)
    this.#bad.push({ row: this.#records.length, reason })
  }

  /** A sentence; said once. */
  note(sentence: string): void {
    this.#notes.add(sentence)
  }

  build(fileKind: FileKind, columns: readonly string[] = [...this.#columns]): SourceRows {
    return { fileKind, columns, records: this.#records, bad: this.#bad, notes: [...this.#notes] }
  }

  #push(record: SourceRecord | null): void {
    if (this.#records.length >= MAX_ROWS)
      throw refuse(`The file has more than ${MAX_ROWS / 1e6} million rows; split it`)
    this.#records.push(record)
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
  if (levels === 0) return true
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (isDeeper(item, levels - 1)) return true
  }
  return false
}
