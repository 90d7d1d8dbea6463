import { WhittleError } from '../failure.ts'
import { type Mapping, mappingSchema } from './mapping.ts'

/** A mapping as the text of a mapping file. */
export const mappingText = (mapping: Mapping): string => `${JSON.stringify(mapping, null, 2)}\n`

/** Reads a mapping file. @throws WhittleError 'bad-file' with one sentence that says what is wrong with it */
export function readMapping(text: string): Mapping {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new WhittleError('bad-file', 'The mapping is not JSON.')
  }
  const result = mappingSchema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw new WhittleError(
    'bad-file',
    `The mapping is wrong at ${path.join('.') || 'its top level'}: ${message}.`,
  )
}
