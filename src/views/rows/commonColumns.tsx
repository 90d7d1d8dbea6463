import type { Hypothesis } from '../../core/hypothesis.ts'
import { suppressingWarning } from '../verdict/suppress-warning.ts'
import { VerdictButtons } from '../verdict/VerdictButtons.tsx'
import { count, probability } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { VERDICTS } from '../shared/words.ts'
import { helper } from './features.ts'

function ConfirmedHead() {
  return (
    <>
      <Icon name="check" />
      <span className="unseen">Confirmed</span>
    </>
  )
}

function CountedHead() {
  return useSides().one === 'pair' ? 'Pairs' : 'Responses'
}

/** Pairs that differ in the concept, within the scope. */
export const discordant = helper.accessor((row) => row.hypothesis.discordant, {
  id: 'discordant',
  header: () => <CountedHead />,
  sortFn: 'basic',
  sortDescFirst: true,
  meta: {
    hint: 'Discordant pairs: one response has more of the concept than the other. Of single responses, those with it.',
  },
  cell: ({ getValue }) => count(getValue()),
})

/** Benjamini–Hochberg q within the scope. */
export const q = helper.accessor((row) => row.hypothesis.q, {
  id: 'q',
  header: 'q',
  sortFn: 'basic',
  meta: { hint: 'Benjamini–Hochberg: the expected share of false findings among rows with this q or less.' },
  cell: ({ getValue }) => probability(getValue()),
})

/** Whether the hypothesis is confirmed, or at least likely, as a mark. */
export const confirmed = helper.accessor(({ hypothesis }) => sureness(hypothesis), {
  id: 'confirmed',
  header: () => <ConfirmedHead />,
  sortFn: 'basic',
  sortDescFirst: true,
  meta: {
    hint: 'Confirmed: both halves of the prompts show it, and chance alone does not explain it. ~ is likely, not confirmed.',
  },
  cell: ({ getValue }) => {
    const { mark, word } = MARKS[getValue()]!
    return (
      <>
        <span className="confirmed" title={word} aria-hidden="true">
          {mark}
        </span>
        <span className="unseen">{word}</span>
      </>
    )
  },
})

const MARKS = [
  { mark: null, word: 'Not confirmed' },
  { mark: '~', word: 'Likely, not confirmed' },
  { mark: <Icon name="check" />, word: 'Confirmed' },
] as const

/** Index into MARKS. */
const sureness = ({ confirmed, discovered }: Hypothesis): number => (confirmed ? 2 : discovered ? 1 : 0)

/** The verdict within the scope, with the buttons that give it. */
export const verdict = helper.accessor((row) => (row.verdict ? VERDICTS.indexOf(row.verdict) + 1 : 9), {
  id: 'verdict',
  header: 'Verdict',
  sortFn: 'basic',
  meta: { hint: 'Suppress (s), keep (h) or amplify (a).' },
  cell: ({ row: { original } }) => (
    <VerdictButtons
      concept={original.concept.id}
      scope={original.hypothesis.scope.id}
      name={original.name}
      verdict={original.verdict}
      suppressing={suppressingWarning(original)}
    />
  ),
})
