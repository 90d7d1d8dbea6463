import { afterEach, expect, test, vi } from 'vitest'
import { verdictOn } from '../../audit.ts'

afterEach(() => void vi.restoreAllMocks())

const said = () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  return () => log.mock.calls.flat().join('\n')
}
const found = (...severities: string[]) =>
  JSON.stringify({
    vulnerabilities: Object.fromEntries(severities.map((severity) => [severity, { name: 'x', severity }])),
  })

test('passes without vulnerabilities, and with ones that are not grave', () => {
  expect(verdictOn(found())).toBe(true)
  expect(verdictOn(found('low', 'moderate'))).toBe(true)
})

test.each(['high', 'critical'])('fails with one that is %s, and names it', (severity) => {
  const words = said()
  expect(verdictOn(found('low', severity))).toBe(false)
  expect(words()).toBe(`x: ${severity}`)
})

test.each([
  ['', 'nothing was written'],
  ['npm error', 'nothing was written'],
  [JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } }), '405 Method Not Allowed'],
  [
    JSON.stringify({ error: { summary: 'request to the registry failed' } }),
    'request to the registry failed',
  ],
])('is skipped, with a word, where there is no answer: %s', (output, words) => {
  const spoken = said()
  expect(verdictOn(output)).toBe('skipped')
  expect(spoken()).toContain(words)
})
