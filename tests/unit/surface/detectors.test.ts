import { describe, expect, test } from 'vitest'
import type { Detector } from '../../../src/core/surface/detector.ts'
import { DETECTORS, detectorById } from '../../../src/core/surface/detectors.ts'
import { promptView, TextView } from '../../../src/core/surface/view.ts'
import { EXAMPLES } from './examples.ts'

const present = DETECTORS.filter(({ measure }) => !measure)
const fires = (detector: Detector, text: string, prompt = '') =>
  detector.find(new TextView(text, promptView(prompt))).length > 0

describe('every detector', () => {
  test('has an id of its own, and there are at least fifty', () => {
    expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length)
    expect(DETECTORS.length).toBeGreaterThanOrEqual(50)
  })

  test('that is present or absent has three examples and three that come near', () => {
    for (const { id } of present) {
      expect(EXAMPLES[id]?.yes.length, id).toBeGreaterThanOrEqual(3)
      expect(EXAMPLES[id]?.no.length, id).toBeGreaterThanOrEqual(3)
    }
  })

  test.each(present.map(({ id }) => id))('%s fires on its examples and not on those that come near', (id) => {
    const { yes, no, prompt } = EXAMPLES[id]!
    const detector = detectorById(id)
    expect({
      missed: yes.filter((text) => !fires(detector, text, prompt)),
      fooled: no.filter((text) => fires(detector, text, prompt)),
    }).toEqual({ missed: [], fooled: [] })
  })

  test('finds ranges in order, inside the text and without overlaps', () => {
    for (const detector of present) {
      for (const text of EXAMPLES[detector.id]!.yes) {
        let from = 0
        for (const [start, end] of detector.find(new TextView(text, promptView('')))) {
          expect(start, detector.id).toBeGreaterThanOrEqual(from)
          expect(end, detector.id).toBeGreaterThan(start)
          from = end
        }
        expect(from).toBeLessThanOrEqual(text.length)
      }
    }
  })

  test('is silent on an empty text', () => {
    for (const detector of DETECTORS) expect(detector.value(new TextView('')), detector.id).toBe(0)
  })

  test('of prose ignores code blocks', () => {
    const outside = new Set(['format', 'code'])
    for (const detector of present.filter(({ kind, id }) => !outside.has(kind) && id !== 's:very-short')) {
      for (const text of EXAMPLES[detector.id]!.yes.filter((text) => !text.includes('```'))) {
        expect(fires(detector, `\`\`\`\n${text}\n\`\`\``), `${detector.id}: ${text}`).toBe(false)
      }
    }
  })
})
