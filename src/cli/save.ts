import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import type { ExportedFile } from '../core/export/exported-file.ts'
import type { FileKind } from '../core/parse/rows.ts'
import { WhittleError } from '../core/failure.ts'

const bad = (sentence: string) => new WhittleError('bad-file', sentence)

/** What the operating system says, in words. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'there is no permission to',
  EPERM: 'there is no permission to',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/** The error of a write, in words. */
export const cannotWrite = (path: string, error: unknown) => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return bad(`${path} cannot be written: ${WHY[code] ?? message}.`)
}

/** Writes a file and says so. @throws WhittleError with a sentence where it cannot be written */
export async function save(
  path: string,
  { bytes, summary, notes = [] }: Pick<ExportedFile, 'bytes' | 'summary' | 'notes'>,
): Promise<void> {
  try {
    await writeFile(path, bytes)
  } catch (error) {
    throw cannotWrite(path, error)
  }
  console.log(`${path}: ${summary}`)
  for (const note of notes) console.error(`  ${note}`)
}

export interface SpreadsheetOption {
  /** Whether text that a spreadsheet would run as a formula gets an apostrophe, in CSV and TSV. */
  readonly spreadsheet?: boolean
}

const KINDS: readonly FileKind[] = ['jsonl', 'json', 'csv', 'tsv', 'parquet']

/**
 * The kind of file that a name's ending says, after a check that it can be written.
 * @throws WhittleError with a sentence where it says none, or it cannot
 */
export async function containerOf(path: string): Promise<FileKind> {
  await requireWritable(
    path,
    KINDS.map((kind) => `.${kind}`),
  )
  return KINDS.find((kind) => path.toLowerCase().endsWith(`.${kind}`))!
}

/**
 * Checks, before any work, that a file can be written.
 * @param endings that its name may have, with their dots
 * @throws WhittleError with a sentence where it cannot
 */
export async function requireWritable(path: string, endings: readonly string[]): Promise<void> {
  if (!endings.includes(extname(path).toLowerCase())) {
    const [last, ...others] = endings.toReversed()
    const list = others.length > 0 ? `${others.toReversed().join(', ')} or ${last}` : last
    throw bad(`${path} must end in ${list}.`)
  }
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw bad(`${path} cannot be written: ${WHY['EISDIR']}.`)
  await access(there ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    throw cannotWrite(path, error)
  })
}

/**
 * Checks, before any work, that a folder can be written to, or made where it is missing; makes nothing.
 * @throws WhittleError with a sentence where it cannot
 */
export async function requireFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => null)
  if (!there && dirname(path) !== path) return requireFolder(dirname(path))
  if (!there?.isDirectory()) throw bad(`${path} is a file, where a folder to write to is expected.`)
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw cannotWrite(path, error)
  })
}
