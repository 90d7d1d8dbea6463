import { type FormEvent, useState } from 'react'
import type { MappingRequest } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { Dialog } from '../shared/Dialog.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { type Choice, choiceOf, mappingOf, problemOf, swapped } from './choice.ts'
import { MappingFields } from './MappingFields.tsx'
import { MappingFile } from './MappingFile.tsx'
import { ReadSample } from './ReadSample.tsx'
import { SampleRows } from './SampleRows.tsx'

const KINDS: readonly { kind: Choice['kind']; holds: string }[] = [
  { kind: 'columns', holds: 'a chosen and a rejected response' },
  { kind: 'labelled', holds: 'two responses and a label that says which won' },
  { kind: 'scored', holds: 'two responses with a score each' },
  { kind: 'ranked', holds: 'a list of answers with scores or ranks' },
  { kind: 'ordered', holds: 'answers and an order of them' },
  { kind: 'branches', holds: 'a conversation with several answers a turn' },
  { kind: 'rows', holds: 'one answer with a score, several rows a prompt' },
  { kind: 'judged', holds: 'one response and a label that says whether it is good' },
]

/** A dialog gives its focus to the element with the attribute, which React does not write. */
const focusFirst = (element: HTMLElement | null) => element?.setAttribute('autofocus', '')

/** Kinds that have no fields of their own are offered where the file is of such a kind. */
const isOffered = (kind: Choice['kind'], { whole }: Choice): boolean =>
  (kind !== 'ordered' && kind !== 'branches') || whole?.kind === kind

/** Asks which column is which where the format is unclear. */
export function MappingDialog({ request }: { request: MappingRequest }) {
  const [choice, setChoice] = useState<Choice>(() => choiceOf(request.suggestion))
  const change = (part: Partial<Choice>) => setChoice({ ...choice, ...part })
  const problem = problemOf(choice)
  const mapping = mappingOf(choice)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (mapping) commands.applyMapping(mapping)
  }
  return (
    <Dialog title="Which column is which?" onClose={commands.close}>
      <form className="mapping" onSubmit={onSubmit}>
        <p className="data-text">{visibleText(request.because)}</p>
        <fieldset className="row">
          <legend className="unseen">What a row holds</legend>
          {KINDS.filter(({ kind }) => isOffered(kind, choice)).map(({ kind, holds }) => (
            <label key={kind}>
              <input
                type="radio"
                name="kind"
                ref={choice.kind === kind ? focusFirst : undefined}
                checked={choice.kind === kind}
                onChange={() => change({ kind })}
              />{' '}
              {holds}
            </label>
          ))}
        </fieldset>
        <MappingFields columns={request.columns} choice={choice} change={change} />
        {(choice.kind === 'labelled' || choice.kind === 'judged') && (
          <p className="soft">
            Several values stand between commas, ranges of numbers as &lt; 4, &gt; 4 or 1 to 2. A row whose
            label is none of them is left out and counted.
          </p>
        )}
        <ReadSample mapping={mapping} />
        <details>
          <summary>The first rows of the file</summary>
          <SampleRows request={request} choice={choice} />
        </details>
        <footer>
          <span className="soft" role="status">
            {problem}
          </span>
          <MappingFile mapping={mapping} onRead={(read) => setChoice(choiceOf(read))} />
          {choice.kind !== 'ordered' && choice.kind !== 'branches' && (
            <button type="button" onClick={() => setChoice(swapped(choice))}>
              Swap sides
            </button>
          )}
          <button type="button" onClick={commands.close}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={problem !== null}>
            Read it this way
          </button>
        </footer>
      </form>
    </Dialog>
  )
}
