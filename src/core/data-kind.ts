/** What a row of the data is: a pair of responses, or one response that is judged good or bad. */
export type DataKind = 'pairs' | 'responses'

export const dataKind = ({ paired }: { readonly paired: boolean }): DataKind =>
  paired ? 'pairs' : 'responses'

/** What a row of the data and its two sides are called. */
export interface RowWords {
  readonly kind: DataKind
  readonly one: 'pair' | 'response'
  readonly chosen: string
  readonly rejected: string
}

export const ROW_WORDS: Readonly<Record<DataKind, RowWords>> = {
  pairs: { kind: 'pairs', one: 'pair', chosen: 'chosen', rejected: 'rejected' },
  responses: { kind: 'responses', one: 'response', chosen: 'good', rejected: 'bad' },
}
