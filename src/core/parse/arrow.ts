// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- types without DOM and Node
/// <reference path="./apache-arrow.d.ts" />
import { compressionRegistry } from 'apache-arrow/ipc/compression/registry'
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow/ipc/reader'
import { decompress } from 'fzstd'
import { elementsOf, valueReader } from './arrow-values.ts'
import { checkedMessages } from './arrow-check.ts'
import { MAX_COLUMNS, MAX_FILE_BYTES } from './limits.ts'
import { unlz4 } from './lz4.ts'
import type { FileSchema, SourceRows } from './rows.ts'
import { RowsBuilder } from './rows-builder.ts'
import { type DataFile, partOf, type Reading, streamed, tooLarge, unreadable } from './source.ts'
import { startsWith } from './encoding.ts'
import type { Advance } from './unpack.ts'
import { zstdBound } from './zstd.ts'

/** How Arrow numbers compressions (Message.fbs). */
const [LZ4_FRAME, ZSTD] = [0, 1]

/**
 * The file format is the stream format between two of these; the stream ends with a mark before the footer.
 */
const MAGIC = 'ARROW1\0\0'

/**
 * Reads Arrow IPC, file (Feather) or stream (what `datasets` saves), batch by batch; values as `readParquet`
 * gives them. Rows are written again as Parquet, which has the same types.
 * @throws WhittleError when it is damaged, or holds more than there is room for
 */
export async function readArrow(file: DataFile, reading: Reading, advance: Advance): Promise<SourceRows> {
  const room = Math.min(reading.room, MAX_FILE_BYTES * 2)
  compressionRegistry.set(LZ4_FRAME, { decode: (bytes) => unlz4(bytes, room) })
  compressionRegistry.set(ZSTD, {
    decode: (bytes) => {
      if (zstdBound(bytes) > room) throw new Error('larger than its limit')
      // A copy begins where columns of 64 bits may begin.
      return decompress(bytes).slice()
    },
  })
  try {
    const start = startsWith(await file.read(0, 8), MAGIC) ? 8 : 0
    const length = file.size - start
    const stream = checkedMessages(streamed(partOf(file, file.name, start, length), advance), length)
    const messages = await RecordBatchReader.from(stream)
    await messages.open()
    const schema = messages.schema as Schema | undefined
    if (!schema) throw new Error('no schema')
    return await readBatches(messages, schema, file.size, room)
  } catch (error) {
    throw unreadable('Arrow', error)
  }
}

async function readBatches(
  batches: AsyncIterable<RecordBatch>,
  { fields, metadata }: Schema,
  size: number,
  room: number,
): Promise<SourceRows> {
  if (fields.length > MAX_COLUMNS) throw new Error(`more than ${MAX_COLUMNS} columns`)
  const names = fields.map(({ name }) => name)
  const rows = new RowsBuilder()
  let bytes = 0
  for await (const { data, numRows } of batches) {
    // A row of a batch takes a bit at least, but for columns of nothing.
    if (numRows > 8 * size) throw new Error('more rows declared than there are bytes')
    const readers = data.children.map((child) => valueReader(child, (length) => (bytes += length)))
    for (let r = 0; r < numRows; r++) {
      rows.add(Object.fromEntries(names.map((name, c) => [name, readers[c]!(r)])))
      if (bytes > room) throw tooLarge(bytes * 2, room)
    }
  }
  rows.note('The file is Arrow; its own layout is exported as Parquet, which has the same types.')
  const schema: FileSchema = {
    elements: fields.flatMap((field) => elementsOf(field)),
    metadata: Array.from(metadata, ([key, value]) => ({ key, value })),
  }
  return { ...rows.build('parquet', names), schema }
}
