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
  version: 2,
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
  concepts: new Set(['s:bold', 's:table', 'd:7']),
  contexts: new Set(['c:4']),
  rows: 12,
}
const without7 = new Set(['s:bold', 's:table'])
const elsewhere = { ...world, concepts: without7, dataset: { sha256: 'b'.repeat(64) } }

test('a session that is saved and read is the same', () => {
  expect(readSession(sessionText(session))).toEqual(session)
})

test('on the data it was saved on, all of it holds, contexts and rows too', () => {
  expect(sessionFor(session, world)).toEqual({
    ...{ session, verdicts: session.verdicts, contexts: [], differences: [] },
  })
})

test('on other data only verdicts on concepts that exist are left, without contexts and rows of the other data', () => {
  const { verdicts, differences } = sessionFor(session, elsewhere)
  expect(verdicts).toEqual([{ ...verdict('s:bold'), spared: undefined }])
  expect(verdicts[0]).not.toHaveProperty('spared')
  expect(differences).toEqual([
    expect.stringContaining('other data (pairs.jsonl, 12 pairs)'),
    '1 decision inside a context is left out: contexts are those of the other data or dictionary.',
    '1 decision is left out, since there is no such concept here: d:7.',
  ])
})

test('another dictionary on the same data is said, and reviewed rows stay', () => {
  const other = { ...world, concepts: without7, extractor: { ...extractor, dictionary: 'f'.repeat(64) } }
  const { verdicts, differences } = sessionFor(session, other)
  expect(verdicts).toEqual([verdict('s:bold')])
  expect(differences[0]).toContain('another dictionary')
})

test('on the same data, too, what refers to nothing is listed and left out', () => {
  const many = Array.from({ length: 7 }, (_, i) => verdict(`x:${i}`))
  const odd: Session = {
    ...session,
    verdicts: [
      ...many,
      verdict('s:bold', 'c:9'),
      verdict('s:bold'),
      { ...verdict('s:bold'), verdict: 'keep' },
      { ...verdict('d:7'), strength: 1e300 },
      { ...verdict('s:table'), spared: [12, 13] },
    ],
  }
  const { verdicts, differences } = sessionFor(odd, world)
  expect(verdicts).toEqual([
    verdict('s:bold'),
    { ...verdict('d:7'), strength: 2 },
    { ...verdict('s:table'), spared: [12] },
  ])
  expect(differences).toEqual([
    '7 decisions are left out, since there is no such concept here: x:0, x:1, x:2, x:3, x:4, and 2 more.',
    '1 decision is left out, since there is no such context here: s:bold in c:9.',
    '1 decision is left out, since the session decides twice on the same: s:bold.',
    'Strengths above 2 are set to 2: d:7 (1e+300).',
    'Reviewed rows that the file does not have are left out of: s:table.',
  ])
})

test('before contexts are found, those of a session are taken on trust', () => {
  const early = { ...world, contexts: null }
  expect(sessionFor({ ...session, verdicts: [verdict('p:made there', 'c:9')] }, early).verdicts).toHaveLength(
    1,
  )
})

test('a file that is no session, is of another version or is damaged gets a sentence', () => {
  const read = (value: unknown) => () => readSession(JSON.stringify(value))
  expect(() => readSession('no json')).toThrow('This file is not a session that Whittle saved.')
  expect(read(null)).toThrow('not a session')
  expect(read({ format: 'whittle-reward-spec', version: 1 })).toThrow('not a session')
  expect(read({ ...session, version: 3 })).toThrow(
    'The session is of version 3; this Whittle reads versions 1 and 2.',
  )
  const damaged = { ...session, verdicts: [{ ...verdict('s:bold'), strength: -1 }] }
  expect(read(damaged)).toThrow(/^The session is damaged at verdicts\.0\.strength: /)
  expect(read({ ...session, more: 1 })).toThrow('The session is damaged at its top level')
})

test('a session of version 1 opens as it was meant, and version 2 holds what is trained with', () => {
  expect(readSession(JSON.stringify({ ...session, version: 1 }))).toEqual(session)
  const named: Session = { ...session, trainer: 'axolotl' }
  expect(readSession(sessionText(named)).trainer).toBe('axolotl')
  expect(() => readSession(JSON.stringify({ ...session, trainer: 'a friend' }))).toThrow('damaged at trainer')
})
