import { OVERALL } from '../../../src/core/hypothesis.ts'
import type { ConceptInfo } from '../../../src/core/concepts/concept.ts'
import type { Hypothesis } from '../../../src/core/hypothesis.ts'
import { rowId, type TableRow } from '../../../src/views/rows/tableRow.ts'

/** A row that differs from a plain, confirmed, chosen-leaning latent only in what is given. */
export function row(
  concept: Partial<ConceptInfo>,
  hypothesis: Partial<Hypothesis> = {},
  verdict: TableRow['verdict'] = null,
): TableRow {
  const id = concept.id ?? 'd:1'
  const scope = hypothesis.scope ?? OVERALL
  return {
    id: rowId(id, scope.id),
    scopeName: scope.label,
    concept: {
      id,
      label: 'Asks a question',
      description: 'Ends by asking what the user wants.',
      source: 'dictionary',
      kind: 'behaviour',
      family: null,
      familyLabel: null,
      measure: false,
      fidelity: 0.9,
      hidden: false,
      ...concept,
    },
    hypothesis: {
      concept: id,
      scope: OVERALL,
      n: 500,
      discordant: 120,
      winRate: 0.7,
      pSign: 1e-5,
      beta: 1,
      se: 0.1,
      model: 'length-adjusted',
      deltaWin: 0.2,
      ciLow: 0.1,
      ciHigh: 0.3,
      p: 1e-5,
      q: 1e-4,
      pPermutation: 1e-3,
      confirmed: true,
      discovered: true,
      prevalenceChosen: 0.3,
      prevalenceRejected: 0.1,
      joint: null,
      similar: [],
      foldedUnder: null,
      ...hypothesis,
    },
    name: concept.label ?? 'Asks a question',
    renamed: false,
    verdict,
  }
}
