import {
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
} from '@tanstack/react-table'
import type { TableRow } from './tableRow.ts'

export interface ColumnMeta {
  /** Tooltip of the header. */
  readonly hint: string
}

export interface TableMeta {
  /** End of the common axis of effects. */
  readonly limit: number
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, text: sortFn_text },
  columnMeta: metaHelper<ColumnMeta>(),
  tableMeta: metaHelper<TableMeta>(),
})

export const helper = createColumnHelper<typeof features, TableRow>()
