import { readSides } from './label-sets.ts'
import type { Proposal } from './layout.ts'
import { nameTwins } from './side-twins.ts'
import { type Table } from './table.ts'

const SELECTED = 'annotations.*.result.*.value.selected'

/**
 * Label Studio's pairwise export: the texts in `data`, under any names, and left or right in each annotation.
 */
export function labelStudio(table: Table): Proposal[] {
  const set = table.set(SELECTED)
  const twin = nameTwins(table.paths.filter((path) => path.startsWith('data.'))).find(({ better }) => !better)
  if (set.size === 0 || !twin) return []
  const [a, b] = twin.names
  const read = readSides(set, { a, b, ends: twin.words }, SELECTED)
  if (!read) return []
  const prompt = ['prompt', 'question', 'instruction', 'text', 'context']
    .map((name) => `data.${name}`)
    .find((path) => table.values(path).length > 0)
  const { aWins, bWins, ties } = read
  return [
    {
      id: 'label-studio',
      name: 'Label Studio, pairwise',
      mapping: {
        kind: 'labelled',
        prompt: prompt ?? null,
        a,
        b,
        label: SELECTED,
        aWins: [...aWins],
        bWins: [...bWins],
        ties: [...ties],
      },
      certainty: prompt === undefined ? 0.6 : 0.95,
      because: '',
    },
  ]
}
