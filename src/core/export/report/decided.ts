import type { ShapedVerdict, Shaping } from '../../shape/decision.ts'
import { impact } from '../../shape/impact.ts'
import { protocolWords } from '../../shape/protocols.ts'
import type { DataKind } from '../../data-kind.ts'
import type { RewardSpec } from '../spec-schema.ts'
import { histogram } from './charts.ts'
import type { Html } from './html.ts'
import { html, theirs } from './html.ts'
import type { DataWords } from './data-words.ts'
import { place } from './in-short.ts'
import { count, counted, percent, signed } from './numbers.ts'

/** The decisions, and what they do to the data. `spec` and `shaping` describe the same verdicts. */
export function decidedSection(
  spec: RewardSpec,
  shaping: Shaping,
  words: DataWords,
  scopeName: (id: string) => string,
): Html {
  const { Rows: rows } = words
  if (spec.concepts.length === 0) {
    return html`<section>
      <h2>Decisions</h2>
      <p>No decision was made: the data goes out as it came in.</p>
    </section>`
  }
  const result = impact(shaping)
  const pairs = shaping.length.length
  const share = pairs > 0 ? ` (${percent(result.dropped / pairs)})` : ''
  return html`<section>
    <h2>Decisions</h2>
    <div class="scroll">
      <table>
        <caption>
          Reliance is the weight that a reward head gives the concept, per standard deviation, before and
          after
        </caption>
        <thead>
          <tr>
            <th scope="col">Concept</th>
            <th scope="col">Verdict</th>
            <th scope="col">By</th>
            <th scope="col" class="number">Strength</th>
            <th scope="col" class="number">λ</th>
            <th scope="col" class="number">Reliance</th>
            <th scope="col" class="number">${rows} touched</th>
          </tr>
        </thead>
        <tbody>
          ${spec.concepts.map((concept, c) => decision(concept, shaping.verdicts[c]!, words, place(concept.scope, scopeName)))}
        </tbody>
      </table>
    </div>
    <h3>What they do to the data</h3>
    <dl>
      <dt>${rows} touched</dt>
      <dd>${count(result.touched)} of ${count(pairs)}</dd>
      <dt>${rows} dropped</dt>
      <dd>${count(result.dropped)}${share}</dd>
      ${
        words.lengthShift
          ? html`<dt>Mean Δlog length, chosen − rejected</dt>
              <dd>${signed(result.lengthBefore, 3)} before, ${signed(result.lengthAfter, 3)} after</dd>`
          : null
      }
    </dl>
    ${
      result.offsets.length > 0
        ? html`<h3>Offsets of the ${words.kind} that stay</h3>
            <p class="soft">
              ${rows} on a square-root scale${words.offsetsSigned}; those on the right owe part of their
              ${words.offsetsOf} to what is suppressed.
            </p>
            ${histogram(result.offsets, words.kind)}`
        : null
    }
  </section>`
}

function decision(
  concept: RewardSpec['concepts'][number],
  shaped: ShapedVerdict,
  { one, kind }: DataWords,
  where: Html | null,
): Html {
  const kept = concept.verdict === 'keep'
  return html`<tr>
    <td>
      ${theirs(concept.name ?? concept.label)}${where}<small
        >${concept.name === null ? null : html`${theirs(concept.label)}, `}<code>${concept.id}</code></small
      >
      ${concept.note === '' ? null : html`<p class="note">${theirs(concept.note)}</p>`}
      ${remark(concept, shaped, kind)}
    </td>
    <td><span class="tag">${concept.verdict}</span></td>
    <td>${kept ? '–' : protocolWords(concept.protocol, kind).name.toLowerCase()}</td>
    <td class="number">${kept ? '–' : concept.strength.toFixed(2)}</td>
    <td class="number">${signed(concept.lambda, 3)}</td>
    <td class="number">${signed(concept.reliance)} → ${signed(concept.target)}</td>
    <td class="number">
      ${shaped.dropped > 0 ? counted(shaped.dropped, one) + ' dropped' : count(shaped.touched)}
    </td>
  </tr>`
}

function remark(
  { normalisation, lengthAdjusted }: RewardSpec['concepts'][number],
  { reached }: ShapedVerdict,
  kind: DataKind,
) {
  if (normalisation.sd === 0)
    return html`<small>Every response has the same score: there is nothing to shape.</small>`
  if (!reached)
    return html`<small>Not reached: the ${kind} that speak against the verdict are too few for that.</small>`
  return lengthAdjusted
    ? null
    : html`<small>Length is not held fixed: this concept, or one decided with it, is length.</small>`
}
