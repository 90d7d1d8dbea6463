import type { Summary } from '../../protocol/data.ts'
import { sideWords } from '../shared/words.ts'

/**
 * How much of the preference the concepts explain, in a sentence; of what lies between chance and the full
 * state.
 */
export function signalSentence({ auc }: Summary, { chosen, rejected } = sideWords(null)): string | null {
  const { length, concepts, hidden } = auc
  if (concepts === null) return null
  const parts: string[] = []
  if (length !== null) {
    const gain = concepts - length
    parts.push(
      gain > 0.01
        ? `The concepts tell ${chosen} from ${rejected} responses better than length alone.`
        : `The concepts tell ${chosen} from ${rejected} responses no better than length alone.`,
    )
  }
  if (hidden !== null) {
    const gap = hidden - concepts
    parts.push(
      gap > 0.01
        ? `The encoder’s full state does so ${(gap * 100).toFixed(1)} points better: no concept here describes that part of the preference.`
        : 'They do so as well as the encoder’s full state: the concepts describe nearly all of the preference that it sees.',
    )
  }
  return parts.join(' ')
}
