import type { ShapedVerdict, Shaping } from '../../shape/decision.ts'
import { impact } from '../../shape/impact.ts'
import { protocolInfo } from '../../shape/protocols.ts'
import type { RewardSpec } from '../spec-schema.ts'
import { histogram } from './charts.ts'
import type { Html } from './html.ts'
import { html, theirs } from './html.ts'
import { count, counted, percent, signed } from './numbers.ts'

/** The decisions, and what they do to the data. `spec` and `shaping` describe the same verdicts. */
export function decidedSection(spec: RewardSpec, shaping: Shaping): Html {
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
            <th scope="col" class="number">Pairs touched</th>
          </tr>
        </thead>
        <tbody>
          ${spec.concepts.map((concept, c) => decision(concept, shaping.verdicts[c]!))}
        </tbody>
      </table>
    </div>
    <h3>What they do to the data</h3>
    <dl>
      <dt>Pairs touched</dt>
      <dd>${count(result.touched)} of ${count(pairs)}</dd>
      <dt>Pairs dropped</dt>
      <dd>${count(result.dropped)}${share}</dd>
      <dt>Mean Δlog length, chosen − rejected</dt>
      <dd>${signed(result.lengthBefore, 3)} before, ${signed(result.lengthAfter, 3)} after</dd>
    </dl>
    ${
      result.offsets.length > 0
        ? html`<h3>Offsets of the pairs that stay</h3>
            <p class="soft">
              Pairs on a square-root scale; pairs on the right owe part of their preference to what is
              suppressed.
            </p>
            ${histogram(result.offsets)}`
        : null
    }
  </section>`
}

function decision(concept: RewardSpec['concepts'][number], shaped: ShapedVerdict): Html {
  const kept = concept.verdict === 'keep'
  return html`<tr>
    <td>
      ${theirs(concept.name ?? concept.label)}<small
        >${concept.name === null ? null : html`${theirs(concept.label)}, `}<code>${concept.id}</code></small
      >
      ${concept.note === '' ? null : html`<p class="note">${theirs(concept.note)}</p>`}
      ${remark(concept, shaped)}
    </td>
    <td><span class="tag">${concept.verdict}</span></td>
    <td>${kept ? '–' : protocolInfo(concept.protocol).name.toLowerCase()}</td>
    <td class="number">${kept ? '–' : concept.strength.toFixed(2)}</td>
    <td class="number">${signed(concept.lambda, 3)}</td>
    <td class="number">${signed(concept.reliance)} → ${signed(concept.target)}</td>
    <td class="number">
      ${shaped.dropped > 0 ? counted(shaped.dropped, 'pair') + ' dropped' : count(shaped.touched)}
    </td>
  </tr>`
}

function remark(
  { normalisation, lengthAdjusted }: RewardSpec['concepts'][number],
  { reached }: ShapedVerdict,
) {
  if (normalisation.sd === 0)
    return html`<small>Every response has the same score: there is nothing to shape.</small>`
  if (!reached)
    return html`<small>Dropping every pair that speaks against the verdict does not get there.</small>`
  return lengthAdjusted
    ? null
    : html`<small>Length is not held fixed: this concept, or one decided with it, is length.</small>`
}
