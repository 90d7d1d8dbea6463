import { useState } from 'react'
import { count } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'

/** The list with the value added, or removed if it was in the list. */
export const toggled = <T extends string>(values: readonly T[], value: T): T[] =>
  values.includes(value) ? values.filter((other) => other !== value) : [...values, value]

/** One filter as chips with counts; with several pressed, a row that matches any of them passes. */
export function Facet<T extends string>({
  title,
  values,
  chosen,
  labelOf = (value) => value,
  onToggle,
  shown = 12,
}: {
  title: string
  values: readonly { readonly value: T; readonly count: number }[]
  chosen: readonly string[]
  labelOf?: (value: T) => string
  onToggle: (value: T) => void
  /** How many chips are shown before "more" is pressed. */
  shown?: number
}) {
  const [all, setAll] = useState(false)
  const visible = all ? values : values.filter(({ value }, i) => i < shown || chosen.includes(value))
  if (values.length === 0) return null
  return (
    <div className="facet" role="group" aria-label={title}>
      <span className="heading">{title}</span>
      <div className="chips">
        {visible.map(({ value, count: rows }) => (
          <button
            key={value}
            className="chip"
            aria-pressed={chosen.includes(value)}
            onClick={() => onToggle(value)}
          >
            <bdi className="clipped">{visibleText(labelOf(value))}</bdi>
            <span className="faint">{count(rows)}</span>
          </button>
        ))}
        {values.length > shown && (
          <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'fewer' : `${count(values.length - shown)} more`}
          </button>
        )}
      </div>
    </div>
  )
}
