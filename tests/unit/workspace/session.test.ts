import { expect, test } from 'vitest'
import { readSession, type Session, sessionFor, sessionText } from '../../../src/core/workspace/session.ts'

const extractor = { encoder: 'e'.repeat(64), dictionary: 'd'.repeat(64) }
const verdict = (concept: string, scope = 'overall') => ({
  concept,
  scope,
  verdict: 'suppress' as const,
  strength: 0.7,
  protocol: 'relabel' as const,
  note: '</script>\u2028"',
  spared: [3, 8],
})
const session: Session = {
  format: 'whittle-session',
  version: 1,
  whittle: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  dataset: { name: 'pairs.jsonl', sha256: 'a'.repeat(64), pairs: 12 },
  extractor,
  seed: 1,
  verdicts: [verdict('s:bold'), verdict('d:7'), verdict('s:bold', 'c:4')],
  names: { 's:bold': 'Shouting' },
  view: 'search=bold&panel=decide',
}
const world = {
  dataset: { sha256: 'a'.repeat(64) },
  extractor,
  concepts: new Set(['s:bold', 's:table']),
}
const elsewhere = { ...world, dataset: { sha256: 'b'.repeat(64) } }

test('a session that is saved and read is the same', () => {
  expect(readSession(sessionText(session))).toEqual(session)
})

test('on the data it was saved on, all of it holds, contexts and rows too', () => {
  expect(sessionFor(session, world)).toEqual({ session, verdicts: session.verdicts, differences: [] })
})

test('on other data only verdicts on concepts that exist are left, without contexts and rows of the other data', () => {
  const { verdicts, differences } = sessionFor(session, elsewhere)
  expect(verdicts).toEqual([{ ...verdict('s:bold'), spared: undefined }])
  expect(verdicts[0]).not.toHaveProperty('spared')
  expect(differences).toEqual([
    expect.stringContaining('other data (pairs.jsonl, 12 pairs)'),
    '2 decisions are left out: there is no such concept or context here.',
  ])
})

test('another dictionary on the same data is said, and reviewed rows stay', () => {
  const other = { ...world, extractor: { ...extractor, dictionary: 'f'.repeat(64) } }
  const { verdicts, differences } = sessionFor(session, other)
  expect(verdicts).toEqual([verdict('s:bold')])
  expect(differences[0]).toContain('another dictionary')
})

test('a file that is no session, is of another version or is damaged gets a sentence', () => {
  const read = (value: unknown) => () => readSession(JSON.stringify(value))
  expect(() => readSession('no json')).toThrow('This file is not a session that Whittle saved.')
  expect(read(null)).toThrow('not a session')
  expect(read({ format: 'whittle-reward-spec', version: 1 })).toThrow('not a session')
  expect(read({ ...session, version: 2 })).toThrow(
    'The session is of version 2; this Whittle reads version 1.',
  )
  const damaged = { ...session, verdicts: [{ ...verdict('s:bold'), strength: -1 }] }
  expect(read(damaged)).toThrow(/^The session is damaged at verdicts\.0\.strength: /)
  expect(read({ ...session, more: 1 })).toThrow('The session is damaged at its top level')
})
