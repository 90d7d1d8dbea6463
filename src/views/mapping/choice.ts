import type { Mapping } from '../../core/parse/mapping.ts'

/**
 * The form state of all kinds of mapping, so that switching between them loses nothing. Empty: not chosen
 * yet.
 */
export interface Choice {
  readonly kind: Mapping['kind']
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
  readonly a: string
  readonly b: string
  /** The column that says which of two responses won, or how good the only one is. */
  readonly label: string
  readonly aWins: string
  readonly bWins: string
  readonly response: string
  /** Values of the label that mean good, separated by commas. */
  readonly good: string
  readonly bad: string
}

const UNCHOSEN: Choice = {
  kind: 'columns',
  prompt: '',
  chosen: '',
  rejected: '',
  a: '',
  b: '',
  label: '',
  aWins: '',
  bWins: '',
  response: '',
  good: '',
  bad: '',
}

/** The suggested mapping as form state; its responses are filled in for the other kinds too. */
export function choiceOf(mapping: Mapping): Choice {
  const common = { ...UNCHOSEN, kind: mapping.kind, prompt: mapping.prompt ?? '' }
  switch (mapping.kind) {
    case 'columns': {
      const { chosen, rejected } = mapping
      return { ...common, chosen, rejected, a: chosen, b: rejected, response: chosen }
    }
    case 'labelled': {
      const { a, b, label, aWins, bWins } = mapping
      return { ...common, a, b, label, aWins, bWins, chosen: a, rejected: b, response: a }
    }
    case 'judged': {
      const { response, label, good, bad } = mapping
      const texts = { good: good.join(', '), bad: bad.join(', ') }
      return { ...common, ...texts, response, label, chosen: response, a: response }
    }
  }
}

const values = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)

/**
 * What is still missing before the file can be read with this mapping, as a sentence; null when it is
 * complete.
 */
export function problemOf(choice: Choice): string | null {
  return choice.kind === 'judged' ? problemOfResponses(choice) : problemOfPairs(choice)
}

function problemOfPairs(choice: Choice): string | null {
  const responses = choice.kind === 'columns' ? [choice.chosen, choice.rejected] : [choice.a, choice.b]
  if (responses.includes('')) return 'Choose both response columns.'
  if (responses[0] === responses[1]) return 'The two responses need two different columns.'
  if (responses.includes(choice.prompt)) return 'The prompt cannot be one of the responses.'
  if (choice.kind === 'columns') return null
  if (choice.label === '') return 'Choose the label column.'
  if ([...responses, choice.prompt].includes(choice.label)) return 'The label needs a column of its own.'
  if (choice.aWins === '' || choice.bWins === '') return 'Say which label values mean that A and that B won.'
  if (choice.aWins === choice.bWins) return 'A and B need different label values.'
  return null
}

function problemOfResponses({ prompt, response, label, good, bad }: Choice): string | null {
  if (response === '') return 'Choose the response column.'
  if (response === prompt) return 'The prompt cannot be the response.'
  if (label === '') return 'Choose the label column.'
  if (label === response || label === prompt) return 'The label needs a column of its own.'
  const [goodValues, badValues] = [values(good), values(bad)]
  if (goodValues.length === 0 || badValues.length === 0) return 'Say which label values mean good and bad.'
  const both = goodValues.find((value) => badValues.includes(value))
  return both === undefined ? null : `The label value ${both} cannot mean good and bad.`
}

/** The mapping; null while it is incomplete. */
export function mappingOf(choice: Choice): Mapping | null {
  if (problemOf(choice) !== null) return null
  const prompt = choice.prompt === '' ? null : choice.prompt
  const { kind, chosen, rejected, a, b, label, aWins, bWins, response, good, bad } = choice
  switch (kind) {
    case 'columns':
      return { kind, prompt, chosen, rejected }
    case 'labelled':
      return { kind, prompt, a, b, label, aWins, bWins }
    case 'judged':
      return { kind, prompt, response, label, good: values(good), bad: values(bad) }
  }
}
