import { expect, test } from 'vitest'
import {
  allowedProtocols,
  defaultProtocol,
  PROTOCOLS,
  protocolInfo,
} from '../../../src/core/shape/protocols.ts'

const bold = { id: 's:bold', source: 'surface', measure: false } as const
const words = { id: 's:length', source: 'surface', measure: true } as const
const latent = { id: 'd:17', source: 'dictionary', measure: false } as const

test('every place of intervention has a protocol, and every protocol its own name and formula', () => {
  expect(new Set(PROTOCOLS.map(({ place }) => place))).toEqual(
    new Set(['reward', 'data', 'input', 'representation']),
  )
  for (const key of ['id', 'name', 'formula', 'plain', 'whenNot'] as const) {
    expect(new Set(PROTOCOLS.map((protocol) => protocol[key])).size).toBe(PROTOCOLS.length)
  }
})

test('only styles that can be cut from a text can be rewritten, and that is their default', () => {
  expect(allowedProtocols(bold, 'suppress')).toContain('rewrite')
  expect(defaultProtocol(bold)).toBe('rewrite')
  expect(allowedProtocols(latent, 'suppress')).not.toContain('rewrite')
  expect(defaultProtocol(latent)).toBe('offsets')
})

test('nothing can be amplified by taking it out or asking for it', () => {
  expect(allowedProtocols(bold, 'amplify')).toEqual(['offsets', 'drop', 'reweight', 'relabel', 'steer'])
  expect(defaultProtocol(bold, 'amplify')).toBe('offsets')
})

test('a measure has no spans to mask and no direction', () => {
  expect(allowedProtocols(words, 'suppress')).toEqual(['offsets', 'drop', 'reweight', 'relabel'])
})

test('the default is always allowed', () => {
  for (const concept of [bold, words, latent]) {
    for (const verdict of ['suppress', 'keep', 'amplify'] as const) {
      expect(allowedProtocols(concept, verdict)).toContain(defaultProtocol(concept, verdict))
    }
  }
})

test('an unknown protocol is an error', () => {
  expect(() => protocolInfo('pray' as never)).toThrow('no protocol pray')
})
