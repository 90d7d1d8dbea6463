import type { Shaping } from '../../shape/decision.ts'
import type { DatasetInfo } from '../../dataset/dataset.ts'
import type { Findings, HypothesisRow } from '../../hypotheses/findings.ts'
import { dataKind } from '../../data-kind.ts'
import { formulasOf } from '../formulas.ts'
import type { RewardSpec } from '../spec-schema.ts'
import { decidedSection } from './decided.ts'
import { foundSection } from './found.ts'
import { Html, html, theirs } from './html.ts'
import { DATA_WORDS, type DataWords } from './data-words.ts'
import { type InShort, inShortSection } from './in-short.ts'
import { count, counted, percent } from './numbers.ts'
import { STYLE } from './style.ts'

export interface ReportInput {
  readonly spec: RewardSpec
  /** What `spec` describes. */
  readonly shaping: Shaping
  readonly dataset: DatasetInfo
  readonly findings: Findings
  /** Names that the person gave, by concept id. */
  readonly names: Readonly<Record<string, string>>
  /** What the report begins with. */
  readonly short: InShort
}

/**
 * The audit report: one HTML file that needs nothing else, runs nothing and asks nothing of the network.
 * Everything from the data is escaped.
 */
export function auditReport(input: ReportInput): string {
  const { spec, shaping, dataset, findings, names, short } = input
  const name = ({ concept }: HypothesisRow) =>
    Object.hasOwn(names, concept.id) ? names[concept.id]! : concept.label
  const words = DATA_WORDS[dataKind(dataset)]
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Audit report: ${dataset.name}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          ${header(input, words)} ${inShortSection(short, spec, words)} ${datasetSection(dataset, words)}
          ${foundSection(findings, name, words)} ${decidedSection(spec, shaping, words, short.scopeName)}
          ${exportSection(spec, shaping, words)} ${formulaSection(words)} ${limitSection(findings, words)}
          ${provenanceSection(spec, findings)}
        </main>
      </body>
    </html>`.markup
}

function header({ spec, shaping, dataset, findings }: ReportInput, words: DataWords): Html {
  const confirmed = findings.rows.filter(
    ({ hypothesis }) => hypothesis.confirmed && hypothesis.foldedUnder === null,
  ).length
  const by = (verdict: string) => spec.concepts.filter((concept) => concept.verdict === verdict).length
  const decisions = [`${by('suppress')} suppressed`, `${by('keep')} kept`, `${by('amplify')} amplified`]
    .filter((text) => !text.startsWith('0'))
    .join(', ')
  return html`<header>
    <p class="eyebrow">Whittle audit report</p>
    <h1>${theirs(dataset.name)}</h1>
    <p class="soft">
      <time datetime="${spec.created}">${spec.created.slice(0, 16).replace('T', ' ')} UTC</time>, Whittle
      ${spec.whittle}
    </p>
    <p class="lead">
      ${counted(dataset.pairs, words.row) + ' over ' + counted(dataset.groups, 'prompt')};
      ${counted(confirmed, 'concept')} confirmed on both halves of the prompts.
      ${decisions === '' ? 'Nothing was decided.' : `Decided: ${decisions}.`}
      ${shaping.droppedCount > 0 ? `${counted(shaping.droppedCount, words.one)} dropped.` : ''}
    </p>
  </header>`
}

function datasetSection(dataset: DatasetInfo, { chosen, rejected, longer }: DataWords): Html {
  return html`<section>
    <h2>The dataset</h2>
    <dl>
      <dt>Format</dt>
      <dd>${theirs(dataset.format)}</dd>
      <dt>Rows</dt>
      <dd>${count(dataset.rows)}, of which ${count(dataset.rows - dataset.pairs)} could not be used</dd>
      <dt>Mean words</dt>
      <dd>
        ${dataset.meanWordsChosen.toFixed(0)} ${chosen}, ${dataset.meanWordsRejected.toFixed(0)} ${rejected};
        ${longer(percent(dataset.chosenLonger))}
      </dd>
      <dt>Columns</dt>
      <dd>
        ${dataset.columns.map((column, c) => html`${c > 0 ? ', ' : ''}<code>${theirs(column.name)}</code>`)}
      </dd>
    </dl>
    ${
      dataset.badRows.length > 0
        ? html`<h3>Rows that could not be used</h3>
            <ul>
              ${dataset.badRows.map((group) => html`<li>${counted(group.count, 'row')}: ${theirs(group.reason)} <span class="soft">(row ${group.rows.slice(0, 8).join(', ')}${group.count > 8 ? ', …' : ''})</span></li>`)}
            </ul>`
        : null
    }
  </section>`
}

function exportSection(spec: RewardSpec, shaping: Shaping, words: DataWords): Html {
  const { one, kind, offsetColumn, trainers } = words
  const kept = shaping.length.length - shaping.droppedCount
  return html`<section>
    <h2>What goes out</h2>
    <p>
      The curated data holds ${counted(kept, one)}, each with its offset${offsetColumn} in full precision.
      <code>reward-spec.json</code> holds the ${counted(spec.concepts.length, 'decision')} with features,
      weights, normalisation and λ; applied to the same file it gives the same offsets and drops the same
      ${kind}.
    </p>
    <p>Trainers ignore columns that they do not know: ${trainers}</p>
  </section>`
}

function formulaSection({ kind }: DataWords): Html {
  return html`<section>
    <h2>Formulas</h2>
    <dl class="formulas">
      ${Object.values(formulasOf(kind)).map(
        ({ formula, words }) =>
          html`<dt><code>${formula}</code></dt>
            <dd>${words}</dd>`,
      )}
    </dl>
  </section>`
}

function limitSection(findings: Findings, { one, kind }: DataWords): Html {
  return html`<section>
    <h2>Limits</h2>
    <ul>
      ${findings.complete ? null : html`<li>The table rests on the ${counted(findings.basis, one)} extracted when this report was written, not on all.</li>`}
      <li>
        These are associations in the data, with length held fixed and nothing else: two concepts that go
        together share their effect. What a trained model picks up also depends on the model and the training.
      </li>
      <li>
        Confirmed means replicated on held-out prompts of this file at a family-wise error of 5%. A concept
        that is not confirmed is not shown to be absent.
      </li>
      <li>
        Labels of dictionary concepts were written by a language model. Their fidelity (balanced accuracy on a
        dozen unseen sentences) is a coarse figure. Read examples before you rely on a label.
      </li>
      <li>
        An offset explains a concept away as a linear, per-response score. A model that reads the concept in
        another way may still learn it.
      </li>
      <li>Dropping ${kind} also drops whatever else those ${kind} would have taught.</li>
    </ul>
  </section>`
}

function provenanceSection(spec: RewardSpec, { summary }: Findings): Html {
  const hash = (value: string) => html`<code>${value}</code>`
  return html`<section>
    <h2>Provenance</h2>
    <dl>
      <dt>Data, sha256</dt>
      <dd>${hash(spec.dataset.sha256)}</dd>
      <dt>Encoder, sha256</dt>
      <dd>${hash(spec.extractor.encoder)}</dd>
      <dt>Dictionary, sha256</dt>
      <dd>${hash(spec.extractor.dictionary)}</dd>
      <dt>Unit</dt>
      <dd>${spec.extractor.unit}</dd>
      <dt>Thresholds</dt>
      <dd>τ = ${spec.thresholds.tau}; ${spec.thresholds.presence}</dd>
      <dt>Seeds</dt>
      <dd>analysis ${spec.seed}, drops ${spec.dropSeed}; ${count(summary.permutations)} permutations</dd>
      <dt>Spec</dt>
      <dd>${spec.format}, version ${spec.version}</dd>
    </dl>
  </section>`
}
