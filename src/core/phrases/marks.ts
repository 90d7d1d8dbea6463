import { TextView } from '../surface/view.ts'
import type { Range } from '../surface/words.ts'
import { eachOccurrence, phraseTrie } from './match.ts'

/** Where a phrase occurs in a text. @param phrase as in a concept's id, without `p:` */
export function phraseMarks(phrase: string, text: string): Range[] {
  const { words } = new TextView(text)
  const found: Range[] = []
  eachOccurrence(phraseTrie([phrase]), words, (_phrase, from, to) => {
    found.push([words.start[from]!, words.end[to - 1]!])
  })
  return found
}
