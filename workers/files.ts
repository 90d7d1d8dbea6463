import { MAX_FILE_BYTES } from '../src/core/parse/limits.ts'
import type { DataFile } from '../src/core/parse/source.ts'

/** A file of the page, read in parts; never whole. */
export const dataFile = (file: File): DataFile => ({
  name: file.name,
  size: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
})

/** Bytes of heap that a byte of text needs at most, once it is rows and pairs: see docs/files.md. */
const HEAP_PER_TEXT = 2.5

/** Bytes of text that there is memory for, where the browser says how much it gives. */
export function roomForText(): number {
  const { memory } = performance as Performance & { readonly memory?: { readonly jsHeapSizeLimit: number } }
  return memory ? memory.jsHeapSizeLimit / HEAP_PER_TEXT : MAX_FILE_BYTES
}
