import { readFileSync } from 'node:fs'
import { WhittleError } from '../../../src/core/failure.ts'
import { MAX_FILE_BYTES } from '../../../src/core/parse/limits.ts'
import { collected, memoryFile } from '../../../src/core/parse/source.ts'
import { unpacked } from '../../../src/core/parse/unpack.ts'
import { detect } from '../../../src/core/parse/detect.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { toPairs } from '../../../src/core/parse/to-pairs.ts'

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const jsonl = (...rows: unknown[]): Uint8Array =>
  utf8(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))

export const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/parse/${name}`, import.meta.url))

/** Reads, detects and makes pairs, as opening a file does. */
export async function open(bytes: Uint8Array, name = 'data.jsonl') {
  const rows = await readRows(name, bytes)
  const detection = detect(rows)
  return { rows, detection, parsed: toPairs(rows, detection.mapping) }
}

/** The sentence of the WhittleError that a file ends in. */
export async function refusal(bytes: Uint8Array, name = 'data.jsonl'): Promise<string> {
  try {
    await open(bytes, name)
  } catch (error) {
    if (error instanceof WhittleError && error.code === 'bad-file') return error.message
    throw error
  }
  throw new Error('the file was not refused')
}

/** Undoes gzip and Zstandard, as opening a file does. */
export async function unpack(bytes: Uint8Array, room = MAX_FILE_BYTES): Promise<Uint8Array> {
  const reading = { progress: () => undefined, room }
  const content = await unpacked(memoryFile('data', bytes), reading)
  return collected(content.chunks(), Infinity, () => new Error('unreachable'))
}
