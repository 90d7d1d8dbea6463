import { describe, expect, test } from 'vitest'
import { compileLexicon, matchLexicon, type Place } from '../../../src/core/surface/lexicon.ts'
import { segment } from '../../../src/core/surface/words.ts'

const match = (phrases: string[], text: string, place: Place = 'anywhere') =>
  (matchLexicon(compileLexicon([{ phrases, place }]), segment(text)).get(0) ?? []).map(([start, end]) =>
    text.slice(start, end),
  )

describe('a phrase list', () => {
  test('matches alternatives, optional words, words in a group and wildcards', () => {
    const phrases = ["i|we can_not|won't really? help * please"]
    expect(match(phrases, "We can not help you please. I won't really help him please.")).toEqual([
      'We can not help you please',
      "I won't really help him please",
    ])
    expect(match(phrases, 'we not help you please, I cannot help please')).toEqual([])
  })

  test('takes several optional wildcards in a row', () => {
    expect(match(['so *? *? sorry'], 'so sorry; so very sorry; so very very sorry; so a b c sorry')).toEqual([
      'so sorry',
      'so very sorry',
      'so very very sorry',
    ])
  })

  test('takes the longest match and does not overlap', () => {
    expect(match(['very', 'very good', 'good day'], 'a very good day')).toEqual(['very good'])
  })

  test('is silent where an exception matches, from its first word to its last', () => {
    expect(match(['may', '-in may'], 'It may be in May, may it?')).toEqual(['may', 'may'])
    expect(match(['kind of', '-what kind of'], 'what kind of tea')).toEqual([])
  })

  test('does not match across a clause', () => {
    expect(match(['thank you'], 'Thank: you. Thank, you')).toEqual(['Thank, you'])
  })

  test.each([
    ['start', ['yes']],
    ['opening', ['yes', 'yes']],
    ['sentence', ['yes', 'yes', 'yes', 'yes']],
    ['closing', ['yes', 'yes', 'yes']],
  ] as const)('counts at the place %s only', (place, expected) => {
    expect(match(['yes'], 'yes. yes one. yes two. yes or yes.', place)).toEqual(expected)
  })

  test('counts a phrase marked ^ at the start of a sentence only, and lets the rest count anywhere', () => {
    expect(match(['^yes', 'so it is'], 'Yes, and yes. Yes! Yet so it is, yes.')).toEqual([
      'Yes',
      'Yes',
      'so it is',
    ])
    expect(match(['^yes'], 'It is. Yes. Then yes. Yes.', 'opening')).toEqual(['Yes'])
  })

  test('keeps the lists apart', () => {
    const lexicon = compileLexicon([
      { phrases: ['a b'], place: 'anywhere' },
      { phrases: ['b', 'a * c'], place: 'anywhere' },
      { phrases: ['^a', '^b'], place: 'anywhere' },
    ])
    const found = matchLexicon(lexicon, segment('a b c'))
    expect([found.get(0), found.get(1), found.get(2)]).toEqual([[[0, 3]], [[0, 5]], [[0, 1]]])
  })
})
