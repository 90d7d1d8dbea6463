import { beforeEach, expect, test, vi } from 'vitest'
import { countSentence, Steps } from '../../steps.ts'

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

/** What a single step counts. */
function counted(...step: Parameters<Steps['run']> extends [string, ...infer Rest] ? Rest : never): string {
  const steps = new Steps()
  steps.run('step', ...step)
  return countSentence(steps.total)
}
const throws = () => {
  throw new Error('no such file')
}

test('a step without a report is one test', () => {
  expect(counted(() => true)).toBe('1 passed, 0 failed, 0 skipped')
  expect(counted(() => false)).toBe('0 passed, 1 failed, 0 skipped')
  expect(counted(() => 'skipped')).toBe('0 passed, 0 failed, 1 skipped')
  expect(counted(throws)).toBe('0 passed, 1 failed, 0 skipped')
})

test('a step with a report counts its tests', () => {
  const report = (failed: number) => () => ({ passed: 7, failed, skipped: 2 })
  expect(counted(() => true, report(0))).toBe('7 passed, 0 failed, 2 skipped')
  expect(counted(() => false, report(3))).toBe('7 passed, 3 failed, 2 skipped')
})

test('a runner that fails with no failed test, or dies before it reports, is one failure', () => {
  const report = () => ({ passed: 7, failed: 0, skipped: 0 })
  expect(counted(() => false, report)).toBe('7 passed, 1 failed, 0 skipped')
  expect(counted(() => true, throws)).toBe('0 passed, 1 failed, 0 skipped')
})

test('steps add up, whatever became of those before', () => {
  const steps = new Steps()
  steps.run('a', throws)
  steps.run('b', () => 'skipped')
  steps.run(
    'c',
    () => true,
    () => ({ passed: 5, failed: 0, skipped: 1 }),
  )
  expect(countSentence(steps.total)).toBe('5 passed, 1 failed, 2 skipped')
})
