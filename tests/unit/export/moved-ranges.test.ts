import { expect, test } from 'vitest'
import { movedRanges } from '../../../src/core/export/moved-ranges.ts'
import type { CharRange } from '../../../src/core/source.ts'

/** The words of a text that ranges cover. */
const words = (text: string, ranges: readonly CharRange[]) =>
  ranges.map(([start, end]) => text.slice(start, end))
const rangeOf = (text: string, part: string): CharRange => [
  text.indexOf(part),
  text.indexOf(part) + part.length,
]

const before = 'Sure! The **red** fox 😊 may perhaps jump.'

test('what an edit leaves alone is found where it is now', () => {
  const after = 'The red fox may perhaps jump.'
  const moved = movedRanges(before, after, [rangeOf(before, 'may perhaps')])
  expect(words(after, moved)).toEqual(['may perhaps'])
})

test('what an edit takes away has no range, and a range around it closes up', () => {
  const after = 'The **red** fox may perhaps jump.'
  expect(movedRanges(before, after, [rangeOf(before, 'Sure!')])).toEqual([])
  const around = movedRanges(before, after, [rangeOf(before, 'fox 😊 may')])
  expect(words(after, around)).toEqual(['fox may'])
})

test('a range goes with what replaces its words', () => {
  const after = before.replace('**red**', 'crimson')
  expect(words(after, movedRanges(before, after, [rangeOf(before, '**red**')]))).toEqual(['crimson'])
})

test('ranges that come to touch are one, and those of an unchanged text are as they were', () => {
  const ranges = [rangeOf(before, 'fox '), rangeOf(before, 'may')]
  const after = before.replace('😊 ', '')
  expect(words(after, movedRanges(before, after, ranges))).toEqual(['fox may'])
  expect(movedRanges(before, before, ranges)).toEqual(ranges)
})
