import { describe, expect, test } from 'vitest'
import { detectorMarks, surfaceActivations, surfaceConcepts } from '../../../src/core/surface/activations.ts'
import { HOSTILE } from './hostile.ts'
import { DETECTORS } from '../../../src/core/surface/detectors.ts'

const feature = (id: string) => DETECTORS.findIndex((detector) => detector.id === id)
const entries = (texts: string[], prompts = texts.map(() => '')) => {
  const table = surfaceActivations(texts, prompts)
  return texts.map((_, span) => {
    const row = new Map<number, number>()
    for (let k = table.indptr[span]!; k < table.indptr[span + 1]!; k++)
      row.set(table.feature[k]!, table.max[k]!)
    return row
  })
}

describe('surfaceActivations', () => {
  test('holds log(1 + occurrences) where a detector fires and nothing where it does not', () => {
    const [row] = entries(['**a** and **b** and **c**'])
    expect(row!.get(feature('s:bold'))).toBeCloseTo(Math.log(4), 6)
    expect(row!.has(feature('s:emoji'))).toBe(false)
  })

  test('holds the value of a measure for every response with text', () => {
    const rows = entries(['One two. Three four five six.', '```\na b c\n```', ' '])
    expect(rows.map((row) => row.get(feature('s:length')))).toEqual([6, 3, undefined])
    expect(rows.map((row) => row.get(feature('s:sentence-length')))).toEqual([3, 0, undefined])
    expect(rows[2]!.size).toBe(0)
  })

  test('counts a response as one unit', () => {
    const table = surfaceActivations(['Hello! Hello!', ''], ['', ''])
    expect([...table.units]).toEqual([1, 1])
    expect(new Set(table.count)).toEqual(new Set([1]))
    expect(table.features).toBe(DETECTORS.length)
  })

  test('reads the prompt that belongs to each response', () => {
    const answer = 'The best time to visit Rome is spring.'
    const rows = entries([answer, answer, answer], ['What is the best time to visit Rome?', 'Hi', 'Hi'])
    expect(rows.map((row) => row.has(feature('s:restates')))).toEqual([true, false, false])
  })

  test('puts agreeing and correcting on one scale', () => {
    const texts = [
      "You're right, it falls.",
      "That's a myth.",
      'It falls.',
      "You're right. But that's a myth.",
    ]
    const values = entries(
      texts,
      texts.map(() => ''),
    ).map((row) => row.get(feature('s:siding')))
    expect(values).toEqual([1, -1, 0, 0])
  })

  test('refuses responses without their prompts', () => {
    expect(() => surfaceActivations(['a'], [])).toThrow(RangeError)
  })

  test('measures the mean word and the variety of words', () => {
    const words = Array.from({ length: 100 }, (_, i) => `w${i % 50}`).join(' ')
    const [row, same] = entries([words, 'aaa aaa aaa aaa'])
    expect(row!.get(feature('s:diversity'))).toBeCloseTo(1, 6)
    expect(same!.get(feature('s:diversity'))).toBeCloseTo(1 / 4, 6)
    expect(same!.get(feature('s:word-length'))).toBe(3)
  })
})

test('a concept points at its detector in the joint space', () => {
  const concepts = surfaceConcepts(1024)
  expect(concepts.map(({ id }) => id)).toEqual(DETECTORS.map(({ id }) => id))
  expect([...concepts[3]!.features]).toEqual([1027])
  expect(concepts.find(({ id }) => id === 's:length')!.measure).toBe(true)
})

test('marks are the characters where a detector fires', () => {
  const text = "Well, I'm sorry, **no**."
  expect(detectorMarks('s:bold', text, '').map(([start, end]) => text.slice(start, end))).toEqual(['**no**'])
  expect(detectorMarks('s:length', text, '')).toEqual([])
  const siding = (text: string) =>
    detectorMarks('s:siding', text, '').map(([start, end]) => text.slice(start, end))
  expect(siding("Well, that's right.")).toEqual(["that's right"])
  expect(siding("That's right. It is a myth.")).toEqual([])
  expect(() => detectorMarks('s:nonsense', text, '')).toThrow('s:nonsense')
})

describe('hostile text', () => {
  test.each(HOSTILE.map((seed) => [seed]))('%j over and over is read to its end', (seed) => {
    const text = seed.repeat(Math.ceil(100_000 / seed.length))
    const { indptr, max } = surfaceActivations([text], [text])
    expect(indptr[1]).toBe(max.length)
    expect(max.every(Number.isFinite)).toBe(true)
  })
})
