import { describe, expect, it } from 'vitest'
import type { Winner } from '../../../src/core/parse/conversation.ts'
import { extractPair } from '../../../src/core/parse/extract-pair.ts'
import { interpret } from '../../../src/core/parse/interpret.ts'
import type { PairMapping } from '../../../src/core/parse/mapping.ts'

const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })

function read(record: Record<string, unknown>, prompt: string | null, winner: Winner = 'a') {
  const mapping: PairMapping = { kind: 'columns', prompt, chosen: 'a', rejected: 'b' }
  const sides = { a: record.a, b: record.b, cells: ['a', 'b'] as const, winner, margin: null }
  return extractPair(record, sides, mapping, interpret(mapping, [record]))
}

const pair = (prompt: unknown, a: unknown, b: unknown, { winner }: { winner?: Winner } = {}) =>
  read({ prompt, a, b }, 'prompt', winner)
const implicit = (a: unknown, b: unknown) => read({ a, b }, null)

describe('readPair', () => {
  it.each([
    ['the prompt is missing', pair(undefined, 'a', 'b')],
    ['the prompt is missing', pair(null, 'a', 'b')],
    ['the prompt is not text', pair(7, 'a', 'b')],
    ['the chosen response is missing', pair('p', undefined, 'b')],
    ['the rejected response is missing', pair('p', 'a', null)],
    ['the chosen response is not text', pair('p', true, 'b')],
    ['the chosen response is a list, not one text', pair('p', [], 'b')],
    ['the rejected response is a list, not one text', pair('p', 'a', [{ role: 'assistant', content: 7 }])],
    ['the rejected response is not text', pair('p', 'a', { text: 'b' })],
    ['the chosen response is empty', pair('p', ' \n', 'b')],
    ['the rejected response is empty', pair('p', [assistant('a')], [assistant(null)])],
    ['the chosen response is longer than a million characters', pair('p', 'a'.repeat(1_000_001), 'b')],
    [
      'the chosen response does not end with a turn of the assistant',
      pair('p', [user('a')], [assistant('b')]),
    ],
    ['the two responses are identical', pair('p', 'a', ' a ')],
    ['the label says that neither response is better (a tie)', pair('p', 'a', 'b', { winner: 'tie' })],
    ['the label is missing or names neither response', pair('p', 'a', 'b', { winner: 'unknown' })],
    [
      'the prompts of the two responses differ',
      implicit([user('p'), assistant('a')], [user('q'), assistant('b')]),
    ],
    [
      'the prompts of the two responses differ',
      implicit('\n\nHuman: p\n\nAssistant: a', '\n\nHuman: p\n\nAssistant: a\n\nAssistant: b'),
    ],
  ])('gives the reason: %s', (reason, result) => {
    expect(result).toBe(reason)
  })

  it('takes an empty prompt', () => {
    expect(pair('', 'a', 'b')).toMatchObject({ prompt: '', conversation: { prompt: [] } })
  })

  it('splits HH transcripts at the last turn of the assistant', () => {
    const start = '\n\nHuman: p\n\nAssistant: x\n\nHuman: q'
    expect(implicit(`${start}\n\nAssistant: a`, `${start}\n\nAssistant: b`)).toMatchObject({
      prompt: 'User: p\n\nAssistant: x\n\nUser: q',
      chosen: 'a',
      rejected: 'b',
    })
  })

  it('reads a transcript in the prompt that ends where the response goes', () => {
    expect(pair('\n\nHuman: p\n\nAssistant: x\n\nHuman: q\n\nAssistant:', ' a', ' b')).toMatchObject({
      prompt: 'User: p\n\nAssistant: x\n\nUser: q',
      chosen: 'a',
    })
  })

  it('moves whole shared lines of plain text into the prompt, never part of a line', () => {
    expect(implicit('Q: why?\nBecause it is.', 'Q: why?\nBecause not.')).toMatchObject({
      prompt: 'Q: why?',
      chosen: 'Because it is.',
      rejected: 'Because not.',
    })
    expect(implicit('The sky is blue.', 'The sky is green.')).toMatchObject({
      prompt: '',
      chosen: 'The sky is blue.',
    })
    expect(implicit('yes\nno', 'yes\nno\nmaybe')).toMatchObject({ prompt: '', chosen: 'yes\nno' })
  })

  it('compares whole conversations when the user says the same in both (LMArena)', () => {
    const talk = (one: string, two: string) => [user('p'), assistant(one), user('q'), assistant(two)]
    expect(implicit(talk('a', 'b'), talk('c', 'd'))).toMatchObject({
      prompt: 'p',
      chosen: 'a\n\nb',
      rejected: 'c\n\nd',
    })
  })

  it('does not repeat a prompt that the conversation holds', () => {
    const side = (text: string) => [user('p'), assistant(text)]
    expect(pair('p', side('a'), side('b'))).toMatchObject({ prompt: 'p' })
    expect(pair([user('p')], side('a'), side('b'))).toMatchObject({ prompt: 'p' })
    expect(pair([user('o'), assistant('x')], side('a'), side('b'))).toMatchObject({
      prompt: 'User: o\n\nAssistant: x\n\nUser: p',
    })
  })

  it('reads text parts, ShareGPT names and messages written as JSON', () => {
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'image_url', image_url: {} },
      { type: 'text', text: 'two' },
    ]
    expect(pair('p', [assistant(parts)], { from: 'gpt', value: 'b' })).toMatchObject({
      chosen: 'one\n\ntwo',
      rejected: 'b',
    })
    expect(pair('p', JSON.stringify([assistant('a')]), '[{"a": 1}]')).toMatchObject({
      chosen: 'a',
      rejected: '[{"a": 1}]',
    })
  })

  it('replaces lone surrogates without moving offsets and leaves pairs of them alone', () => {
    expect(pair('p', 'a\ud800b 🙂', 'b')).toMatchObject({ chosen: 'a\ufffdb 🙂' })
  })

  it('keeps control characters and markup as they are', () => {
    const text = '<img src=x onerror=alert(1)>\u0000\u001b[31m\u202e'
    expect(pair('p', text, 'b')).toMatchObject({ chosen: text })
  })
})
