import { strToU8, type Zippable, zipSync } from 'fflate'
import type { ExportedFile } from './exported-file.ts'

/** sha256 of bytes, hex: of the browser's or Node's own making. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>

/** Zip dates are local: the same numbers everywhere only from a local date. */
const DATE = () => new Date(1980, 0, 1)

/** Kinds of files that are packed already. */
const PACKED = /\.(parquet|onnx|safetensors)$/

/**
 * All files in one zip, with manifest.json: each file's name, bytes and sha256. The same files give the same
 * bytes.
 * @param files named by their path in the zip, each once
 */
export async function zipFiles(
  name: string,
  files: readonly ExportedFile[],
  about: { readonly whittle: string; readonly created: string },
  sha256: Sha256,
): Promise<ExportedFile> {
  const listed = []
  for (const { name: path, bytes, summary } of files) {
    listed.push({ name: path, bytes: bytes.length, sha256: await sha256(bytes), summary })
  }
  const manifest = { format: 'whittle-bundle', version: 1, ...about, files: listed }
  const index = { name: 'manifest.json', bytes: strToU8(`${JSON.stringify(manifest, null, 2)}\n`) }
  return { name, mime: 'application/zip', bytes: packed([index, ...files]), summary: `${files.length} files` }
}

/** Files in one zip, the same bytes from the same files. */
export function packed(files: readonly Pick<ExportedFile, 'name' | 'bytes'>[]): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {}
  for (const { name, bytes } of files) entries[name] = PACKED.test(name) ? [bytes, { level: 0 }] : bytes
  return zipSync(entries, { mtime: DATE(), level: 6 })
}
