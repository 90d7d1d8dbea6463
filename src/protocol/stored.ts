/** What the browser's storage holds of a dataset's activations. */
export interface StoredDataset {
  /** Of the file, hex. */
  readonly sha256: string
  /** Of the file, as it was called when it was last open; empty where it is not known. */
  readonly name: string
  readonly bytes: number
  /** When it was last open, in milliseconds since 1970; 0 where that is not known. */
  readonly used: number
}
