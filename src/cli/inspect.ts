import { basename } from 'node:path'
import type { Inspection } from '../core/dataset/inspect.ts'
import { inspect as inspectFile } from '../core/dataset/inspect.ts'
import { read } from './open.ts'

interface InspectOptions {
  readonly rows: number
  readonly json: boolean
}

/** `whittle inspect`. */
export async function inspect(file: string, options: InspectOptions): Promise<void> {
  const inspection = await inspectFile(basename(file), await read(file), null, options.rows)
  console.log(options.json ? JSON.stringify(inspection) : described(inspection))
}

function described({ format, kind, rows, pairs, responses }: Inspection): string {
  return `${format.name}: ${pairs ?? responses} ${kind} of ${rows} rows`
}
