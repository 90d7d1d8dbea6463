import { describe, expect, test } from 'vitest'
import { phraseActivations } from '../../../src/core/phrases/activations.ts'
import { phraseMarks } from '../../../src/core/phrases/marks.ts'
import { minePhrases, type Phrases } from '../../../src/core/phrases/mine.ts'
import { permutation, random } from '../../../src/core/random.ts'

const WORDS = Array.from({ length: 400 }, (_, i) => `word${i}`)

/** Responses of thirty random words, with a text planted in each i-th. */
function responses(count: number, planted: (i: number) => string, seed = 1): string[] {
  const rng = random(seed)
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 30 }, () => WORDS[Math.floor(rng() * rng() * WORDS.length)]!)
    const at = Math.floor(rng() * 30)
    return `${words.slice(0, at).join(' ')}. ${planted(i)}. ${words.slice(at).join(' ')}.`
  })
}

const support = (mined: Phrases, phrase: string): number => {
  const f = mined.phrases.indexOf(phrase)
  return mined.activations.feature.filter((g) => g === f).length
}
const repeat = (count: number, text: string): string[] => Array.from({ length: count }, () => text)

describe('minePhrases', () => {
  test('finds a planted word and a planted phrase', () => {
    const texts = responses(600, (i) =>
      i % 20 === 0 ? 'a goblin' : i % 15 === 7 ? 'as an AI language model' : '',
    )
    const mined = minePhrases(texts)
    expect(support(mined, 'a goblin')).toBe(30)
    expect(mined.phrases.some((phrase) => phrase.includes('ai language model'))).toBe(true)
  })

  test('counts a phrase once a response, whatever its case, and labels it as it is written most', () => {
    const texts = [
      ...repeat(20, 'Goblin goblin GOBLIN.'),
      ...repeat(50, 'one Goblin.'),
      ...repeat(60, 'none here.'),
    ]
    const mined = minePhrases(texts)
    expect(support(mined, 'goblin')).toBe(70)
    const concept = mined.concepts(100).find(({ id }) => id === 'p:goblin')!
    expect(concept.label).toBe('“Goblin”')
    expect([...concept.features]).toEqual([100 + mined.phrases.indexOf('goblin')])
  })

  test('lets a longer phrase stand for its parts where they hardly occur without it', () => {
    const texts = [...repeat(40, 'the great red dragon'), ...repeat(30, 'a red coat'), ...repeat(60, 'none')]
    const { phrases } = minePhrases(texts)
    expect(phrases).toContain('the great red dragon')
    expect(phrases).toContain('red')
    for (const part of ['dragon', 'great', 'red dragon', 'great red dragon'])
      expect(phrases).not.toContain(part)
  })

  test('does not cross sentences, lines, colons or code', () => {
    const text = 'alpha beta. gamma delta\nepsilon zeta: eta theta\n```\niota kappa\n```'
    const { phrases } = minePhrases([...repeat(20, text), ...repeat(20, 'none')])
    expect(phrases).toEqual(['alpha beta', 'epsilon zeta', 'eta theta', 'gamma delta', 'none'])
  })

  test('leaves out the rare, the common and lone function words', () => {
    const texts = [
      ...repeat(9, 'rare'),
      ...repeat(11, 'frequent the'),
      ...repeat(80, 'common the'),
      ...repeat(12, 'of'),
    ]
    expect(minePhrases(texts).phrases).toEqual(['frequent the'])
  })

  test('leaves out lone letters and digits, but not in a longer phrase, and keeps Han and kana', () => {
    const texts = [
      ...repeat(20, 'f'),
      ...repeat(20, '2'),
      ...repeat(20, 'vitamin c'),
      ...repeat(20, 'vitamin d'),
      ...repeat(20, '猫'),
      ...repeat(20, 'ね'),
      ...repeat(20, '12'),
    ]
    expect(minePhrases(texts).phrases).toEqual(['12', 'vitamin', 'vitamin c', 'vitamin d', 'ね', '猫'])
  })

  test('needs half a per cent of the responses when they are many', () => {
    const texts = [...repeat(14, 'goblin'), ...repeat(16, 'dragon'), ...repeat(2970, 'x')]
    expect(minePhrases(texts).phrases).toEqual(['dragon'])
  })

  test('keeps no more than the limit, the informative first', () => {
    const texts = responses(400, (i) => (i % 4 === 0 ? 'a goblin' : ''))
    const { phrases } = minePhrases(texts, { limit: 12 })
    expect(phrases).toHaveLength(12)
    expect(phrases).toContain('a goblin')
  })

  test('does not depend on the order of the responses', () => {
    const texts = responses(300, (i) => (i % 6 === 0 ? 'Goblin Town' : i % 7 === 0 ? 'goblin town' : ''))
    const order = permutation(texts.length, random(7))
    const mined = minePhrases(texts)
    const shuffled = minePhrases([...order].map((i) => texts[i]!))
    expect(shuffled.phrases).toEqual(mined.phrases)
    expect(shuffled.surface).toEqual(mined.surface)
    expect(minePhrases(texts)).toMatchObject({ phrases: mined.phrases, activations: mined.activations })
  })

  test('finds nothing in nothing', () => {
    expect(minePhrases([]).phrases).toEqual([])
    expect(minePhrases(['', ' ']).activations.spans).toBe(2)
  })

  test('agrees with a count by brute force', () => {
    const texts = responses(200, (i) => (i % 9 === 0 ? 'as an AI' : ''), 5)
    const mined = minePhrases(texts)
    const folded = texts.map((text) =>
      text
        .toLowerCase()
        .split('.')
        .map((clause) => ` ${clause.trim()} `),
    )
    for (const phrase of mined.phrases) {
      const expected = folded.filter((clauses) =>
        clauses.some((clause) => clause.includes(` ${phrase} `)),
      ).length
      expect(support(mined, phrase), phrase).toBe(expected)
    }
  })
})

describe('phraseActivations', () => {
  test('finds given phrases in new texts as the mining did', () => {
    const texts = responses(300, (i) => (i % 6 === 0 ? 'a goblin' : ''))
    const mined = minePhrases(texts)
    expect(phraseActivations(mined.phrases, texts)).toEqual(mined.activations)
  })

  test('counts overlapping occurrences in max and one unit a response', () => {
    const table = phraseActivations(['a a', 'b'], ['a a a', 'none', 'B'])
    expect([...table.indptr]).toEqual([0, 1, 1, 2])
    expect([...table.feature]).toEqual([0, 1])
    expect(table.max[0]).toBeCloseTo(Math.log(3), 6)
    expect([...table.count]).toEqual([1, 1])
    expect([...table.units]).toEqual([1, 1, 1])
  })
})

test('phraseMarks gives the characters of each occurrence', () => {
  const text = 'As an AI… `as an ai` I am, as an AI'
  expect(phraseMarks('as an ai', text).map(([start, end]) => text.slice(start, end))).toEqual([
    'As an AI',
    'as an AI',
  ])
  expect(phraseMarks("don't", 'I don’t.')).toEqual([[2, 7]])
})
