/**
 * How rows become pairs, or single responses. Columns are paths: a column's name, or the way to a field inside one
 * ("data.chosen", see `valueAt`). `prompt` null means that the prompt is part of the responses (TRL's implicit prompt,
 * HH transcripts).
 */
export type Mapping =
  | {
      readonly kind: 'columns'
      readonly prompt: string | null
      readonly chosen: string
      readonly rejected: string
    }
  | {
      readonly kind: 'labelled'
      readonly prompt: string | null
      readonly a: string
      readonly b: string
      readonly label: string
      /** The label's value (as text) where a, and where b, is preferred. Others are ties: bad rows. */
      readonly aWins: string
      readonly bWins: string
    }
  | ResponseMapping

/** One response a row, judged good or bad. */
export interface ResponseMapping {
  readonly kind: 'judged'
  readonly prompt: string | null
  readonly response: string
  readonly label: string
  /** The label's values (as text) where the response is good, and where it is bad. Others are neither: bad rows. */
  readonly good: readonly string[]
  readonly bad: readonly string[]
}

/** How rows become pairs. */
export type PairMapping = Exclude<Mapping, ResponseMapping>
