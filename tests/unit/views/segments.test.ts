import { describe, expect, it } from 'vitest'
import type { Mark } from '../../../src/protocol/data.ts'
import { excerpt, segments } from '../../../src/views/text/segments.ts'
import { condensed, wordChanges, wordDiff } from '../../../src/views/text/wordDiff.ts'

const mark = (start: number, end: number, level = 1): Mark => ({
  start,
  end,
  level,
  value: level,
  label: 'x',
})

describe('segments', () => {
  it('covers the window without gap or overlap, whatever the marks', () => {
    const parts = segments({ start: 2, end: 20 }, [mark(0, 5), mark(8, 40)], [{ start: 4, end: 9 }])
    expect(parts.map(({ start, end }) => [start, end])).toEqual([
      [2, 4],
      [4, 5],
      [5, 8],
      [8, 9],
      [9, 20],
    ])
    expect(parts.map((part) => part.mark !== null)).toEqual([true, true, false, true, true])
    expect(parts.map((part) => part.differs)).toEqual([false, true, true, true, false])
  })

  it('shows the strongest of overlapping marks', () => {
    const [weak, strong] = [mark(0, 10, 0.2), mark(4, 6, 0.9)]
    expect(segments({ start: 0, end: 10 }, [weak, strong], []).map((part) => part.mark)).toEqual([
      weak,
      strong,
      weak,
    ])
  })

  it('gives a text without marks back whole', () => {
    expect(segments({ start: 0, end: 3 }, [], [])).toEqual([{ start: 0, end: 3, mark: null, differs: false }])
  })
})

describe('excerpt', () => {
  const text = 'word '.repeat(400)

  it('leaves a short text whole', () => {
    expect(excerpt('short', [], 600)).toEqual({ start: 0, end: 5 })
  })

  it('begins at the beginning unless the strongest mark lies beyond it', () => {
    expect(excerpt(text, [], 600).start).toBe(0)
    expect(excerpt(text, [mark(10, 20, 0.9), mark(1500, 1510, 0.3)], 600).start).toBe(0)
    const window = excerpt(text, [mark(10, 20, 0.3), mark(1500, 1510, 0.9)], 600)
    expect(window.start).toBeGreaterThan(1200)
    expect(window.start).toBeLessThan(1500)
    expect(window.end).toBeGreaterThan(1510)
  })

  it('cuts at white space, and between characters where there is none', () => {
    const { end } = excerpt(text, [], 602)
    expect(text[end]).toBe(' ')
    const faces = '😀'.repeat(1000)
    const window = excerpt(faces, [mark(1500, 1502)], 601)
    expect(window.start % 2).toBe(0)
    expect(window.end % 2).toBe(0)
  })
})

describe('wordDiff', () => {
  it('marks what each side has alone, in offsets of that side', () => {
    const chosen = 'The cat sat down.'
    const rejected = 'The big cat sat up.'
    const diff = wordDiff(chosen, rejected)!
    const cut = (text: string, ranges: readonly { start: number; end: number }[]) =>
      ranges.map(({ start, end }) => text.slice(start, end).trim())
    expect(cut(chosen, diff.chosen)).toEqual(['down'])
    expect(cut(rejected, diff.rejected)).toEqual(['big', 'up'])
  })

  it('finds nothing between equal texts', () => {
    expect(wordDiff('same', 'same')).toEqual({ chosen: [], rejected: [] })
  })

  it('gives up on texts that are too long and too different', () => {
    const words = (stem: string) => Array.from({ length: 20_000 }, (_, i) => stem + i).join(' ')
    expect(wordDiff(words('a'), words('b'))).toBeNull()
  })
})

describe('wordChanges', () => {
  it('says what goes and what comes, in order', () => {
    expect(wordChanges('A **bold** word', 'A bold word')).toEqual([
      { kind: 'same', text: 'A ' },
      { kind: 'gone', text: '**' },
      { kind: 'same', text: 'bold' },
      { kind: 'gone', text: '**' },
      { kind: 'same', text: ' word' },
    ])
  })

  it('leaves out what is the same far from any change, at word borders', () => {
    const far = 'word '.repeat(100)
    const changes = condensed(
      [
        { kind: 'same', text: far },
        { kind: 'gone', text: 'x' },
        { kind: 'same', text: ` ${far}` },
        { kind: 'new', text: far },
        { kind: 'same', text: ' short' },
      ],
      22,
    )
    expect(changes.map(({ text }) => text)).toEqual([
      '… word word word word ',
      'x',
      ' word word word word … word word word word ',
      far,
      ' short',
    ])
  })
})
