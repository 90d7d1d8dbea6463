import type { Mapping } from '../core/parse/mapping.ts'
import type { DatasetInfo, MappingRequest, PartGroup } from './data.ts'

/** What is to be opened. */
export interface OpenRequest {
  /** One, or several that are one table; names may have folders. */
  readonly files: readonly File[]
  readonly mapping: Mapping | null
  /** Names of the parts to open, where the person chose among some that differ. */
  readonly only: readonly string[] | null
  /** Where the app is served. */
  readonly base: string
}

/** What opening a file leads to: a dataset, or a question to the person about its columns or its parts. */
export type Opened =
  | { readonly kind: 'dataset'; readonly info: DatasetInfo }
  | { readonly kind: 'mapping'; readonly request: MappingRequest }
  | { readonly kind: 'parts'; readonly groups: readonly PartGroup[] }
