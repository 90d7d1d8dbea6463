import type { MarkedText } from '../../protocol/data.ts'
import { fixed } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'
import { excerpt, type Range, segments } from './segments.ts'

/** Characters of an excerpt. */
const BUDGET = 600

/**
 * Dataset text with the ranges where the concept fires shaded and, on request, the words that the other side
 * lacks.
 */
export function ResponseText({
  text,
  differences,
  whole,
  budget = BUDGET,
}: {
  text: MarkedText
  differences: readonly Range[]
  whole: boolean
  budget?: number
}) {
  const window = whole ? { start: 0, end: text.text.length } : excerpt(text.text, text.marks, budget)
  return (
    <p className="data-text response-text" dir="auto">
      {window.start > 0 && <span className="faint">… </span>}
      {segments(window, text.marks, differences).map(({ start, end, mark, differs }) => {
        const part = visibleText(text.text.slice(start, end))
        const words = differs ? <span className="differs">{part}</span> : part
        if (!mark) return <span key={start}>{words}</span>
        return (
          <mark
            key={start}
            tabIndex={0}
            data-value={`${visibleText(mark.label)}: ${fixed(mark.value, Number.isInteger(mark.value) ? 0 : 1)}`}
            style={{ '--level': mark.level }}
          >
            {words}
          </mark>
        )
      })}
      {window.end < text.text.length && <span className="faint"> …</span>}
    </p>
  )
}

/** Whether its excerpt is shorter than the text. */
export const isLong = ({ text }: MarkedText): boolean => text.length > BUDGET * 1.2
