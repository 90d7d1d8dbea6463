/**
 * The part of Apache Arrow that the core uses: its reader of IPC streams. The package's own types refer to
 * the DOM and to Node, and would bring both into the core.
 */
declare module 'apache-arrow/ipc/reader' {
  export interface ArrowType {
    readonly typeId: number
    readonly bitWidth: number
    readonly isSigned: boolean
    readonly precision: number
    readonly scale: number
    readonly unit: number
    readonly timezone: string | null | undefined
    readonly byteWidth: number
    readonly listSize: number
    readonly children: readonly ArrowField[] | null
    readonly dictionary: ArrowType
  }
  export interface ArrowField {
    readonly name: string
    readonly type: ArrowType
    readonly nullable: boolean
    readonly metadata: ReadonlyMap<string, string>
  }
  export interface ArrowData {
    readonly type: ArrowType
    readonly length: number
    readonly offset: number
    readonly children: readonly ArrowData[]
    readonly dictionary?: { readonly data: readonly ArrowData[] }
    readonly values: ArrayLike<number | bigint> & { readonly length: number }
    readonly nullBitmap: Uint8Array | null | undefined
    readonly valueOffsets: Int32Array | BigInt64Array
    readonly variadicBuffers: readonly Uint8Array[]
    readonly stride: number
  }
  export interface RecordBatch {
    readonly numRows: number
    readonly data: ArrowData
  }
  export interface Schema {
    readonly fields: readonly ArrowField[]
    readonly metadata: ReadonlyMap<string, string>
  }
  interface Reader extends AsyncIterable<RecordBatch> {
    readonly schema: Schema
    open(): Promise<unknown>
  }
  export const RecordBatchReader: {
    from(source: AsyncIterable<Uint8Array>): Promise<Reader>
  }
}

declare module 'apache-arrow/ipc/compression/registry' {
  export const compressionRegistry: {
    set(kind: number, codec: { decode(bytes: Uint8Array): Uint8Array }): void
  }
}
