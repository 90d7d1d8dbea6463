import { MAX_COLUMNS, MAX_SHEET_BYTES } from './limits.ts'
import { type Part, putTogether } from './parts.ts'
import { listed, quoted, type SourceRows } from './rows.ts'
import { RowsBuilder } from './rows-builder.ts'
import { type DataFile, refuse, size, unreadable } from './source.ts'
import type { Advance } from './unpack.ts'
import { zipped } from './zip.ts'

/**
 * How much larger the XML of a sheet may be than its file: compressed text is a tenth, a bomb a thousandth.
 */
const MOST_UNPACKED = 8 * MAX_SHEET_BYTES

type Cell = string | number | boolean | Date | null

/**
 * Reads an Excel workbook (.xlsx): its first sheet with a header and rows, and the others where they have the
 * same columns. Numbers, truth values and dates are what they are in the sheet; dates are ISO text.
 * @throws WhittleError when it is damaged, too large, or has no such sheet
 */
export async function readSheet(file: DataFile, advance: Advance): Promise<SourceRows> {
  if (file.size > MAX_SHEET_BYTES) {
    throw refuse(`The workbook is larger than ${size(MAX_SHEET_BYTES)}; save the sheet as CSV`)
  }
  const unpacked = (await zipped(file, MOST_UNPACKED)).reduce((sum, part) => sum + (part.size ?? 0), 0)
  if (unpacked > MOST_UNPACKED)
    throw refuse(`The workbook unpacks to ${size(unpacked)}; save the sheet as CSV`)
  const { default: readWorkbook } = await import('read-excel-file/universal')
  const bytes = await file.read(0, file.size)
  advance(file.size)
  let sheets: { sheet: string; data: Cell[][] }[]
  try {
    sheets = (await readWorkbook(bytes.slice().buffer as ArrayBuffer, { trim: false })) as typeof sheets
  } catch (error) {
    throw unreadable('an Excel workbook', error)
  }
  const parts = sheets.flatMap(({ sheet, data }): Part[] => {
    const rows = rowsOf(data)
    return rows ? [{ name: sheet, rows }] : []
  })
  const [first] = parts
  if (!first) throw refuse('The workbook has no sheet with a header and rows')
  const same = parts.filter(({ rows }) => rows.columns.join('\0') === first.rows.columns.join('\0'))
  const others = sheets
    .filter(({ sheet }) => !same.some(({ name }) => name === sheet))
    .map(({ sheet }) => quoted(sheet))
  const rows = putTogether(same, [])
  const notes =
    others.length > 0
      ? [`The sheets ${listed(others)} are left alone: they have other columns, or none.`]
      : []
  return {
    ...rows,
    notes: ['The file is an Excel workbook; its own layout is exported as CSV.', ...rows.notes, ...notes],
  }
}

function rowsOf(data: readonly (readonly Cell[])[]): SourceRows | null {
  const [header, ...body] = data
  const named = header?.filter((cell) => cell !== null) ?? []
  if (!header || named.length < 2 || body.length === 0 || header.length > MAX_COLUMNS) return null
  const names = header.map((cell, c) =>
    cell === null ? null : `${valueOf(cell)}`.trim() || `column ${c + 1}`,
  )
  const rows = new RowsBuilder()
  for (const cells of body) {
    if (cells.every((cell) => cell === null)) continue
    rows.add(
      Object.fromEntries(
        cells.flatMap((cell, c) => {
          const name = names[c] ?? (cell === null ? null : `column ${c + 1}`)
          return name === null ? [] : [[name, valueOf(cell)] as const]
        }),
      ),
    )
  }
  return rows.length > 0 ? rows.build('csv') : null
}

const valueOf = (cell: Cell): string | number | boolean | null =>
  cell instanceof Date ? cell.toISOString() : cell
