import { unmeasured } from '../concepts/concept.ts'
import type { Findings, HypothesisRow } from '../hypotheses/findings.ts'
import { effectLowerBound } from '../hypotheses/rank.ts'

/**
 * Whether a concept is read from the text alone, so that nothing has to be extracted to test it on all data.
 */
const fromText = ({ concept: { source } }: HypothesisRow) =>
  source === 'surface' || source === 'phrase' || source === 'rule' || source === 'column'

/**
 * The table while extraction runs: detectors and phrases as tested on all data, latents and families on what
 * is extracted so far, each row with its own n; strongest first. q and family-wise p hold within either part.
 * @param texts tested on all data before anything is extracted
 * @param extracted tested on what is extracted so far
 */
export function joinFindings(texts: Findings, extracted: Findings): Findings {
  const rows = [...texts.rows, ...extracted.rows.filter((row) => !fromText(row))]
  const unknown = ({ concept }: HypothesisRow) => Number(unmeasured(concept))
  return {
    ...extracted,
    rows: rows.sort(
      (a, b) => unknown(a) - unknown(b) || effectLowerBound(b.hypothesis) - effectLowerBound(a.hypothesis),
    ),
  }
}
