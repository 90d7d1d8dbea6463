import { describe, expect, it } from 'vitest'
import { extractionPlan, textBatches } from '../../src/core/extract/plan.ts'
import { pairsOf } from './tables.ts'

const rows = Array.from(
  { length: 200 },
  (_, i) => [`prompt ${i % 50}`, 'c'.repeat(300 + i), 'r'.repeat(400)] as const,
)
const pairs = pairsOf(...rows)

describe('the extraction plan', () => {
  const plan = extractionPlan(pairs)

  it('covers every response and every prompt once', () => {
    const spans = (kind: string) =>
      plan
        .filter((batch) => batch.kind === kind)
        .flatMap((batch) => [...batch.spans])
        .sort((a, b) => a - b)
    expect(spans('response')).toEqual(Array.from({ length: 400 }, (_, i) => i))
    expect(spans('prompt')).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  it('takes responses first', () => {
    const kinds = plan.map((batch) => batch.kind)
    expect(kinds.lastIndexOf('response')).toBeLessThan(kinds.indexOf('prompt'))
  })

  it('never parts the two responses of a pair', () => {
    for (const batch of plan.filter(({ kind }) => kind === 'response')) {
      const sides = [...batch.spans].map((span) => span >> 1)
      for (let i = 0; i < sides.length; i += 2) expect(sides[i]).toBe(sides[i + 1])
    }
  })

  it('cuts other texts alike, in order', () => {
    const texts = rows.map(([, chosen], i) => `${i} ${chosen}`)
    const batches = textBatches(texts)
    expect(batches.flat()).toEqual(texts)
    expect(batches.length).toBeGreaterThan(1)
    expect(Math.max(...batches.map((batch) => batch.join('').length))).toBeLessThanOrEqual(32_000)
    expect(textBatches([])).toEqual([])
  })

  it('is the same every time', () => {
    expect(extractionPlan(pairs)).toEqual(plan)
  })

  it('takes pairs in no source order, so that a part is a fair sample', () => {
    const first = [...plan[0]!.spans].filter((span) => span % 2 === 0).map((span) => span / 2)
    expect(first).not.toEqual([...first].sort((a, b) => a - b))
  })

  it('is a stratified sample up to any pair: of every stretch of the file, and of which side is longer', () => {
    // The first quarter is of another source; one response in three is the shorter one.
    const mixed = pairsOf(
      ...Array.from(
        { length: 4000 },
        (_, i) => [`prompt ${i}`, 'c'.repeat(i % 3 === 0 ? 300 : 500), 'r'.repeat(400)] as const,
      ),
    )
    const order = extractionPlan(mixed)
      .filter(({ kind }) => kind === 'response')
      .flatMap(({ spans }) => [...spans].filter((span) => span % 2 === 0).map((span) => span / 2))
    for (const length of [400, 1000, 2000]) {
      const sample = order.slice(0, length)
      const share = (is: (pair: number) => boolean) => sample.filter(is).length / length
      // Of 40 strata, each is off by one pair at most.
      expect(Math.abs(share((pair) => pair < 1000) - 0.25)).toBeLessThanOrEqual(10 / length)
      expect(Math.abs(share((pair) => pair % 3 === 0) - 1334 / 4000)).toBeLessThanOrEqual(20 / length)
    }
  })
})
