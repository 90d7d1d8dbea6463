import { Tokenizer } from '@huggingface/tokenizers'
import type { Tokenize } from '../core/extract/units.ts'
import { WhittleError } from '../core/failure.ts'
import type { Specials } from './windows.ts'

/** Words cached before the cache is cleared. */
const MEMORY = 200_000

/**
 * The tokenizer that a tokenizer.json describes. BERT splits at white space before anything else, so the ids
 * of a word do not depend on its neighbours and can be cached: texts repeat their words, and a lookup is
 * about ten times faster.
 */
export function wordTokenizer(json: object): { readonly tokenize: Tokenize; readonly specials: Specials } {
  const tokenizer = new Tokenizer(json, {})
  const memory = new Map<string, readonly number[]>()
  const idsOf = (word: string): readonly number[] => {
    let ids = memory.get(word)
    if (!ids) {
      ids = tokenizer.encode(word, { add_special_tokens: false }).ids
      if (memory.size >= MEMORY) memory.clear()
      memory.set(word, ids)
    }
    return ids
  }
  const tokenize = (text: string) => {
    const all: number[] = []
    for (const word of text.split(/[ \t\r\n]+/)) for (const id of idsOf(word)) all.push(id)
    return all
  }
  const special = (token: string) => {
    const id = tokenizer.token_to_id(token)
    if (id === undefined) throw new WhittleError('model', `The tokenizer has no token ${token}.`)
    return id
  }
  return { tokenize, specials: { cls: special('[CLS]'), sep: special('[SEP]'), pad: special('[PAD]') } }
}
