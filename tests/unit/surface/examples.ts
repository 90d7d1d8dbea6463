import { FORMAT_EXAMPLES } from './examples.format.ts'
import { PHRASE_EXAMPLES } from './examples.phrases.ts'
import { PUNCTUATION_EXAMPLES } from './examples.punctuation.ts'
import { SHAPE_EXAMPLES } from './examples.shape.ts'

/** Texts in which a detector fires, and texts that come near and in which it must not. */
export type Examples = Readonly<
  Record<
    string,
    { readonly yes: readonly string[]; readonly no: readonly string[]; readonly prompt?: string }
  >
>

export const EXAMPLES: Examples = {
  ...FORMAT_EXAMPLES,
  ...PUNCTUATION_EXAMPLES,
  ...SHAPE_EXAMPLES,
  ...PHRASE_EXAMPLES,
}
