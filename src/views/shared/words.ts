import { dataKind, ROW_WORDS, type RowWords } from '../../core/data-kind.ts'
import type { ConceptSource } from '../../core/concepts/concept.ts'
import type { Measured } from '../../core/dictionary.ts'
import type { ConceptInfo } from '../../protocol/data.ts'
import type { VerdictKind } from '../../core/verdict.ts'

export const SOURCES: Readonly<Record<ConceptSource, string>> = {
  dictionary: 'Latent',
  family: 'Family',
  surface: 'Surface',
  phrase: 'Phrase',
  probe: 'Probe',
  rule: 'Rule',
  composed: 'Composed',
  column: 'Column',
  union: 'Several as one',
}

/** "Latent · topic"; phrases have no further kind. */
export const origin = ({ source, kind }: ConceptInfo): string =>
  source === 'phrase' ? SOURCES.phrase : `${SOURCES[source]} · ${kind}`

export const VERDICTS: readonly VerdictKind[] = ['suppress', 'keep', 'amplify']

export const VERDICT_WORDS: Readonly<Record<VerdictKind | 'none', string>> = {
  suppress: 'Suppress',
  keep: 'Keep',
  amplify: 'Amplify',
  none: 'Undecided',
}

/** Shown with the fidelity of a label, which is measured on only twelve sentences per latent. */
export const COARSE =
  'How often the label is right about the concept being present or absent; coarse, because it was measured on 12 unseen sentences.'

/** Said beside a fidelity: the text that it was measured on. */
export const MEASURED: Readonly<Record<Measured, string>> = {
  new: 'on text from sources that the dictionary never saw',
  own: 'on the dictionary’s own sources, about 9 points too high on average',
  none: 'not measured: too rare in new text',
}

/** The words for the two sides and for a row of the data: pairs, or single responses labelled good or bad. */
export type SideWords = RowWords

/** The words for the sides and rows of a file; those of pairs where none is open. */
export const sideWords = (dataset: { readonly paired: boolean } | null): SideWords =>
  ROW_WORDS[dataset ? dataKind(dataset) : 'pairs']
