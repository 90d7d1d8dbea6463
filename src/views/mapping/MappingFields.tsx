import { PAIR_RULES } from '../../core/parse/mapping.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { Choice } from './choice.ts'

interface Editing {
  readonly columns: readonly string[]
  readonly choice: Choice
  readonly change: (part: Partial<Choice>) => void
}

type TextKey = { [K in keyof Choice]: Choice[K] extends string ? K : never }[keyof Choice]

function Column({
  columns,
  choice,
  change,
  name,
  label,
  none,
}: Editing & { name: TextKey; label: string; none?: string }) {
  const value = choice[name]
  const all = value === '' || columns.includes(value) ? columns : [value, ...columns]
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => change({ [name]: event.target.value })}>
        <option value="">{none ?? 'choose a column'}</option>
        {all.map((column) => (
          <option key={column} value={column}>
            {visibleText(column)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Values({ choice, change, name, label }: Editing & { name: TextKey; label: string }) {
  return (
    <label className="field">
      {label}
      <input type="text" value={choice[name]} onChange={(event) => change({ [name]: event.target.value })} />
    </label>
  )
}

function Better({ choice, change }: Editing) {
  return (
    <label className="field">
      Better is
      <select
        value={choice.better}
        onChange={(event) => change({ better: event.target.value === 'lower' ? 'lower' : 'higher' })}
      >
        <option value="higher">the higher score</option>
        <option value="lower">the lower score (a rank)</option>
      </select>
    </label>
  )
}

function Rule({ choice, change }: Editing) {
  return (
    <label className="field">
      A pair is
      <select
        value={choice.rule}
        onChange={(event) => change({ rule: event.target.value as Choice['rule'] })}
      >
        {Object.entries(PAIR_RULES).map(([rule, words]) => (
          <option key={rule} value={rule}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

function Label(props: Editing) {
  const { aName, bName } = props.choice
  return (
    <>
      <Column {...props} label="Label" name="label" />
      <Values {...props} label="A wins where it is" name="aWins" />
      <Values {...props} label="B wins where it is" name="bWins" />
      <Values {...props} label="Tie where it is" name="ties" />
      {(aName !== '' || bName !== '') && (
        <>
          <Column {...props} label="Name of A" name="aName" none="none" />
          <Column {...props} label="Name of B" name="bName" none="none" />
        </>
      )}
    </>
  )
}

/** The fields of the chosen kind of mapping. */
export function MappingFields(props: Editing) {
  const { kind } = props.choice
  const single = kind === 'judged' || kind === 'rows'
  return (
    <div className="row">
      <Column
        {...props}
        label="Prompt"
        name="prompt"
        none={single ? 'none, or inside the response' : 'inside the responses'}
      />
      <Column {...props} label="System message" name="system" none="none of its own" />
      {kind === 'columns' && (
        <>
          <Column {...props} label="Chosen" name="chosen" />
          <Column {...props} label="Rejected" name="rejected" />
        </>
      )}
      {(kind === 'labelled' || kind === 'scored') && (
        <>
          <Column {...props} label="Response A" name="a" />
          <Column {...props} label="Response B" name="b" />
        </>
      )}
      {kind === 'labelled' && <Label {...props} />}
      {kind === 'scored' && (
        <>
          <Column {...props} label="Score of A" name="aScore" />
          <Column {...props} label="Score of B" name="bScore" />
        </>
      )}
      {kind === 'ranked' && (
        <>
          <Column {...props} label="List of answers" name="answers" />
          <Values {...props} label="Text inside an answer" name="answer" />
          <Values {...props} label="Score inside an answer" name="rank" />
        </>
      )}
      {single && <Column {...props} label="Response" name="response" />}
      {single && <Column {...props} label={kind === 'rows' ? 'Score' : 'Label'} name="label" />}
      {kind === 'judged' && (
        <>
          <Values {...props} label="Good where it is" name="good" />
          <Values {...props} label="Bad where it is" name="bad" />
        </>
      )}
      {(kind === 'scored' || kind === 'ranked' || kind === 'rows') && <Better {...props} />}
      {(kind === 'ranked' || kind === 'ordered') && <Rule {...props} />}
    </div>
  )
}
