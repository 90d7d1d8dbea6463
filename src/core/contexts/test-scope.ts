import type { Sample } from '../stats/sample.ts'
import type { TestBlock } from './test-block.ts'
import { testBlocks, type TestOptions } from './context-tests.ts'
import type { ContextInput } from './input.ts'
import { contentKeys } from './order.ts'
import { testResponses } from './response-tests.ts'
import type { TestTable } from './test-table.ts'

/**
 * Tests blocks together as one scope, by the statistics of pairs or of single responses; for the latter only
 * the first block has sets.
 * @param pairOf pair in the dataset of each pair of the sample, ascending
 */
export function testScope(
  { pairs, key = contentKeys(pairs) }: Pick<ContextInput, 'pairs' | 'key'>,
  sample: Sample,
  blocks: readonly TestBlock[],
  pairOf: Uint32Array,
  options: Pick<TestOptions, 'flipBits' | 'seed' | 'progress'>,
): TestTable {
  const { labels } = sample
  if (labels) return testResponses(sample, labels, blocks[0]!, options)
  const parity = Uint8Array.from(pairOf, (i) => pairs.row[i]! & 1)
  return testBlocks(sample, blocks, { ...options, parity, key: pairOf.map((i) => key[i]!) })
}
