import type { Mapping } from '../../core/parse/mapping.ts'

/** All kinds of mapping side by side, so that switching between them loses nothing. Empty: not chosen yet. */
export interface Choice {
  readonly kind: Mapping['kind']
  readonly prompt: string
  readonly system: string
  readonly chosen: string
  readonly rejected: string
  readonly a: string
  readonly b: string
  /** Which of two responses won, or how good the only one is; several columns between commas. */
  readonly label: string
  /** Values of the label, between commas. */
  readonly aWins: string
  readonly bWins: string
  readonly ties: string
  /** Columns with the names that the label says, where it says names. */
  readonly aName: string
  readonly bName: string
  readonly aScore: string
  readonly bScore: string
  readonly better: 'higher' | 'lower'
  readonly answers: string
  /**
   * Fields inside an answer; where there is no response, answers are texts and scores a list of their own.
   */
  readonly answer: string
  readonly rank: string
  readonly rule: Extract<Mapping, { kind: 'ranked' }>['rule']
  readonly response: string
  /** Values of the label, between commas. */
  readonly good: string
  readonly bad: string
  /** What the dialog has no fields for and keeps: Alpaca's input, earlier rounds and the like. */
  readonly kept: Partial<Mapping>
  /** A mapping of a kind whose paths only a file of a tool gives; its rule can be chosen. */
  readonly whole: Whole | null
}

type Whole = Extract<Mapping, { kind: 'ordered' | 'branches' }>

const UNCHOSEN: Choice = {
  kind: 'columns',
  prompt: '',
  system: '',
  chosen: '',
  rejected: '',
  a: '',
  b: '',
  label: '',
  aWins: '',
  bWins: '',
  ties: '',
  aName: '',
  bName: '',
  aScore: '',
  bScore: '',
  better: 'higher',
  answers: '',
  answer: '',
  rank: '',
  rule: 'best-worst',
  response: '',
  good: '',
  bad: '',
  kept: {},
  whole: null,
}

/** What the dialog has no fields for. */
const KEPT = ['history', 'input', 'prefill', 'turn', 'tied', 'lists', 'scores'] as const

const joined = (values: readonly string[]) => values.join(', ')

/** The suggested mapping as a choice to edit; the responses carry over to the other kinds. */
export function choiceOf(mapping: Mapping): Choice {
  const kept = Object.fromEntries(
    KEPT.filter((key) => key in mapping).map((key) => [key, mapping[key as keyof Mapping]]),
  )
  const { kind } = mapping
  const common = { ...UNCHOSEN, kind, prompt: mapping.prompt ?? '', system: mapping.system ?? '', kept }
  switch (mapping.kind) {
    case 'columns': {
      const { chosen, rejected } = mapping
      return { ...common, chosen, rejected, a: chosen, b: rejected, response: chosen }
    }
    case 'labelled': {
      const { a, b, label, aWins, bWins, ties, names } = mapping
      const values = { aWins: joined(aWins), bWins: joined(bWins), ties: joined(ties) }
      const named = { aName: names?.[0] ?? '', bName: names?.[1] ?? '' }
      const text = typeof label === 'string' ? label : joined(label)
      return { ...common, ...values, ...named, a, b, label: text, chosen: a, rejected: b, response: a }
    }
    case 'scored': {
      const { a, b, aScore, bScore, better } = mapping
      return { ...common, a, b, aScore, bScore, better, chosen: a, rejected: b, response: a }
    }
    case 'ranked': {
      const { answers, response, score, better, rule } = mapping
      return { ...common, answers, answer: response ?? '', rank: score, better, rule }
    }
    case 'ordered':
      return { ...common, rule: mapping.rule, whole: mapping }
    case 'branches':
      return { ...common, whole: mapping }
    case 'rows': {
      const { response, score, better } = mapping
      return { ...common, response, label: score, better, chosen: response, a: response }
    }
    case 'judged': {
      const { response, label, good, bad } = mapping
      return {
        ...common,
        response,
        label,
        good: joined(good),
        bad: joined(bad),
        chosen: response,
        a: response,
      }
    }
  }
}

/** The same with the better and the worse side exchanged. */
export function swapped(choice: Choice): Choice {
  switch (choice.kind) {
    case 'columns':
      return { ...choice, chosen: choice.rejected, rejected: choice.chosen }
    case 'labelled':
      return {
        ...choice,
        ...{ aWins: choice.bWins, bWins: choice.aWins },
        ...{ aName: choice.bName, bName: choice.aName },
      }
    case 'judged':
      return { ...choice, good: choice.bad, bad: choice.good }
    default:
      return { ...choice, better: choice.better === 'higher' ? 'lower' : 'higher' }
  }
}

const values = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)

