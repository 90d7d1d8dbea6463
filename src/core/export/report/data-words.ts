import { type Html, html } from './html.ts'
import { type DataKind, ROW_WORDS, type RowWords } from '../../data-kind.ts'

/** What the audit report and the dataset card say differently of pairs and of single responses. */
export interface DataWords extends RowWords {
  /** A row in full: "preference pair". */
  readonly row: string
  /** Rows at the beginning of a heading or sentence. */
  readonly Rows: string
  /** Rows in the card: "preference pairs". */
  readonly rowsInFull: string
  /** What a label says. */
  readonly label: string
  /** Tags of the dataset card. */
  readonly tag: string
  /** How often the chosen response is longer. @param share formatted */
  longer(share: string): string
  /** What labels that say nothing were made by, and what Δwin is. */
  readonly tested: string
  readonly offsetsOf: string
  readonly offsetsSigned: string
  /** What stands for the offset in a trainer's own column. */
  readonly offsetColumn: string
  readonly trainers: Html
  /** What offsets are, for the card. */
  readonly offsets: string
  /** Whether length is a difference within a row, whose mean the decisions move. */
  readonly lengthShift: boolean
}

export const DATA_WORDS: Readonly<Record<DataKind, DataWords>> = {
  pairs: {
    ...ROW_WORDS.pairs,
    row: 'preference pair',
    Rows: 'Pairs',
    rowsInFull: 'preference pairs',
    label: 'preference',
    tag: 'dpo',
    longer: (share) => `the chosen response is longer in ${share} of pairs`,
    tested:
      'sign flips. Δwin is how many points a concept moves the chance of being chosen, length held fixed, where one response has more of it than the other.',
    offsetsOf: 'preference',
    offsetsSigned: '',
    offsetColumn: ' (TRL reward: margin)',
    trainers: html`TRL’s DPO trainer needs the loss below, its reward trainer reads <code>margin</code> as it
      is.`,
    offsets:
      '- Offsets are log-odds: the shaped DPO loss is `−log σ(β·Δθ + offset)`, and `margin = −offset`.',
    lengthShift: true,
  },
  responses: {
    ...ROW_WORDS.responses,
    row: 'single response',
    Rows: 'Responses',
    rowsInFull: 'responses, each judged good or bad,',
    label: 'label',
    tag: 'kto',
    longer: (share) =>
      `of a good and a bad response drawn at random the good one is longer in ${share} of draws`,
    tested:
      'permutations of the labels. Δwin is how many points a concept moves the chance of being judged good, length held fixed, among the responses that have it.',
    offsetsOf: 'judgement',
    offsetsSigned: ', with the sign of their label',
    offsetColumn: '',
    trainers: html`KTO trainers read no offsets, so a loss of your own has to add them to the reward.`,
    offsets:
      '- Offsets are log-odds: what the decisions add to the reward of a response, whatever its label.',
    lengthShift: false,
  },
}
