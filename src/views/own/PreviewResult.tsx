import type { OwnPreview } from '../../protocol/data.ts'
import { count } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'

const two = (value: number) => value.toFixed(2)
const said = ({ estimate, low, high }: { estimate: number; low: number; high: number }) =>
  `${two(estimate)} (${two(low)}–${two(high)})`

/** What a concept would find, and the sentences that it is least sure of. */
export function PreviewResult({
  preview,
  onLabel,
}: {
  preview: OwnPreview
  onLabel: (sentence: OwnPreview['doubtful'][number], yes: boolean) => void
}) {
  const { quality, few, responses, total, found, doubtful } = preview
  return (
    <div className="own-preview">
      <p>
        <strong>
          {count(responses)} of {count(total)} responses have it.
        </strong>
      </p>
      {quality && (
        <p>
          By {quality.method}, on held-out examples: AUROC {said(quality.auroc)}, F1 {said(quality.f1)},
          precision {said(quality.precision)}.
        </p>
      )}
      {few && <p className="banner">Fewer than ten examples of a kind: these figures are rough. Add more.</p>}
      {found.length > 0 && (
        <ul>
          {found.map(({ text, row }, k) => (
            <li key={k}>
              <span className="soft">Row {row}: </span>
              <bdi className="data-text">{visibleText(text.replace(/\s+/g, ' '))}</bdi>
            </li>
          ))}
        </ul>
      )}
      {doubtful.length > 0 && (
        <>
          <h3>Least sure of: does it have it?</h3>
          <ul>
            {doubtful.map((sentence) => (
              <li key={sentence.text}>
                <bdi className="data-text">{visibleText(sentence.text)}</bdi>{' '}
                <button type="button" className="plain" onClick={() => onLabel(sentence, true)}>
                  Yes
                </button>
                <button type="button" className="plain" onClick={() => onLabel(sentence, false)}>
                  No
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
