import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'
import { poolUnits } from '../core/activations.ts'
import { WhittleError } from '../core/failure.ts'
import { writeUnits } from '../core/unit-file.ts'
import { addStatistics, partStatistics } from '../core/workspace/part-statistics.ts'
import { bundledDictionary } from '../encoder/node.ts'
import { type JoinedParts, readParts } from './parts.ts'
import { requireWritable, save } from './save.ts'

/** `whittle merge`. */
export async function merge(
  folder: string,
  options: { readonly out?: string; readonly half: boolean },
): Promise<void> {
  const out = options.out ?? join(folder, 'activations.safetensors')
  await requireWritable(out, ['.safetensors'])
  const parts = await readParts(folder)
  await checkStatistics(parts)
  const { dataset, encoder, engine, dictionary, pairs } = parts.info
  const notes = [`computed by ${parts.computedBy.join('; ')}`]
  if (parts.computedBy.length > 1)
    notes.push('engines agree to 1e-4: one alone would have given numbers that differ in the last digits')
  await save(out, {
    bytes: writeUnits(parts.table, { dataset, encoder, engine, dictionary }, options.half ? 'f16' : 'f32'),
    summary: `activations of ${pairs} pairs`,
    notes,
  })
}

/** Counts that were written with the parts must be those of the whole. */
async function checkStatistics({ table, info, statistics }: JoinedParts): Promise<void> {
  const dictionary = await bundledDictionary()
  if (dictionary.sha256 !== info.dictionary)
    throw new WhittleError('bad-file', 'These parts were made with another dictionary than this Whittle’s.')
  const responses = 2 * info.pairs
  const whole = {
    kind: Array.from({ length: table.spans }, (_, j) =>
      j < responses ? ('response' as const) : ('prompt' as const),
    ),
    span: Array.from({ length: table.spans }, (_, j) => (j < responses ? j : j - responses)),
    units: table,
  }
  const counted = partStatistics(whole, poolUnits(table, dictionary.presence))
  if (!isDeepStrictEqual(counted, addStatistics(statistics)))
    throw new WhittleError('bad-file', 'The parts are damaged: their counts are not those of what they hold.')
}
