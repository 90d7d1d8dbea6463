/**
 * How rows become pairs. Paths are column names; `prompt` null means that the prompt is part of the responses
 * (TRL's implicit prompt, HH transcripts).
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
