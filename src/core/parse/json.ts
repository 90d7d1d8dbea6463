import { WhittleError } from '../failure.ts'
import { JsonRows } from './json-row.ts'
import { readDocument, readTable } from './json-shapes.ts'
import { splitJson } from './json-split.ts'
import { parseJson } from './json-text.ts'
import { MAX_DOCUMENT_BYTES } from './limits.ts'
import { type FileKind, isRecord, type SourceRows } from './rows.ts'
import { RowsBuilder } from './rows-builder.ts'
import { type Chunks, collected, refuse, size } from './source.ts'
import { badBytes, decode, isBlank, linesOf, NOT_UTF8, placeNote, TOO_LONG } from './text.ts'

/**
 * Reads JSON Lines: one object a line, decoded line by line so that no string as long as the file is ever
 * made.
 * @param chunks UTF-8
 */
export async function readJsonLines(chunks: Chunks): Promise<SourceRows> {
  const rows = new RowsBuilder()
  const json = new JsonRows(rows)
  let invalid = 0
  for await (const { bytes, number } of linesOf(chunks)) {
    if (bytes === null) {
      rows.addBad(TOO_LONG)
      continue
    }
    if (isBlank(bytes)) continue
    const text = decode(bytes)
    const at = badBytes(bytes, text)
    if (at < 0) json.read(text)
    else {
      rows.addBad(NOT_UTF8)
      if (invalid++ === 0) rows.note(placeNote(number, bytes[at]!, at))
    }
  }
  json.note()
  return rows.build('jsonl')
}

/**
 * Reads JSON in any other shape: a list of objects, objects that follow each other, or one object that is a
 * row or a table.
 * @param chunks gives the same stream, in UTF-8, each time
 * @throws WhittleError when it holds no rows, or several tables that differ
 */
export async function readJson(chunks: () => Chunks): Promise<SourceRows> {
  const rows = new RowsBuilder()
  const json = new JsonRows(rows)
  let first: Uint8Array | null | undefined
  let lists: unknown[][] | null = null
  // Objects one after another are written again a line each.
  let kind: FileKind = 'jsonl'
  const values = splitJson(chunks())
  for (;;) {
    const next = await values.next()
    if (next.done) {
      if (next.value !== 'nothing') kind = 'json'
      if (next.value === 'open list') rows.note('The list of rows is not closed: the file may be cut short.')
      break
    }
    const bytes = next.value
    // The first is kept until it is known whether it is alone: then it may be a table.
    if (first === undefined) {
      if (bytes === null) return readWhole(chunks())
      first = bytes.slice()
      continue
    }
    if (first) {
      lists = listOf(first) ? [] : null
      take(first)
      first = null
    }
    if (bytes === null) rows.addBad(TOO_LONG)
    else take(bytes)
  }
  if (first) alone(first)
  if (lists) readTable(lists, rows)
  json.note()
  const read = rows.build(kind)
  if (
    read.records.every((record) => record === null) &&
    read.bad.some(({ reason }) => / JSON/.test(reason))
  ) {
    throw refuse('The file begins like JSON but is not: it is damaged or cut short')
  }
  return read

  function take(bytes: Uint8Array): void {
    const list = lists && listOf(bytes)
    if (lists && list) {
      lists.push(list)
      return
    }
    const text = decode(bytes)
    const at = badBytes(bytes, text)
    if (at < 0) json.read(text)
    else {
      rows.addBad(NOT_UTF8)
      rows.note(
        `Row ${rows.length} has a byte that is not UTF-8 (0x${bytes[at]!.toString(16).toUpperCase()}).`,
      )
    }
  }

  function alone(bytes: Uint8Array): void {
    const value = parsed(decode(bytes))
    if (badBytes(bytes, decode(bytes)) < 0 && isRecord(value)) {
      if (readDocument(value, rows)) kind = 'json'
    } else take(bytes)
  }
}

/** A table larger than a row may be. */
async function readWhole(chunks: Chunks): Promise<SourceRows> {
  const tooLong = () =>
    refuse(`The file is one JSON object of more than ${size(MAX_DOCUMENT_BYTES)}; save it as JSONL`)
  const bytes = await collected(chunks, MAX_DOCUMENT_BYTES, tooLong)
  const text = decode(bytes)
  const at = badBytes(bytes, text)
  if (at >= 0) throw refuse(`The file is not UTF-8: byte ${at + 1} of it belongs to no character`)
  const value = parsed(text)
  if (!isRecord(value)) throw refuse('The file begins like JSON but is not: it is damaged or cut short')
  const rows = new RowsBuilder()
  readDocument(value, rows)
  return rows.build('json')
}

function listOf(bytes: Uint8Array): unknown[] | null {
  if (bytes[0] !== 91) return null
  const value = parsed(decode(bytes))
  return Array.isArray(value) ? value : null
}

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof WhittleError) throw error
    return undefined
  }
}
