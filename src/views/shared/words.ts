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
  'Measured on 12 unseen sentences, so coarse: how often the label is right where it says the concept is present or absent.'

/** The words for the two sides and for a row of the data: pairs, or single responses labelled good or bad. */
export interface SideWords {
  readonly chosen: string
  readonly rejected: string
  readonly one: 'pair' | 'response'
}

const PAIRS: SideWords = { chosen: 'chosen', rejected: 'rejected', one: 'pair' }
const RESPONSES: SideWords = { chosen: 'good', rejected: 'bad', one: 'response' }

export const sideWords = (paired: boolean): SideWords => (paired ? PAIRS : RESPONSES)
