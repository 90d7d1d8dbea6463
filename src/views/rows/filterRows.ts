import type { Filters } from '../../store/state.ts'
import { meanings } from './synonyms.ts'
import type { TableRow } from './tableRow.ts'

/** A test of one row for each filter, named as in Filters. */
type Test = (row: TableRow) => boolean

const among = (values: readonly string[], value: string | null) =>
  values.length === 0 || (value !== null && values.includes(value))

function searchTest(search: string): Test {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return () => true
  return ({ name, concept, scopeName }) => {
    const text = `${name} ${concept.label} ${concept.description} ${scopeName}`.toLocaleLowerCase()
    return words.every((word) => meanings(word).some((part) => text.includes(part)))
  }
}

/** The direction of a row: the side with the positive effect. */
export const leansTo = (row: TableRow): 'chosen' | 'rejected' =>
  row.hypothesis.deltaWin >= 0 ? 'chosen' : 'rejected'

/** The family that a row belongs to: a family's own row belongs to itself. */
export const familyOf = ({ concept }: TableRow): string | null =>
  concept.source === 'family' ? concept.id : concept.family

function tests(filters: Filters): Readonly<Record<keyof Filters, Test>> {
  // Who asks for a concept by name is to find it, also where it is folded under another or is a phrase.
  const searched = filters.search.trim() !== '' || filters.sources.includes('phrase')
  return {
    search: searchTest(filters.search),
    sources: (row) => among(filters.sources, row.concept.source),
    kinds: (row) => among(filters.kinds, row.concept.kind),
    families: (row) => among(filters.families, familyOf(row)),
    direction: (row) => filters.direction === 'any' || leansTo(row) === filters.direction,
    confirmedOnly: (row) => !filters.confirmedOnly || row.hypothesis.confirmed,
    verdicts: (row) => among(filters.verdicts, row.verdict ?? 'none'),
    minimumDiscordant: (row) => row.hypothesis.discordant >= filters.minimumDiscordant,
    showHidden: (row) => filters.showHidden || !row.concept.hidden || row.verdict !== null,
    showFolded: (row) =>
      filters.showFolded || searched || row.hypothesis.foldedUnder === null || row.verdict !== null,
    showPhrases: (row) =>
      filters.showPhrases || searched || row.concept.source !== 'phrase' || row.verdict !== null,
  }
}

/**
 * The rows that pass every filter, in order. Hidden and folded concepts and phrases with a verdict are always
 * included, so that no default hides a decision.
 * @param except a filter to leave out, for counting what each of its values would show
 */
export function filterRows(
  rows: readonly TableRow[],
  filters: Filters,
  except?: keyof Filters,
): readonly TableRow[] {
  const active = Object.entries(tests(filters)).filter(([name]) => name !== except)
  return rows.filter((row) => active.every(([, test]) => test(row)))
}

/** Counts rows by value, most frequent first; ties in order of appearance. */
export function countBy<T extends string>(
  rows: readonly TableRow[],
  valueOf: (row: TableRow) => T | null,
): { readonly value: T; readonly count: number }[] {
  const counts = new Map<T, number>()
  for (const row of rows) {
    const value = valueOf(row)
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}
