import { type FormEvent, useState } from 'react'
import type { Mapping } from '../../core/parse/mapping.ts'
import type { MappingRequest } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { Dialog } from '../shared/Dialog.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { type Choice, choiceOf, mappingOf, problemOf } from './choice.ts'
import { SampleRows } from './SampleRows.tsx'

function Column({
  label,
  columns,
  value,
  optional,
  onChange,
}: {
  label: string
  columns: readonly string[]
  value: string
  optional?: string
  onChange: (column: string) => void
}) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {optional ? <option value="">{optional}</option> : <option value="">choose a column</option>}
        {columns.map((column) => (
          <option key={column} value={column}>
            {visibleText(column)}
          </option>
        ))}
      </select>
    </label>
  )
}

const KINDS: readonly { kind: Choice['kind']; holds: string }[] = [
  { kind: 'columns', holds: 'a chosen and a rejected response' },
  { kind: 'labelled', holds: 'two responses and a label that says which won' },
  { kind: 'judged', holds: 'one response and a label that says whether it is good' },
]

/** Asks which column is which where the format is unclear. */
export function MappingDialog({ request }: { request: MappingRequest }) {
  const [choice, setChoice] = useState<Choice>(() => choiceOf(request.suggestion))
  const change = (part: Partial<Choice>) => setChoice({ ...choice, ...part })
  const column = (label: string, key: keyof Choice, optional?: string) => (
    <Column
      label={label}
      columns={request.columns}
      value={choice[key]}
      {...(optional ? { optional } : {})}
      onChange={(value) => change({ [key]: value })}
    />
  )
  const value = (label: string, key: keyof Choice) => (
    <label className="field">
      {label}
      <input type="text" value={choice[key]} onChange={(event) => change({ [key]: event.target.value })} />
    </label>
  )
  const problem = problemOf(choice)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const mapping: Mapping | null = mappingOf(choice)
    if (mapping) commands.applyMapping(mapping)
  }

  return (
    <Dialog title="Which column is which?" onClose={commands.close}>
      <form className="mapping" onSubmit={onSubmit}>
        <p className="data-text">{visibleText(request.because)}</p>
        <fieldset className="row">
          <legend className="unseen">What a row contains</legend>
          {KINDS.map(({ kind, holds }) => (
            <label key={kind}>
              <input
                type="radio"
                name="kind"
                checked={choice.kind === kind}
                onChange={() => change({ kind })}
              />{' '}
              {holds}
            </label>
          ))}
        </fieldset>
        <div className="row">
          {column(
            'Prompt',
            'prompt',
            choice.kind === 'judged' ? 'none, or inside the response' : 'inside the responses',
          )}
          {choice.kind === 'columns' && (
            <>
              {column('Chosen', 'chosen')}
              {column('Rejected', 'rejected')}
            </>
          )}
          {choice.kind === 'labelled' && (
            <>
              {column('Response A', 'a')}
              {column('Response B', 'b')}
              {column('Label', 'label')}
              {value('A wins where it is', 'aWins')}
              {value('B wins where it is', 'bWins')}
            </>
          )}
          {choice.kind === 'judged' && (
            <>
              {column('Response', 'response')}
              {column('Label', 'label')}
              {value('Good where it is', 'good')}
              {value('Bad where it is', 'bad')}
            </>
          )}
        </div>
        {choice.kind === 'judged' && (
          <p className="soft">
            Several values stand between commas: 4, 5. A row whose label is neither is left out and counted.
          </p>
        )}
        <SampleRows request={request} choice={choice} />
        <footer>
          <span className="soft" role="status">
            {problem}
          </span>
          <button type="button" onClick={commands.close}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={problem !== null}>
            Read the file
          </button>
        </footer>
      </form>
    </Dialog>
  )
}
