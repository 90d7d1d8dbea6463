import { dataKind, ROW_WORDS, type RowWords } from '../../core/data-kind.ts'
import type { ConceptSource } from '../../core/concepts/concept.ts'
import type { ConceptInfo } from '../../protocol/data.ts'
import type { VerdictKind } from '../../core/verdict.ts'

export const SOURCES: Readonly<Record<ConceptSource, string>> = {
  dictionary: 'Latent',
  family: 'Family',
  surface: 'Surface',
  phrase: 'Phrase',
  probe: 'Probe',
}

/** "Latent · topic"; a phrase is of no other kind. */
export const origin = ({ source, kind }: ConceptInfo): string =>
  source === 'phrase' ? SOURCES.phrase : `${SOURCES[source]} · ${kind}`

export const VERDICTS: readonly VerdictKind[] = ['suppress', 'keep', 'amplify']

export const VERDICT_WORDS: Readonly<Record<VerdictKind | 'none', string>> = {
  suppress: 'Suppress',
  keep: 'Keep',
  amplify: 'Amplify',
  none: 'Undecided',
}

/** Said where the fidelity of a label is shown: twelve sentences a latent make a coarse figure. */
export const COARSE =
  'Measured on 12 unseen sentences, so coarse: how often the label is right where it says the concept is present or absent.'

export type SideWords = RowWords

/** What the two sides and one row of the open file are called. */
export const sideWords = (dataset: { readonly paired: boolean } | null): SideWords =>
  ROW_WORDS[dataset ? dataKind(dataset) : 'pairs']
