import { structureIn } from './cells.ts'
import { TIE } from './conversation.ts'
import type { Sides } from './extract-pair.ts'
import { scoreValue } from './labels.ts'
import type { PairMapping } from './mapping.ts'
import { valueAt } from './paths.ts'
import { field, isRecord, type SourceRecord } from './rows.ts'

export type RankedMapping = Extract<PairMapping, { kind: 'ranked' }>

/** One of several answers to a prompt. */
export interface Answer {
  /** Path of its cell. */
  readonly cell: string
  readonly response: unknown
  /** More is better. */
  readonly score: number
}

/** The pairs that a list of answers gives by the mapping's rule. @returns the reason where there is none */
export function rankedSides(record: SourceRecord, mapping: RankedMapping): readonly Sides[] | string {
  const answers = rankedAnswers(record, mapping)
  return typeof answers === 'string' ? answers : answerSides(answers, mapping.rule)
}

/** The pairs that scored answers give by a rule; equals in the order of the file. */
export function answerSides(answers: readonly Answer[], rule: Rule): readonly Sides[] | string {
  if (answers.length < 2) return 'there are fewer than two answers with a score'
  const ranked = answers.toSorted((x, y) => y.score - x.score)
  const chosen = pairsOf(ranked, rule).filter(([good, bad]) => good.score > bad.score)
  if (chosen.length === 0) return TIE
  return chosen.map(([good, bad]) => ({
    a: good.response,
    b: bad.response,
    cells: [good.cell, bad.cell] as const,
    winner: 'a' as const,
    margin: good.score - bad.score,
  }))
}

/** In the order of the file. Scores of which lower is better are negated. */
function rankedAnswers(record: SourceRecord, mapping: RankedMapping): Answer[] | string {
  const list = structureIn(valueAt(record, mapping.answers))
  if (!Array.isArray(list)) return 'there is no list of answers'
  const scores = mapping.response === null ? structureIn(valueAt(record, mapping.score)) : null
  const sign = mapping.better === 'lower' ? -1 : 1
  return list.flatMap((answer: unknown, at): Answer[] => {
    const place = `${mapping.answers}.${at}`
    const inside = isRecord(answer) ? answer : {}
    const response = mapping.response === null ? answer : valueAt(inside, mapping.response)
    const score = scoreValue(
      mapping.response === null
        ? Array.isArray(scores)
          ? scores[at]
          : null
        : valueAt(inside, mapping.score),
    )
    return response === undefined || response === null || score === null
      ? []
      : [
          {
            cell: mapping.response === null ? place : `${place}.${mapping.response}`,
            response,
            score: sign * score,
          },
        ]
  })
}

type Rule = RankedMapping['rule']

function pairsOf(ranked: readonly Answer[], rule: Rule): (readonly [Answer, Answer])[] {
  const best = ranked[0]!
  switch (rule) {
    case 'best-worst':
      return [[best, ranked.at(-1)!]]
    case 'best-next':
      return ranked
        .filter(({ score }) => score < best.score)
        .slice(0, 1)
        .map((next) => [best, next] as const)
    case 'neighbours':
      return ranked.slice(1).map((next, i) => [ranked[i]!, next] as const)
    case 'all':
      return ranked.flatMap((good, i) => ranked.slice(i + 1).map((bad) => [good, bad] as const))
  }
}

/**
 * One row of a pair, where a row of the file gives several or several rows give one: the responses as
 * `chosen` and `rejected`, what differs beside them as chosen_NAME and rejected_NAME.
 */
export function pairRecord(
  shared: SourceRecord,
  responses: readonly [unknown, unknown],
  [chosen, rejected]: readonly [SourceRecord, SourceRecord],
): SourceRecord {
  const names = [...new Set([...Object.keys(chosen), ...Object.keys(rejected)])]
  const beside = names.flatMap((name) => [
    [`chosen_${name}`, field(chosen, name)] as const,
    [`rejected_${name}`, field(rejected, name)] as const,
  ])
  return {
    ...shared,
    chosen: responses[0],
    rejected: responses[1],
    ...Object.fromEntries(beside.filter(([, value]) => value !== undefined)),
  }
}
