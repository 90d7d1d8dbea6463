import { expect, test } from 'vitest'
import { coverage } from '../../coverage.ts'

const lines = (covered: number, total: number) => ({ lines: { covered, total } })
const report = (core: number) =>
  JSON.stringify({
    total: lines(1, 2),
    '/repo/src/core/a.ts': lines(core, 100),
    '/repo/src/core/deep/b.ts': lines(100, 100),
    '/repo/src/encoder/a.ts': lines(9, 10),
    '/repo/src/bridge/a.ts': lines(19, 20),
    '/repo/src/store/a.ts': lines(19, 20),
    '/repo/src/cli/a.ts': lines(9, 10),
    '/repo/workers/a.ts': lines(19, 20),
  })

test('lines of a folder’s files are added up, and held against its least share', () => {
  const enough = coverage(report(90), '/repo')
  expect(enough.short).toEqual([])
  expect(enough.table.split('\n')[0]).toBe('src/core      95.0% of 200 lines (at least 95%)')
  expect(coverage(report(89), '/repo').short).toEqual(['src/core'])
})

test('a folder without files has nothing covered', () => {
  expect(coverage('{}', '/repo').short).toContain('src/cli')
})
