import { describe, expect, it } from 'vitest'
import { badRowsCsv, groupBadRows } from '../../../src/core/parse/bad-rows.ts'

describe('bad rows', () => {
  it('group by reason, most frequent first, with the first row numbers', () => {
    const bad = [3, 5, 8, 9].map((row) => ({ row, reason: row === 5 ? 'rare' : 'common' }))
    expect(groupBadRows(bad, 2)).toEqual([
      { reason: 'common', count: 3, rows: [3, 8] },
      { reason: 'rare', count: 1, rows: [5] },
    ])
  })

  it('become CSV that a spreadsheet does not run', () => {
    const csv = badRowsCsv([
      { row: 1, reason: '=HYPERLINK("http://x")' },
      { row: 2, reason: 'the row, “a”, is not JSON' },
      { row: 3, reason: '@SUM(1)' },
    ])
    expect(csv.split('\r\n')).toEqual([
      'row,reason',
      `1,"'=HYPERLINK(""http://x"")"`,
      '2,"the row, “a”, is not JSON"',
      `3,"'@SUM(1)"`,
    ])
  })
})
