import { type Context, membership } from './context.ts'
import type { ContextInput } from './input.ts'
import { contrastivePhrases } from './names.ts'
import { contentKeys } from './order.ts'
import { contextTitles, describeContext, typicalPrompts } from './titles.ts'

/** A context before it is described; a given label or description is kept. */
export interface ContextHead extends Pick<Context, 'id' | 'kind' | 'pairs'> {
  readonly label?: string
}

/**
 * Contexts with what a person recognises them by: a title, a line, typical prompts, phrases.
 * @param families of each context, most distinctive first
 */
export function describeContexts(
  { pairs, key = contentKeys(pairs), responses, concepts }: ContextInput,
  heads: readonly ContextHead[],
  families: readonly (readonly string[])[],
): Context[] {
  const sets = heads.map((head) => head.pairs)
  const phrases = contrastivePhrases(pairs, key, sets)
  const named = heads.every(({ label }) => label !== undefined)
  const member = membership(pairs.length, sets)
  const titles = named ? [] : contextTitles({ pairs, key, responses, concepts }, member, sets, phrases)
  return heads.map((head, c): Context => {
    const said = { phrases: phrases[c]!, families: families[c]! }
    return {
      ...{ id: head.id, kind: head.kind, label: head.label ?? titles[c]! },
      description: describeContext(said),
      prompts: typicalPrompts(pairs, key, head.pairs, said.phrases),
      ...said,
      pairs: head.pairs,
      size: head.pairs.length,
    }
  })
}
