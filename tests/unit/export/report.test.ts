import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { featureRefs } from '../../../src/core/export/features.ts'
import { html, theirs } from '../../../src/core/export/report/html.ts'
import { auditReport } from '../../../src/core/export/report/report.ts'
import { buildSpec } from '../../../src/core/export/spec.ts'
import { type Hypothesis, OVERALL } from '../../../src/core/hypothesis.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { decide } from '../shape/columns.ts'
import { world } from '../shape/world.ts'

const HOSTILE = `</title><script>alert(1)</script><img src=x onerror="alert('2')">\u202e&\u0000`
const data = world(300, 2)
const concept: Concept = {
  id: 'p:<b>',
  label: HOSTILE,
  description: '',
  source: 'phrase',
  kind: 'phrase',
  features: Uint32Array.of(0),
  family: null,
  measure: false,
  fidelity: 0.83,
  hidden: false,
}
const hypothesis: Hypothesis = {
  concept: concept.id,
  scope: OVERALL,
  n: 300,
  discordant: 123,
  winRate: 0.7,
  pSign: 1e-6,
  beta: 0.8,
  se: 0.1,
  model: 'length-adjusted',
  deltaWin: 0.184,
  ciLow: 0.121,
  ciHigh: 0.25,
  p: 1e-6,
  q: 1e-5,
  pPermutation: 0.001,
  confirmed: true,
  discovered: true,
  prevalenceChosen: 0.41,
  prevalenceRejected: 0.2,
  joint: null,
  similar: ['p:x'],
  foldedUnder: null,
}

function report(
  verdicts: readonly Verdict[],
  name = HOSTILE,
  hypotheses = [hypothesis],
  paired = true,
): string {
  const concepts = new Map([[concept.id, concept]])
  const shaping = createShaper({ ...data, scored: (id) => concepts.get(id), seed: 1 }).shape(verdicts)
  return auditReport({
    spec: buildSpec({
      whittle: '0.1.0',
      created: '2026-01-02T03:04:05.000Z',
      dataset: { name, sha256: 'a'.repeat(64), pairs: 300, format: 'TRL' },
      kind: 'pairs',
      extractor: { encoder: 'e'.repeat(64), dictionary: 'd'.repeat(64) },
      seed: 17,
      shaping,
      row: Uint32Array.from({ length: 300 }, (_, i) => i + 1),
      concepts,
      features: featureRefs([concept]),
      names: {},
    }),
    shaping,
    dataset: {
      name,
      sha256: 'a'.repeat(64),
      rows: 303,
      pairs: 300,
      paired,
      groups: 280,
      format: 'TRL',
      detected: true,
      certainty: 1,
      mapping: { kind: 'columns', prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' },
      ties: 0,
      fileKind: 'jsonl',
      because: '',
      badRows: [{ reason: `the field ${name} is empty`, count: 3, rows: [1, 2, 3] }],
      columns: ['prompt', name].map((column) => ({ name: column, type: 'text' as const, role: null })),
      notes: [],
      meanWordsChosen: 70.4,
      meanWordsRejected: 60,
      chosenLonger: 0.55,
    },
    findings: {
      rows: hypotheses.map((one) => ({ hypothesis: one, concept: { ...concept, familyLabel: null } })),
      summary: {
        auc: { length: 0.61, concepts: 0.7, hidden: null, ceiling: null },
        discoveryPairs: 150,
        confirmationPairs: 150,
        seed: 17,
        permutations: 999,
      },
      basis: 300,
      complete: true,
    },
    names: {},
    short: {
      lessons: [
        {
          sentence: `${name} wins.`,
          certainty: 'confirmed',
          unintended: null,
          quote: { row: 3, side: 'chosen', text: name },
        },
      ],
      decided: verdicts.map(() => null),
      scopeName: (id) => id,
    },
  })
}

test('a template escapes every value and leaves only its own markup', () => {
  const row = [html`<i>${'a<b'}</i>`, html`<i>${'\'&"'}</i>`]
  expect(html`<p title="${'"'}">${row}${null}${3}${theirs('x')}</p>`.markup).toBe(
    '<p title="&quot;"><i>a&lt;b</i><i>&#39;&amp;&quot;</i>3<bdi>x</bdi></p>',
  )
})

test('an object that looks like markup is not taken for it', () => {
  const forged = { markup: '<script>' } as unknown as string
  expect(html`${forged}`.markup).toBe('[object Object]')
})

test('hostile names, notes and reasons are text, and the report runs and fetches nothing', () => {
  const page = report([{ ...decide(concept.id, 'suppress'), note: HOSTILE }])
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(page).not.toMatch(/<(script|img|link|iframe|object|form|a)\b/i)
  // Nothing but the document's own title may close or open one.
  expect(page.match(/<\/title>/g)!.length).toBe(1 + page.match(/<title>[−+]/g)!.length)
  expect(page).not.toMatch(/url\(|https?:/)
  expect(page).not.toContain('\u0000')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

test('the report says what was found, decided and done', () => {
  const page = report([{ ...decide(concept.id, 'suppress', 'drop'), note: 'for its own sake' }])
  const dropped = /(\d+) pairs dropped/.exec(page)
  expect(Number(dropped![1])).toBeGreaterThan(0)
  for (const text of [
    '300 preference pairs over 280 prompts',
    '+18.4',
    '41% / 20%',
    '123',
    '+1 similar',
    '0.610',
  ]) {
    expect(page).toContain(text)
  }
  for (const text of [
    'for its own sake',
    'Decided: 1 suppressed.',
    'drop pairs',
    'analysis 17, drops 1',
    'a'.repeat(64),
  ]) {
    expect(page).toContain(text)
  }
})

test('an AUC that is not known is left out rather than drawn as chance', () => {
  expect(report([])).toContain('aria-label="Length alone 0.610, Concepts and length 0.700"')
})

test('without decisions or hypotheses the report still stands', () => {
  const page = report([], 'plain.jsonl', [])
  expect(page).toContain('No decision was made')
  expect(page).toContain('No concept could be tested')
  expect(page).not.toMatch(/NaN|Infinity|undefined/)
})

test('a report on single responses speaks of responses, good and bad, and of no pairs', () => {
  for (const verdicts of [[], [decide(concept.id, 'suppress', 'drop')], [decide(concept.id, 'suppress')]]) {
    const text = report(verdicts, 'thumbs.jsonl', [hypothesis], false).replace(/<style>[^]*<\/style>/, '')
    expect(text).not.toMatch(/pair|chosen(?!")|rejected(?!")|sign flips/i)
    expect(text).toMatch(/300 single responses/)
    expect(text).toMatch(/In good \/ bad/)
  }
})
