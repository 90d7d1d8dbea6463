import type { DatasetInfo, MappingRequest } from './data.ts'

/** What opening a file leads to: a dataset, or a question to the person about its columns. */
export type Opened =
  | { readonly kind: 'dataset'; readonly info: DatasetInfo }
  | { readonly kind: 'mapping'; readonly request: MappingRequest }
