import { structureIn } from './cells.ts'
import { TIE } from './conversation.ts'
import type { Sides } from './extract-pair.ts'
import { labelText, scoreValue } from './labels.ts'
import type { PairMapping } from './mapping.ts'
import { valueAt } from './paths.ts'
import { isRecord, type SourceRecord } from './rows.ts'
import { structuredTurns, type Turn } from './turns.ts'

export type BranchesMapping = Extract<PairMapping, { kind: 'branches' }>

export const NO_OTHER_ANSWER = 'there is no other answer than the chosen one'

interface Answered {
  readonly message: SourceRecord
  readonly turn: Turn
  readonly cell: string
}

/**
 * The pairs of a conversation in which several answers are given to each message of the user, and which goes
 * on with the chosen one: that against the one of the others with the lowest score. The prompt of a pair is
 * the conversation as it went on before.
 * @returns the reason where there is none
 */
export function branchSides(record: SourceRecord, mapping: BranchesMapping): readonly Sides[] | string {
  const messages = structureIn(valueAt(record, mapping.conversation))
  const turns = structuredTurns(messages)
  if (!turns || !Array.isArray(messages)) return 'there is no conversation'
  const said: Turn[] = []
  const found: Sides[] = []
  let [chosenOnes, ties] = [0, 0]
  for (let i = 0; i < turns.length;) {
    const turn = turns[i]!
    if (turn.role !== 'assistant') {
      said.push(turn)
      i++
      continue
    }
    const start = i
    while (turns[i]?.role === 'assistant') i++
    const answers = turns.slice(start, i).map((one, k): Answered => ({
      message: isRecord(messages[start + k]) ? (messages[start + k] as SourceRecord) : {},
      turn: one,
      cell: `${mapping.conversation}.${start + k}`,
    }))
    const chosen = answers.find(({ message }) => isTrue(valueAt(message, mapping.chosen)))
    if (chosen) {
      chosenOnes++
      const sides = againstWorst(chosen, answers, mapping)
      if (sides) found.push({ ...sides, prompt: [...said] })
      else if (answers.length > 1) ties++
    }
    said.push((chosen ?? answers[0]!).turn)
  }
  if (found.length > 0) return found
  if (chosenOnes === 0) return 'no answer is marked as chosen'
  return ties > 0 ? TIE : NO_OTHER_ANSWER
}

const isTrue = (value: unknown): boolean => ['true', '1'].includes(labelText(value))

function againstWorst(
  chosen: Answered,
  answers: readonly Answered[],
  { score }: BranchesMapping,
): Sides | null {
  const scoreOf = ({ message }: Answered) =>
    score === undefined || score === null ? null : scoreValue(valueAt(message, score))
  const others = answers.filter(({ turn }) => turn.content !== chosen.turn.content)
  const worst = others.toSorted((x, y) => (scoreOf(x) ?? Infinity) - (scoreOf(y) ?? Infinity))[0]
  if (!worst) return null
  const [high, low] = [scoreOf(chosen), scoreOf(worst)]
  return {
    a: [chosen.message],
    b: [worst.message],
    cells: [chosen.cell, worst.cell],
    winner: 'a',
    margin: high === null || low === null ? null : high - low,
  }
}
