import type { Mapping } from '../../core/parse/mapping.ts'

/** Both kinds of mapping side by side, so that switching between them loses nothing. Empty: not chosen yet. */
export interface Choice {
  readonly kind: Mapping['kind']
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
  readonly a: string
  readonly b: string
  readonly label: string
  readonly aWins: string
  readonly bWins: string
}

/** The suggested mapping as a choice to edit. */
export function choiceOf(mapping: Mapping): Choice {
  const pair =
    mapping.kind === 'columns' ? [mapping.chosen, mapping.rejected] : ([mapping.a, mapping.b] as const)
  const [first = '', second = ''] = pair
  return {
    kind: mapping.kind,
    prompt: mapping.prompt ?? '',
    chosen: first,
    rejected: second,
    a: first,
    b: second,
    label: mapping.kind === 'labelled' ? mapping.label : '',
    aWins: mapping.kind === 'labelled' ? mapping.aWins : '',
    bWins: mapping.kind === 'labelled' ? mapping.bWins : '',
  }
}

/** What still stops the file from being read so, as a sentence; null when nothing does. */
export function problemOf(choice: Choice): string | null {
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

/** The mapping, once nothing stops it. */
export function mappingOf(choice: Choice): Mapping | null {
  if (problemOf(choice) !== null) return null
  const prompt = choice.prompt === '' ? null : choice.prompt
  if (choice.kind === 'columns') {
    return { kind: 'columns', prompt, chosen: choice.chosen, rejected: choice.rejected }
  }
  const { a, b, label, aWins, bWins } = choice
  return { kind: 'labelled', prompt, a, b, label, aWins, bWins }
}
