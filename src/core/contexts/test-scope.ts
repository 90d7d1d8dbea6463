import type { PairTable } from '../pairs.ts'
import type { Sample } from '../stats/sample.ts'
import type { Block } from './block.ts'
import { testBlocks, type TestOptions } from './context-tests.ts'
import { contentKeys } from './order.ts'
import { testResponses } from './response-tests.ts'
import type { ContextTest } from './scope.ts'

/**
 * Tests blocks together as one scope, by what the data is: pairs, or single responses, of which one block at most has sets.
 * @param pairOf pair in the dataset of each pair of the sample, ascending
 * @returns the tests of each block
 */
export function testScope(
  pairs: PairTable,
  sample: Sample,
  blocks: readonly Block[],
  pairOf: Uint32Array,
  options: Pick<TestOptions, 'flipBits' | 'seed' | 'progress'>,
): ContextTest[][] {
  const { judged } = sample
  if (judged)
    return blocks.map((block) => (block.sets.length > 0 ? testResponses(sample, judged, block, options) : []))
  const content = contentKeys(pairs)
  const parity = Uint8Array.from(pairOf, (i) => pairs.row[i]! & 1)
  return testBlocks(sample, blocks, { ...options, parity, key: pairOf.map((i) => content[i]!) })
}
