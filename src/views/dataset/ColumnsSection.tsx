import type { ColumnSummary, Distribution } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { numberWord, valuesAsked, withValue } from '../narrowing/conditions.ts'
import { count, percent, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { useState } from 'react'
import { RangeBrush } from './RangeBrush.tsx'

/** Values shown before "more" is pressed. */
const SHOWN = 6

const TYPES: Readonly<Record<ColumnSummary['type'], string>> = {
  text: 'text',
  category: 'category',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
  messages: 'messages',
  list: 'list',
  object: 'object',
  binary: 'bytes',
  empty: 'empty',
}

function ValueBars({
  column,
  values,
  more,
}: { column: ColumnSummary } & Pick<Extract<Distribution, { kind: 'values' }>, 'values' | 'more'>) {
  const conditions = useStore((state) => state.view.conditions)
  const asked = valuesAsked(conditions, column.name)
  const sides = useSides()
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...values.map((value) => value.count))
  const shown = all ? values : values.filter(({ value }, i) => i < SHOWN || asked.includes(value))
  const missing = { value: '', count: column.missing, chosen: null }
  return (
    <div className="value-bars" role="group" aria-label={visibleText(column.name)}>
      {[...shown, ...(column.missing > 0 ? [missing] : [])].map(({ value, count: times, chosen }) => (
        <button
          key={value}
          className="value-bar"
          aria-pressed={asked.includes(value)}
          style={{ '--share': Math.min(1, times / most) }}
          onClick={() => commands.narrow(withValue(conditions, column.name, value))}
        >
          {value === '' ? (
            <span className="faint">missing</span>
          ) : (
            <bdi className="clipped">{visibleText(value)}</bdi>
          )}
          <span className="soft nowrap">
            {count(times)}
            {chosen !== null && times > 0 && (
              <span className="faint">
                , {percent(chosen / times)} {sides.chosen}
              </span>
            )}
          </span>
        </button>
      ))}
      {values.length > SHOWN && (
        <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'fewer' : `${count(values.length - SHOWN)} more`}
        </button>
      )}
      {all && more > 0 && <p className="faint">and {plural(more, 'rarer value')}</p>}
    </div>
  )
}

function Column({ column }: { column: ColumnSummary }) {
  const { distribution, type, of, missing } = column
  const sides = useSides()
  const isDate = type === 'date'
  return (
    <section className="column-summary">
      <div className="column-head">
        <h3 title={visibleText(column.paths.join(', '))}>
          <bdi>{visibleText(column.name)}</bdi>
        </h3>
        <span className="faint nowrap">
          {TYPES[type]}
          {of === 'response' && ' of each response'}
          {missing > 0 && `, ${percent(missing / column.count)} missing`}
        </span>
      </div>
      {distribution.kind === 'values' && (
        <ValueBars column={column} values={distribution.values} more={distribution.more} />
      )}
      {distribution.kind === 'histogram' && (
        <>
          <RangeBrush column={column} bins={distribution.bins} isDate={isDate} />
          {!isDate && (
            <p className="faint">
              {distribution.sides
                ? `Mean ${numberWord(distribution.sides[0], false)} ${sides.chosen}, ${numberWord(distribution.sides[1], false)} ${sides.rejected}`
                : `Mean ${numberWord(distribution.mean, false)}`}
            </p>
          )}
        </>
      )}
      {distribution.kind === 'samples' && distribution.samples[0] !== undefined && (
        <p className="faint clipped">
          <bdi>{visibleText(distribution.samples.join(' · '))}</bdi>
        </p>
      )}
    </section>
  )
}

const BELOW_ZERO = { least: -Number.MAX_VALUE, most: -Number.MIN_VALUE }

/** Pairs whose scores say otherwise than their label. */
function Contradicted() {
  const contradicted = useStore((state) => state.columns?.contradicted ?? 0)
  const margin = useStore((state) => state.columns?.columns.find(({ paths }) => paths.length === 0))
  if (contradicted === 0 || !margin) return null
  return (
    <p>
      In {plural(contradicted, 'pair')} the rejected response has the higher score.{' '}
      <button
        className="link"
        onClick={() => {
          commands.narrow([{ column: margin.name, ...BELOW_ZERO }])
          commands.showRows({ sort: { by: margin.name, descending: false } })
        }}
      >
        List them
      </button>
    </p>
  )
}

/** Every further column of the file: what its values are, and a way to narrow the page by them. */
export function ColumnsSection() {
  const columns = useStore((state) => state.columns?.columns)
  if (!columns || columns.length === 0) return null
  return (
    <section aria-label="Columns of the file">
      <h2 className="heading">Columns</h2>
      <p className="faint">Press a value to narrow rows and evidence to it.</p>
      <Contradicted />
      <div>
        {columns.map((column) => (
          <Column key={column.name} column={column} />
        ))}
      </div>
    </section>
  )
}
