import { encode } from './writers.ts'

/** A file to hand to the person. */
export interface ExportedFile {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** "612 pairs, 38 dropped" */
  readonly summary: string
  /** What the person should know of it, each a sentence. */
  readonly notes?: readonly string[]
}

/** A small text as a file. */
export const textFile = (name: string, mime: string, text: string, summary: string): ExportedFile => ({
  name,
  mime,
  bytes: encode([text]),
  summary,
})
