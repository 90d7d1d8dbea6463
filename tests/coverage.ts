import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

type Summary = Readonly<
  Record<string, { readonly lines: { readonly total: number; readonly covered: number } }>
>

/** Least share of lines, in percent, that unit, golden and bridge tests run. Views are tested end to end. */
const LEAST = {
  'src/core': 95,
  'src/encoder': 65,
  'src/bridge': 95,
  'src/store': 95,
  'src/cli': 88,
  workers: 95,
}

export interface Coverage {
  /** A line a folder: "src/core  95.2% of 8,120 lines". */
  readonly table: string
  /** Folders with less than their least share. */
  readonly short: readonly string[]
}

/** Reads a json-summary report, which has absolute paths. @param root of the repository */
export function coverage(report: string, root: string): Coverage {
  const files = Object.entries(JSON.parse(report) as Summary)
  const rows = Object.entries(LEAST).map(([folder, least]) => {
    const own = files.filter(([file]) => relative(root, file).startsWith(`${folder}/`))
    const total = own.reduce((sum, [, { lines }]) => sum + lines.total, 0)
    const covered = own.reduce((sum, [, { lines }]) => sum + lines.covered, 0)
    return { folder, least, total, percent: (100 * covered) / Math.max(1, total) }
  })
  const line = ({ folder, least, total, percent }: (typeof rows)[number]) =>
    `${folder.padEnd(12)} ${percent.toFixed(1).padStart(5)}% of ${total} lines (at least ${least}%)`
  return {
    table: rows.map(line).join('\n'),
    short: rows.filter(({ percent, least }) => percent < least).map(({ folder }) => folder),
  }
}

/** Prints what the last run with --coverage has covered. @returns whether every folder has its least share */
export function enoughCovered(): boolean {
  const { table, short } = coverage(
    readFileSync('test-results/coverage/coverage-summary.json', 'utf8'),
    process.cwd(),
  )
  console.log(table)
  if (short.length > 0) console.log(`Too little is covered in ${short.join(', ')}.`)
  return short.length === 0
}
