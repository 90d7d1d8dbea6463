import { describe, expect, test } from 'vitest'
import { fold, segment } from '../../../src/core/surface/words.ts'

const clauses = (text: string): string[] => {
  const { text: words, clause } = segment(text)
  const byClause = new Map<number, string[]>()
  words.forEach((word, i) => byClause.set(clause[i]!, [...(byClause.get(clause[i]!) ?? []), word]))
  return [...byClause.values()].map((group) => group.join(' '))
}
const sentences = (text: string): string[] =>
  segment(text).sentences.map(([start, end]) => text.slice(start, end))

describe('segment', () => {
  test('keeps apostrophes inside words, folds case and straightens quotes', () => {
    expect(segment("Don't, the dogs' I’LL 'quoted'").text).toEqual(["don't", 'the', 'dogs', "i'll", 'quoted'])
  })

  test('takes a number with its separators as one word', () => {
    expect(segment('1,000.50 or 2, 3').text).toEqual(['1,000.50', 'or', '2', '3'])
  })

  test('gives positions in the original text', () => {
    const text = 'Ünïcode — “Größe” naïve'
    const { text: words, start, end } = segment(text)
    expect(words.map((_, i) => text.slice(start[i], end[i]))).toEqual(['Ünïcode', 'Größe', 'naïve'])
  })

  test('ends sentences at full stops with their closing quotes, at line breaks, and not at abbreviations', () => {
    expect(sentences('He said "go." She went! Dr. Smith, e.g. him\nlast line')).toEqual([
      'He said "go."',
      'She went!',
      'Dr. Smith, e.g. him',
      'last line',
    ])
  })

  test('does not take a list number for a sentence', () => {
    expect(sentences('1. Boil it.\n2. Stir')).toEqual(['Boil it.', 'Stir'])
  })

  test('breaks clauses at colons, brackets and dashes, not at commas or hyphens', () => {
    expect(clauses('Note: a well-known, old (and odd) fact - so what')).toEqual([
      'note',
      'a well known old',
      'and odd',
      'fact',
      'so what',
    ])
  })

  test('takes each character of an unspaced script as a word', () => {
    expect(segment('你好。abc').text).toEqual(['你', '好', 'abc'])
    expect(sentences('你好。再见。')).toEqual(['你好。', '再见。'])
  })

  test('folds at equal length even where lower case is longer', () => {
    expect(fold('İstanbul’S')).toHaveLength('İstanbul’S'.length)
    expect(fold('İX')).toBe('İx')
  })

  test('accounts for every word of a text once and in order', () => {
    const { start, end, sentence, sentences: found } = segment('A b. C d!\n\n- e f: g? (h) 3.5 x')
    start.forEach((at, i) => {
      expect(at).toBeGreaterThanOrEqual(i === 0 ? 0 : end[i - 1]!)
      const [from, to] = found[sentence[i]!]!
      expect(from <= at && end[i]! <= to).toBe(true)
    })
  })
})
