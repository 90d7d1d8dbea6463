import { lazy, Suspense, useMemo, useState } from 'react'
import type { MarkedText, PromptTurn, RowPage } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { ResponseText } from '../text/ResponseText.tsx'
import type { Range } from '../text/segments.ts'
import { wordDiff } from '../text/wordDiff.ts'
import { ColumnValues } from './ColumnValues.tsx'

const Markdown = lazy(() => import('./Markdown.tsx'))

type Look = 'raw' | 'diff' | 'rendered'

const LOOKS: readonly (readonly [Look, string])[] = [
  ['raw', 'Raw'],
  ['diff', 'Word diff'],
  ['rendered', 'Rendered'],
]

const ROLES: Readonly<Record<string, string>> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
}

const NONE: readonly Range[] = []

/** Text as it would be shown, or as it is. */
function Text({ text, rendered }: { text: string; rendered: boolean }) {
  const raw = (
    <p className="data-text" dir="auto">
      {visibleText(text)}
    </p>
  )
  if (!rendered) return raw
  return (
    <Suspense fallback={raw}>
      <Markdown text={text} />
    </Suspense>
  )
}

/** The prompt, turn by turn where it is a conversation. */
function Turns({ turns, rendered }: { turns: readonly PromptTurn[]; rendered: boolean }) {
  const [only] = turns
  if (!only || (turns.length === 1 && only.text === '')) return <p className="faint">No prompt.</p>
  if (turns.length === 1 && only.role === 'user') {
    return (
      <section className="turn">
        <h3>Prompt</h3>
        <Text text={only.text} rendered={rendered} />
      </section>
    )
  }
  return (
    <ol className="turns" aria-label="Prompt">
      {turns.map(({ role, text }, i) => (
        <li key={i} className="turn" data-role={role}>
          <h3>{ROLES[role] ?? visibleText(role)}</h3>
          <Text text={text} rendered={rendered} />
        </li>
      ))}
    </ol>
  )
}

function Response({
  side,
  title,
  text,
  differences,
  look,
}: {
  side: 'chosen' | 'rejected'
  title: string
  text: MarkedText
  differences: readonly Range[]
  look: Look
}) {
  const words = useMemo(() => text.text.split(/\s+/).filter((word) => word !== '').length, [text])
  return (
    <section className={`side side-${side}`}>
      <h3 className="side-head">
        <strong className={side}>{title}</strong>
        <span className="soft">{plural(words, 'word')}</span>
      </h3>
      {look === 'rendered' ? (
        <Text text={text.text} rendered />
      ) : (
        <ResponseText text={text} differences={differences} whole />
      )}
    </section>
  )
}

function Pair({ page, look }: { page: RowPage; look: Look }) {
  const { chosen, rejected } = page
  const differences = useMemo(
    () =>
      look === 'diff' && chosen && rejected
        ? wordDiff(chosen.text, rejected.text)
        : { chosen: NONE, rejected: NONE },
    [look, chosen, rejected],
  )
  const both = chosen !== null && rejected !== null
  return (
    <>
      {page.changes.length > 0 && (
        <p className="soft">
          Your decisions: this {both ? 'pair' : 'response'} is {page.changes.join(' and ')}.
        </p>
      )}
      <Turns turns={page.prompt} rendered={look === 'rendered'} />
      {differences === null && <p className="faint">Too different to compare word by word.</p>}
      <div className={both ? 'sides' : undefined}>
        {chosen && (
          <Response
            side="chosen"
            title={both ? 'Chosen' : 'Good'}
            text={chosen}
            differences={differences?.chosen ?? NONE}
            look={look}
          />
        )}
        {rejected && (
          <Response
            side="rejected"
            title={both ? 'Rejected' : 'Bad'}
            text={rejected}
            differences={differences?.rejected ?? NONE}
            look={look}
          />
        )}
      </div>
      <ColumnValues columns={page.columns} />
    </>
  )
}

/** One pair, whole: its prompt by turns, its responses raw or rendered, and what the row says beside them. */
export function Reader() {
  const page = useStore((state) => state.rowPage)
  const open = useStore((state) => state.view.pair)
  const { one } = useSides()
  const [look, setLook] = useState<Look>('raw')
  const looks = LOOKS.filter(([name]) => one === 'pair' || name !== 'diff')
  return (
    <>
      <div className="reader-head">
        <h2>{page ? `Row ${count(page.row)}` : 'A row'}</h2>
        <div className="row">
          <button onClick={() => commands.stepPair(-1)} title={`Previous ${one} (p)`}>
            <Icon name="up" /> Previous
          </button>
          <button onClick={() => commands.stepPair(1)} title={`Next ${one} (n)`}>
            <Icon name="down" /> Next
          </button>
          <button
            className="plain icon"
            aria-label="Close the row"
            title="Close (Esc)"
            onClick={() => commands.openPair(null)}
          >
            <Icon name="close" />
          </button>
        </div>
        <div className="segmented" role="group" aria-label="How texts are shown">
          {looks.map(([name, label]) => (
            <button key={name} aria-pressed={look === name} onClick={() => setLook(name)}>
              {label}
            </button>
          ))}
        </div>
      </div>
      <div className="scroll reader" tabIndex={0} role="region" aria-label="The row" key={open}>
        <ErrorBoundary what="this row">
          {page ? (
            <Pair page={page} look={look} />
          ) : (
            <p className="nothing soft" role="status">
              Reading the row…
            </p>
          )}
        </ErrorBoundary>
      </div>
    </>
  )
}
