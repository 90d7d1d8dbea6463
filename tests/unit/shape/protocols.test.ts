import { expect, test } from 'vitest'
import { PROTOCOL_IDS } from '../../../src/core/verdict.ts'
import { allowedProtocols, PROTOCOLS, protocolOf } from '../../../src/core/shape/protocols.ts'

const bold = { id: 's:bold', source: 'surface', measure: false } as const
const words = { id: 's:length', source: 'surface', measure: true } as const
const latent = { id: 'd:17', source: 'dictionary', measure: false } as const

test('every kind of intervention has a protocol, and every protocol its own name and formula', () => {
  expect(new Set(PROTOCOLS.map(({ intervenes }) => intervenes))).toEqual(
    new Set(['reward', 'data', 'input', 'representation']),
  )
  for (const key of ['name', 'formula', 'plain', 'whenNot'] as const) {
    expect(new Set(PROTOCOLS.map(({ words }) => words.pairs[key])).size).toBe(PROTOCOLS.length)
  }
  expect(PROTOCOLS.map(({ id }) => id)).toEqual([...PROTOCOL_IDS])
})

test('only styles that can be cut from a text can be rewritten', () => {
  expect(allowedProtocols(bold, 'suppress')).toContain('rewrite')
  expect(allowedProtocols(latent, 'suppress')).not.toContain('rewrite')
})

test('nothing can be amplified by taking it out or asking for it', () => {
  expect(allowedProtocols(bold, 'amplify')).toEqual([
    'offsets',
    'drop',
    'reweight',
    'soft-labels',
    'relabel',
    'steer',
  ])
})

test('a measure has no spans to mask and no direction', () => {
  expect(allowedProtocols(words, 'suppress')).toEqual([
    'offsets',
    'drop',
    'reweight',
    'soft-labels',
    'relabel',
  ])
})

test('an unknown protocol is an error', () => {
  expect(() => protocolOf('pray' as never)).toThrow('no protocol pray')
})
