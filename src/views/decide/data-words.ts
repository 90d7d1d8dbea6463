import type { DataKind } from '../../core/data-kind.ts'
import { useSides } from '../shared/useSides.ts'

/** What the workbench says, and has, differently for pairs and for single responses. */
export interface DecideWords {
  /** Whether decisions can be proved: the proof fits reward heads on pairs. */
  readonly proof: boolean
  /** Whether length is a difference within a row, and weights and an effective sample belong to it. */
  readonly lengthShift: boolean
  readonly touched: string
  readonly offsets: string
  readonly lambda: string
  /** What a lean is. */
  readonly lean: string
  readonly chosen: string
  readonly rejected: string
  /** What the export dialog leaves out, and why; null for nothing. */
  readonly notOffered: string | null
  readonly everything: string
}

const WORDS: Readonly<Record<DataKind, DecideWords>> = {
  pairs: {
    proof: true,
    lengthShift: true,
    touched: 'Pairs that any decision changes.',
    offsets: 'Added to the reward difference of each pair in the loss; a margin is the negative of it.',
    lambda:
      'The factor that this strength gives: each pair’s offset is λ times the difference of the concept’s scores.',
    lean: 'how much more often a concept is on the chosen side only than on the rejected side only',
    chosen: 'Chosen',
    rejected: 'Rejected',
    notOffered: null,
    everything: 'every format, scripts, vectors; one zip',
  },
  responses: {
    proof: false,
    lengthShift: false,
    touched: 'Responses that any decision changes.',
    offsets: 'λ·z of each response, with the sign of its label; the files hold −λ·z.',
    lambda: 'The factor that this strength gives: each response’s offset is λ times the concept’s score.',
    lean: 'the share of responses that have a concept and are good, minus the share that have it and are bad',
    chosen: 'Good',
    rejected: 'Bad',
    notOffered:
      'The file has single responses judged good or bad. Formats that need a chosen and a rejected one (DPO and reward data, their training scripts, steering) are not offered.',
    everything: 'every format; one zip',
  },
}

export const useDecideWords = (): DecideWords => WORDS[useSides().kind]
