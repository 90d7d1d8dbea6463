import { describe, expect, it } from 'vitest'
import type { Filters } from '../../../src/store/state.ts'
import { defaultView } from '../../../src/store/store.ts'
import { countBy, familyOf, filterRows } from '../../../src/views/rows/filterRows.ts'
import { row } from './rows.ts'

const filters = (change: Partial<Filters>): Filters => ({ ...defaultView.filters, ...change })
const idsOf = (rows: ReturnType<typeof filterRows>) => rows.map(({ concept }) => concept.id)

const bold = row({ id: 's:bold', label: 'Bold text', source: 'surface', kind: 'format', fidelity: null })
const hedge = row({ id: 's:hedge', source: 'surface', kind: 'tone' }, { deltaWin: -0.2, confirmed: false })
const family = row({ id: 'f:3', source: 'family' })
const member = row({ id: 'd:7', family: 'f:3' }, { discordant: 12 })
const unclear = row({ id: 'd:8', hidden: true })
const folded = row({ id: 'd:9' }, { foldedUnder: 'f:3' })
const rare = row({ id: 'd:10' }, { discordant: 3 })
const all = [bold, hedge, family, member, unclear, folded, rare]

describe('filterRows', () => {
  it('leaves out unclear, folded and rare concepts unless asked for', () => {
    expect(idsOf(filterRows(all, defaultView.filters))).toEqual(['s:bold', 's:hedge', 'f:3', 'd:7'])
    expect(filterRows(all, filters({ showHidden: true, showFolded: true, minimumDiscordant: 0 }))).toEqual(
      all,
    )
  })

  it('keeps a decided concept in sight even where it is unclear or folded', () => {
    const decided = [
      { ...unclear, verdict: 'suppress' as const },
      { ...folded, verdict: 'keep' as const },
    ]
    expect(filterRows(decided, defaultView.filters)).toEqual(decided)
  })

  it('finds every word of a search in name, label or description, in any case', () => {
    expect(idsOf(filterRows(all, filters({ search: 'TEXT bold' })))).toEqual(['s:bold'])
    expect(idsOf(filterRows(all, filters({ search: 'bold nowhere' })))).toEqual([])
    const renamed = { ...hedge, name: 'Wishy-washy', renamed: true }
    expect(filterRows([renamed], filters({ search: 'wishy' }))).toEqual([renamed])
  })

  it('takes any of the values of one filter and all of the filters', () => {
    expect(idsOf(filterRows(all, filters({ kinds: ['format', 'tone'] })))).toEqual(['s:bold', 's:hedge'])
    expect(idsOf(filterRows(all, filters({ kinds: ['format', 'tone'], direction: 'rejected' })))).toEqual([
      's:hedge',
    ])
    expect(idsOf(filterRows(all, filters({ kinds: ['tone'], confirmedOnly: true })))).toEqual([])
  })

  it('shows a family’s own row among its members', () => {
    expect(idsOf(filterRows(all, filters({ families: ['f:3'] })))).toEqual(['f:3', 'd:7'])
  })

  it('filters by verdict, undecided included', () => {
    const decided = { ...bold, verdict: 'amplify' as const }
    expect(idsOf(filterRows([decided, hedge], filters({ verdicts: ['amplify'] })))).toEqual(['s:bold'])
    expect(idsOf(filterRows([decided, hedge], filters({ verdicts: ['none'] })))).toEqual(['s:hedge'])
  })

  it('can leave one filter out, so that its values can be counted', () => {
    const narrow = filters({ direction: 'rejected', kinds: ['format'] })
    expect(idsOf(filterRows(all, narrow))).toEqual([])
    expect(idsOf(filterRows(all, narrow, 'direction'))).toEqual(['s:bold'])
  })
})

describe('countBy', () => {
  it('counts values, most frequent first, and skips rows without one', () => {
    expect(countBy(all, (one) => one.concept.source)).toEqual([
      { value: 'dictionary', count: 4 },
      { value: 'surface', count: 2 },
      { value: 'family', count: 1 },
    ])
    expect(countBy(all, familyOf)).toEqual([{ value: 'f:3', count: 2 }])
  })
})
