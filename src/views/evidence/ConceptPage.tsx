import type { ConceptDetail, Exemplar } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Histogram } from '../charts/Histogram.tsx'
import { count, fixed, percent, plural, signed } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { Explained } from '../shared/Explained.tsx'
import { COARSE, MEASURED } from '../shared/words.ts'
import { ForestPlot } from '../contexts/ForestPlot.tsx'
import { localSentences } from '../contexts/words.ts'
import { type Selection, useNames } from '../rows/useRows.ts'
import { Authoring } from './Authoring.tsx'
import { effectSentences } from './effect.ts'

const LEVELS = { high: 'Strong', mid: 'Medium', low: 'Weak' } as const

const DEFINED = {
  dictionary:
    'One latent of the dictionary: it fires on sentences; it counts as present from the activation down to which its label holds.',
  family: 'A family: latents of the dictionary that fire together.',
  surface: 'An exact rule on the text.',
  phrase: 'The exact words, in any case, counted once a response.',
  probe: 'Your own: like your examples, by a probe on sentence states.',
  rule: 'Your own: an exact rule on the text.',
  composed: 'Your own: composed of other concepts.',
  column: 'Your own: a column of the file.',
  union: 'Several concepts as one: present where any of them is.',
} as const

function Exemplars({ exemplars }: { exemplars: readonly Exemplar[] }) {
  const sides = useSides()
  if (exemplars.length === 0) return null
  return (
    <section>
      <h3>In your data</h3>
      <ul className="exemplars">
        {exemplars.map(({ level, value, row, side, text, start, end }, index) => (
          <li key={index}>
            <span className="exemplar-level" title={`Activation ${fixed(value, 2)}`}>
              {LEVELS[level]} <span className="faint">{fixed(value, 1)}</span>
            </span>
            <span className="data-text" dir="auto">
              {visibleText(text.slice(0, start))}
              <mark style={{ '--level': { high: 1, mid: 0.6, low: 0.3 }[level] }}>
                {visibleText(text.slice(start, end))}
              </mark>
              {visibleText(text.slice(end))}
            </span>
            <span className="faint nowrap">
              row {count(row)}, <span className={side}>{sides[side]}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Features({ features }: { features: ConceptDetail['features'] }) {
  if (features.length < 2) return null
  return (
    <section>
      <h3>{plural(features.length, 'latent')}</h3>
      <ul className="lines">
        {features.map((feature) => (
          <li key={feature.label} title={visibleText(feature.description)}>
            <span className="clipped">{visibleText(feature.label)}</span>
            <span className="soft nowrap">
              {plural(feature.responses, 'response')}
              {feature.fidelity !== null && `, fidelity ${percent(feature.fidelity)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Other concepts, each a way to its page. */
function Others({ title, concepts }: { title: string; concepts: readonly { id: string; note: string }[] }) {
  const nameOf = useNames()
  if (concepts.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul className="lines">
        {concepts.map(({ id, note }) => (
          <li key={id}>
            <button className="link" onClick={() => commands.select(id)}>
              <bdi>{visibleText(nameOf(id))}</bdi>
            </button>
            <span className="soft nowrap">{note}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function correlationWords(r: number): string {
  const size = Math.abs(r)
  if (size < 0.1) return 'It is nearly unrelated to length'
  const strength = size < 0.3 ? 'weakly' : size < 0.6 ? 'clearly' : 'strongly'
  return `It is ${strength} related to ${r > 0 ? 'longer' : 'shorter'} responses`
}

/** What a concept is, what it does in this data, and what the person calls it. */
export function ConceptPage({ selection }: { selection: Selection }) {
  const detail = useStore((state) => state.detail)
  const sides = useSides()
  const { row, overall, context, tested } = selection
  const { concept } = row
  const hypothesis = overall?.hypothesis
  return (
    <div className="concept-page">
      <section>
        <p className="data-text">{visibleText(concept.description)}</p>
        <p className="soft">
          {DEFINED[concept.source]}
          {concept.fidelity !== null && (
            <>
              {' '}
              <Explained text={COARSE}>Fidelity</Explained> of the label {percent(concept.fidelity)}, coarse:
              12 sentences
              {concept.measured && ` ${MEASURED[concept.measured]}`}.
            </>
          )}
          {concept.measured === 'none' && ` Fidelity of the label ${MEASURED.none}.`}
        </p>
      </section>
      {context && tested && (
        <section>
          <h3>Effect inside</h3>
          {[
            ...effectSentences(row.hypothesis, concept.measure).slice(0, 2),
            ...localSentences(row.hypothesis),
          ].map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      )}
      {hypothesis && (
        <section>
          <h3>{context ? 'Effect overall' : 'Effect'}</h3>
          {effectSentences(hypothesis, concept.measure).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {hypothesis.joint === 0 && <p>Beside the other concepts it adds nothing of its own.</p>}
        </section>
      )}
      <ForestPlot selection={selection} />
      {hypothesis && (
        <Others
          title="Similar, folded under it"
          concepts={hypothesis.similar.map((id) => ({ id, note: '' }))}
        />
      )}
      {hypothesis?.foldedUnder && (
        <Others title="Folded under" concepts={[{ id: hypothesis.foldedUnder, note: '' }]} />
      )}
      {detail ? (
        <>
          <section>
            <h3>
              {sides.one === 'pair'
                ? 'Shift, chosen − rejected'
                : 'Amount in bad (left) and good responses (right)'}
            </h3>
            <Histogram
              bins={detail.shift}
              label={`Shift of the concept from ${sides.rejected} to ${sides.chosen}`}
            />
            <p className="soft">
              {correlationWords(detail.lengthCorrelation)} (r = {signed(detail.lengthCorrelation, 2)}).
            </p>
          </section>
          <Exemplars exemplars={detail.exemplars} />
          <Features features={detail.features} />
          <Others
            title="Nearest concepts"
            concepts={detail.nearest.map(({ concept: { id }, r }) => ({ id, note: `r = ${signed(r, 2)}` }))}
          />
        </>
      ) : (
        <p className="soft" role="status">
          Loading…
        </p>
      )}
      <Authoring key={`${concept.id} ${selection.scope}`} row={row} scope={selection.scope} />
    </div>
  )
}
