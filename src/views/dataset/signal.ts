import type { Summary } from '../../protocol/data.ts'
import { sideWords } from '../shared/words.ts'

/** How much of the preference the concepts explain, in a sentence; of what lies between chance and the full state. */
export function signalSentence({ auc }: Summary, { chosen, rejected } = sideWords(null)): string | null {
  const { length, concepts, hidden } = auc
  if (concepts === null) return null
  const parts: string[] = []
  if (length !== null) {
    const gain = concepts - length
    parts.push(
      gain > 0.01
        ? `The concepts tell ${chosen} from ${rejected} better than length alone.`
        : `The concepts tell ${chosen} from ${rejected} no better than length alone.`,
    )
  }
  if (hidden !== null) {
    const gap = hidden - concepts
    parts.push(
      gap > 0.01
        ? `The encoder’s full state knows ${(gap * 100).toFixed(1)} points more: that much preference has no name here.`
        : 'They know as much as the encoder’s full state: little preference is left without a name.',
    )
  }
  return parts.join(' ')
}