/** What still stops the file from being read so, as a sentence; null when nothing does. */
export function problemOf(choice: Choice): string | null {
  switch (choice.kind) {
    case 'columns':
      return problemOfTwo(choice, [choice.chosen, choice.rejected])
    case 'labelled':
      return problemOfTwo(choice, [choice.a, choice.b]) ?? problemOfLabel(choice)
    case 'scored':
      return problemOfTwo(choice, [choice.a, choice.b]) ?? problemOfScores(choice)
    case 'ranked':
      if (choice.answers === '') return 'Choose the list of answers.'
      return choice.rank === '' ? 'Say which field of an answer is its score or rank.' : null
    case 'rows':
      if (choice.prompt === '') return 'Choose the prompt: rows that share it are one pair.'
      return problemOfOne(choice)
    case 'judged':
      return problemOfOne(choice) ?? problemOfJudgement(choice)
    default:
      return null
  }
}

function problemOfTwo({ prompt }: Choice, responses: readonly string[]): string | null {
  if (responses.includes('')) return 'Choose both response columns.'
  if (responses[0] === responses[1]) return 'The two responses need two different columns.'
  return responses.includes(prompt) ? 'The prompt cannot be one of the responses.' : null
}

function problemOfLabel({ a, b, prompt, label, aWins, bWins, ties, aName, bName }: Choice): string | null {
  if (label === '') return 'Choose the label column.'
  if ([a, b, prompt].includes(label)) return 'The label needs a column of its own.'
  if (aName !== '' && bName !== '') return null
  const [first, second] = [values(aWins), values(bWins)]
  if (first.length === 0 || second.length === 0) return 'Say which label values mean that A and that B won.'
  const both = [...first, ...second].find(
    (value, i, all) => all.indexOf(value) !== i || values(ties).includes(value),
  )
  return both === undefined ? null : `A, B and ties need different label values, and ${both} stands twice.`
}

function problemOfScores({ a, b, aScore, bScore }: Choice): string | null {
  if (aScore === '' || bScore === '') return 'Choose the score of either response.'
  return aScore === bScore || [a, b].includes(aScore) || [a, b].includes(bScore)
    ? 'The scores need columns of their own.'
    : null
}

function problemOfOne({ prompt, response, label }: Choice): string | null {
  if (response === '') return 'Choose the response column.'
  if (response === prompt) return 'The prompt cannot be the response.'
  if (label === '') return 'Choose the label column.'
  return label === response || label === prompt ? 'The label needs a column of its own.' : null
}

function problemOfJudgement({ good, bad }: Choice): string | null {
  const [goodValues, badValues] = [values(good), values(bad)]
  if (goodValues.length === 0 || badValues.length === 0) return 'Say which label values mean good and bad.'
  const both = goodValues.find((value) => badValues.includes(value))
  return both === undefined ? null : `The label value ${both} cannot mean good and bad.`
}

/** The mapping, once nothing stops it. */
export function mappingOf(choice: Choice): Mapping | null {
  if (problemOf(choice) !== null) return null
  const { kind, kept, system, better } = choice
  const prompt = choice.prompt === '' ? null : choice.prompt
  const { scores, lists, ...around } = kept as Partial<Extract<Mapping, { kind: 'columns' }>>
  const common = { ...around, prompt, ...(system === '' ? {} : { system }) }
  const margin = scores === undefined ? {} : { scores }
  switch (kind) {
    case 'columns':
      return {
        ...common,
        kind,
        chosen: choice.chosen,
        rejected: choice.rejected,
        ...margin,
        ...(lists ? { lists } : {}),
      }
    case 'labelled': {
      const labels = values(choice.label)
      const sides = { aWins: values(choice.aWins), bWins: values(choice.bWins), ties: values(choice.ties) }
      const names =
        choice.aName && choice.bName ? { names: [choice.aName, choice.bName] as [string, string] } : {}
      const label = labels.length > 1 ? labels : choice.label
      return { ...common, kind, a: choice.a, b: choice.b, label, ...sides, ...names, ...margin }
    }
    case 'scored':
      return {
        ...common,
        kind,
        a: choice.a,
        b: choice.b,
        aScore: choice.aScore,
        bScore: choice.bScore,
        better,
      }
    case 'ranked': {
      const response = choice.answer === '' ? null : choice.answer
      return {
        ...common,
        kind,
        answers: choice.answers,
        response,
        score: choice.rank,
        better,
        rule: choice.rule,
      }
    }
    case 'ordered':
    case 'branches': {
      const { whole } = choice
      if (whole?.kind !== kind) return null
      return whole.kind === 'ordered' ? { ...whole, prompt, rule: choice.rule } : whole
    }
    case 'rows':
      return {
        ...common,
        kind,
        prompt: choice.prompt,
        response: choice.response,
        score: choice.label,
        better,
      }
    case 'judged':
      return {
        ...common,
        kind,
        response: choice.response,
        label: choice.label,
        good: values(choice.good),
        bad: values(choice.bad),
      }
  }
}
