import type { Findings, HypothesisRow } from '../../hypotheses/findings.ts'
import { signalSentence } from '../../hypotheses/explained-shares.ts'
import { aucBars, interval, intervalAxis, side } from './charts.ts'
import type { Html } from './html.ts'
import { html, theirs } from './html.ts'
import type { DataWords } from './data-words.ts'
import { count, counted, percent, points, probability } from './numbers.ts'

/**
 * The report shows all confirmed hypotheses up to the first number, and the strongest others up to the
 * second.
 */
const MOST = 60
const FEWEST = 20

/** What the data would teach: how much of it is explained, and the hypotheses, confirmed ones first. */
export function foundSection(
  findings: Findings,
  name: (row: HypothesisRow) => string,
  words: DataWords,
): Html {
  const tested = findings.rows.filter(({ hypothesis }) => hypothesis.foldedUnder === null)
  const confirmed = tested.filter(({ concept, hypothesis }) => !concept.hidden && hypothesis.confirmed)
  const others = tested.filter(({ concept, hypothesis }) => !concept.hidden && !hypothesis.confirmed)
  const shown = [...confirmed.slice(0, MOST), ...others.slice(0, Math.max(0, FEWEST - confirmed.length))]
  const { discoveryPairs, confirmationPairs, permutations } = findings.summary
  return html`<section>
    <h2>What the data would teach</h2>
    ${explained(findings, words)}
    <p>
      ${counted(tested.length, 'concept')} were tested, ${count(confirmed.length)} confirmed: found on
      ${count(discoveryPairs)} ${words.kind} and replicated on ${count(confirmationPairs)} others (whole
      prompts on one side), against ${count(permutations)} ${words.tested}
    </p>
    ${
      shown.length > 0
        ? table(shown, tested.length, name, words)
        : html`<p>No concept could be tested on this data.</p>`
    }
  </section>`
}

function explained({ summary: { auc } }: Findings, words: DataWords): Html | null {
  const { label, kind } = words
  const bars = [
    { label: 'Length alone', auc: auc.length },
    { label: 'Concepts and length', auc: auc.concepts },
    { label: 'Full hidden state', auc: auc.hidden },
    ...(auc.ceiling !== auc.hidden ? [{ label: 'Both together', auc: auc.ceiling }] : []),
  ].flatMap((bar) => (bar.auc === null ? [] : [{ ...bar, auc: bar.auc }]))
  if (bars.length === 0) return null
  return html`<p>
      How well each predicts the ${label} on ${kind} it has not seen (AUC, five folds by prompt; bars start at
      chance, 0.5). ${signalSentence(auc, words)}
    </p>
    ${aucBars(bars)}`
}

function table(
  rows: readonly HypothesisRow[],
  total: number,
  name: (row: HypothesisRow) => string,
  words: DataWords,
): Html {
  const widest = rows.flatMap(({ hypothesis: h }) => [Math.abs(h.ciLow), Math.abs(h.ciHigh)])
  const reach = Math.max(0.1, Math.ceil(Math.max(...widest) * 10) / 10)
  return html`<div class="scroll">
    <table>
      <caption>
        ${count(rows.length)} of ${count(total)}: confirmed ones first, then by the end of the interval that
        is nearer zero
      </caption>
      <thead>
        <tr>
          <th scope="col">Concept</th>
          <th scope="col" class="number">Δwin, points</th>
          <th scope="col">95% interval ${intervalAxis(reach)}</th>
          <th scope="col" class="number">${words.Rows}</th>
          <th scope="col" class="number">In ${words.chosen} / ${words.rejected}</th>
          <th scope="col" class="number"><i>q</i></th>
          <th scope="col">Confirmed</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, reach, name(row), words))}
      </tbody>
    </table>
  </div>`
}

function tableRow(
  { concept, hypothesis: h }: HypothesisRow,
  reach: number,
  name: string,
  words: DataWords,
): Html {
  const fidelity = concept.fidelity === null ? '' : `, label fidelity ${concept.fidelity.toFixed(2)}`
  const similar = h.similar.length > 0 ? `, +${count(h.similar.length)} similar` : ''
  return html`<tr>
    <td>
      ${theirs(name)}<small
        ><span class="${side(h.deltaWin)}">leans ${words[side(h.deltaWin)]}</span>,
        ${concept.source}${fidelity}${similar}</small
      >
    </td>
    <td class="number">${points(h.deltaWin)}</td>
    <td>${interval(h.deltaWin, h.ciLow, h.ciHigh, reach)}</td>
    <td class="number">${count(h.discordant)}</td>
    <td class="number">${percent(h.prevalenceChosen)} / ${percent(h.prevalenceRejected)}</td>
    <td class="number">${probability(h.q)}</td>
    <td>${h.confirmed ? 'yes' : 'no'}</td>
  </tr>`
}
