import type { RowPage } from '../../protocol/data.ts'
import { visibleText } from '../shared/visibleText.ts'
import { useSides } from '../shared/useSides.ts'

/** What the row says beside its texts. */
export function ColumnValues({ columns }: { columns: RowPage['columns'] }) {
  const sides = useSides()
  if (columns.length === 0) return null
  return (
    <section className="row-columns">
      <h3>The row’s columns</h3>
      <dl>
        {columns.map(({ name, of, values }) => (
          <div key={name}>
            <dt>
              <bdi>{visibleText(name)}</bdi>
            </dt>
            {of === 'pair' ? (
              <dd className="data-text">{visibleText(values[0]!)}</dd>
            ) : (
              (['chosen', 'rejected'] as const).map((side, i) => (
                <dd key={side} className="data-text">
                  <span className={side}>{sides[side]}</span> {visibleText(values[i]!) || '–'}
                </dd>
              ))
            )}
          </div>
        ))}
      </dl>
    </section>
  )
}
