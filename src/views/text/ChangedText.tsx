import { visibleText } from '../shared/visibleText.ts'
import { type Change, condensed } from './wordDiff.ts'

/** Characters shown beside each change. */
const AROUND = 90

/** Dataset text before and after in one: removed words struck out, added words underlined. */
export function ChangedText({ changes }: { changes: readonly Change[] }) {
  return (
    <p className="data-text response-text" dir="auto">
      {condensed(changes, AROUND).map(({ kind, text }, i) => {
        const shown = visibleText(text)
        if (kind === 'same') return <span key={i}>{shown}</span>
        return kind === 'gone' ? <del key={i}>{shown}</del> : <ins key={i}>{shown}</ins>
      })}
    </p>
  )
}
