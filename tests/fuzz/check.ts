import { openDataset } from '../../src/core/dataset/dataset.ts'
import { WhittleError } from '../../src/core/failure.ts'
import { readRows } from '../../src/core/parse/read.ts'
import type { FuzzCase } from './cases.ts'

/**
 * Reads a case as opening a file does.
 * @returns 'read' or 'refused', or what is wrong: a crash, a sentence that is none, rows that are not
 * accounted for
 */
export async function check({ name, bytes }: FuzzCase): Promise<string> {
  try {
    const { records, bad, columns } = await readRows(name, bytes)
    const missing = records.flatMap((record, i) => (record === null ? [i + 1] : []))
    const said = bad.map(({ row }) => row)
    if (missing.join() !== said.join())
      return `rows ${missing.join()} are missing, ${said.join()} are said to be bad`
    if (columns.length === 0 && missing.length < records.length) return 'rows without columns'
    const opened = await openDataset(name, bytes, '', null)
    if (opened.kind === 'dataset') {
      const { rows, badRows, pairs } = opened.dataset.info
      if (rows !== records.length) return `${records.length} rows read, ${rows} said`
      const left = badRows.reduce((sum, { count }) => sum + count, 0)
      if (left > rows || pairs === 0) return `${left} of ${rows} rows bad, ${pairs} pairs`
    }
    return 'read'
  } catch (error) {
    if (!(error instanceof WhittleError))
      return `crash: ${error instanceof Error ? error.stack : String(error)}`
    if (!/^\S.*\.$/s.test(error.message) || /undefined|NaN rows|\[object/.test(error.message))
      return `no sentence: ${error.message}`
    return 'refused'
  }
}
