import { describe, expect, it } from 'vitest'
import { packWindows, sentenceUnits, WINDOW, type Unit } from '../../../src/core/extract/units.ts'

/** One token a word. */
const tokenize = (text: string) => Array.from(text.matchAll(/\S+/g), (match) => match[0].length)

const pieces = (text: string) => sentenceUnits(text, tokenize).map(({ start, end }) => text.slice(start, end))
const words = (n: number, word = 'word') => Array.from({ length: n }, () => word).join(' ')
const unit = (tokens: number): Unit => ({ start: 0, end: 1, ids: new Array<number>(tokens).fill(7) })

describe('sentence units', () => {
  it('end after . ! ? with its closing quotes and brackets, and the space goes with them', () => {
    expect(
      pieces(
        'He said “no way” to me. She asked (was it him?) Now that is odd! Did "that really happen?" I think so too.',
      ),
    ).toEqual([
      'He said “no way” to me. ',
      'She asked (was it him?) ',
      'Now that is odd! ',
      'Did "that really happen?" ',
      'I think so too.',
    ])
  })

  it('end at line breaks, which go with the unit before them', () => {
    expect(pieces('- first of all\n\n- second of all\nthen the rest')).toEqual([
      '- first of all\n\n',
      '- second of all\n',
      'then the rest',
    ])
  })

  it('do not end inside numbers or names', () => {
    expect(pieces('Version 1.5 of example.com costs 3.50 now.')).toHaveLength(1)
  })

  it('take in short pieces that follow them, but never a piece before', () => {
    expect(pieces('Yes. It is so indeed. No. Really. Then comes another one.')).toEqual([
      'Yes. ',
      'It is so indeed. No. Really. ',
      'Then comes another one.',
    ])
  })

  it('of a long sentence are cut every 64 tokens and carry its range', () => {
    const text = `${words(130)}. The next one follows.`
    const units = sentenceUnits(text, tokenize)
    expect(units.map((u) => u.ids.length)).toEqual([64, 66, 4])
    expect(units.slice(0, 2).map((u) => [u.start, u.end])).toEqual([
      [0, 651],
      [0, 651],
    ])
    expect(sentenceUnits(words(132), tokenize).map((u) => u.ids.length)).toEqual([64, 64, 4])
    expect(sentenceUnits(words(67), tokenize).map((u) => u.ids.length)).toEqual([67])
  })

  it('never outgrow a window, however many short pieces follow', () => {
    const units = sentenceUnits('a\n'.repeat(1000), tokenize)
    expect(Math.max(...units.map((u) => u.ids.length))).toBe(WINDOW)
    expect(units.reduce((sum, u) => sum + u.ids.length, 0)).toBe(1000)
  })

  it('are none where there are no tokens, and start after blank text', () => {
    expect(pieces('')).toEqual([])
    expect(pieces(' \n \n')).toEqual([])
    expect(pieces('\n\nIt begins down here.')).toEqual(['It begins down here.'])
  })

  it('hold every token, in order', () => {
    const text = 'One two three four! "Five six?" seven\n\neight nine ten eleven. Twelve.'
    expect(sentenceUnits(text, tokenize).flatMap((u) => u.ids)).toEqual(tokenize(text))
  })
})

describe('windows', () => {
  it('are filled with whole units in order', () => {
    const windows = packWindows([unit(100), unit(100), unit(60), unit(64), unit(130), unit(1)])
    expect(windows.map((window) => window.map((u) => u.ids.length))).toEqual([[100, 100], [60, 64, 130], [1]])
  })

  it('are none for no units', () => {
    expect(packWindows([])).toEqual([])
  })

  it('refuse a unit that no window holds', () => {
    expect(() => packWindows([unit(WINDOW + 1)])).toThrow('fits no window')
  })
})
