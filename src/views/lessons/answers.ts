import { STOP_WORDS } from '../../core/surface/stopwords.ts'
import type { ConceptInfo } from '../../protocol/data.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { meanings } from '../rows/synonyms.ts'
import { percent, plural } from '../shared/format.ts'
import type { SideWords } from '../shared/words.ts'

export interface Answer {
  readonly row: TableRow
  /** 3: the name has every word; 2: name or description has; 1: a synonym has. */
  readonly match: 1 | 2 | 3
}

const MOST_ANSWERS = 12

/** How a concept of a name answers what was typed; 0 where it does not. */
export function matcher(
  typed: string,
): (name: string, concept: Pick<ConceptInfo, 'label' | 'description'>) => Answer['match'] | 0 {
  const all = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const telling = all.filter((word) => !STOP_WORDS.has(word))
  const words = telling.length > 0 ? telling : all
  return (name, concept) => {
    if (words.length === 0) return 0
    const label = `${name} ${concept.label}`.toLocaleLowerCase()
    if (words.every((word) => label.includes(word))) return 3
    const text = `${label} ${concept.description}`.toLocaleLowerCase()
    if (words.every((word) => text.includes(word))) return 2
    return words.every((word) => meanings(word).some((part) => text.includes(part))) ? 1 : 0
  }
}

/**
 * Concepts that answer what was typed: by name, by description, by synonym; among equals confirmed ones
 * first, then larger effects. Folded and hidden concepts are among them: someone who asks for a concept is to
 * find it.
 */
export function answers(rows: readonly TableRow[], typed: string): readonly Answer[] {
  const matchOf = matcher(typed)
  return rows
    .flatMap((row) => {
      const match = matchOf(row.name, row.concept)
      return match === 0 ? [] : [{ row, match }]
    })
    .sort(
      (a, b) =>
        b.match - a.match ||
        Number(b.row.hypothesis.confirmed) - Number(a.row.hypothesis.confirmed) ||
        Math.abs(b.row.hypothesis.deltaWin) - Math.abs(a.row.hypothesis.deltaWin),
    )
    .slice(0, MOST_ANSWERS)
}

/**
 * What is known of a concept, in a line: how sure, how often it wins, and which concept it is shown under.
 */
export function answerSentence(
  { hypothesis }: TableRow,
  { one, chosen }: SideWords,
  nameOf: (id: string) => string,
): string {
  const { confirmed, discordant, winRate, q, foldedUnder } = hypothesis
  const sure = confirmed ? 'Confirmed' : q <= 0.1 ? 'Likely' : 'Tested, no clear effect'
  const how =
    one === 'pair'
      ? `${chosen} in ${percent(winRate)} of the ${plural(discordant, 'pair')} that differ in it`
      : `${chosen} in ${percent(winRate)} of the ${plural(discordant, 'response')} with it`
  return `${sure}: ${how}${foldedUnder === null ? '' : `; shown under ${nameOf(foldedUnder)}`}.`
}
