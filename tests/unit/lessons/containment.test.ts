import { describe, expect, it } from 'vitest'
import { containment } from '../../../src/core/lessons/containment.ts'
import { sentenceTable } from '../../../src/core/lessons/sentences.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { pairTable } from '../../../src/core/pairs.ts'

const concept = (id: string, source: Concept['source']): Concept => ({
  ...{ id, label: id, description: '', source, kind: 'tone', features: Uint32Array.of(0) },
  ...{ family: null, measure: false, fidelity: null, hidden: false },
})
const pairs = pairTable([
  {
    prompt: 'Why?',
    chosen: 'Perhaps it rains. The sky is grey. It might snow, perhaps.',
    rejected: 'It might. Perhaps not.',
    row: 1,
  },
])
const concepts = [concept('s:hedge', 'surface'), concept('p:perhaps', 'phrase'), concept('p:sky', 'phrase')]
const table = sentenceTable(
  { pairs, units: null, presence: new Float32Array(0) },
  concepts,
  Uint32Array.of(0, 1),
)

describe('places', () => {
  it('are the sentences in which detectors and phrases occur', () => {
    expect(table.sentences).toBe(5)
    expect(table.sentence.map((places) => [...places])).toEqual([[0, 2, 3, 4], [0, 2, 4], [1]])
  })

  it('say which concept is an expression of which', () => {
    const { share, size } = containment(table)
    expect(share(1, 0)).toBe(1)
    expect(share(0, 1)).toBeLessThan(1)
    expect(share(2, 0)).toBe(0)
    expect(size(0)).toBe(4)
  })

  it('count only what is well above how often it is anywhere', () => {
    const spread = (...places: number[]) => Uint32Array.from(places)
    const ones = (places: Uint32Array) => new Uint32Array(places.length).fill(1)
    const sentence = [spread(0, 1, 2, 3, 4, 5, 6, 7), spread(0, 1, 2), spread(8, 0, 1, 2, 3).sort()]
    const { contains } = containment({ sentences: 10, sentence, count: sentence.map(ones) })
    // Present in 80% of all sentences: to be there says nothing.
    expect(contains(0, 1)).toBe(false)
    expect(contains(2, 1)).toBe(true)
    expect(contains(1, 2)).toBe(false)
  })
})
