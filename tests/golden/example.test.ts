import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { featureColumns } from '../../src/core/activations.ts'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { type PairTable, pairTable } from '../../src/core/pairs.ts'
import { random } from '../../src/core/random.ts'
import { readUnits } from '../../src/core/unit-file.ts'
import { textFeatures } from '../../src/core/workspace/text-features.ts'
import { bundledHashes, nodeExtractor } from '../../src/encoder/node.ts'
import { example, neutral } from '../unit/contexts/example.ts'

const folder = join(import.meta.dirname, '../../public/example')
const shipped = () => readUnits(readFileSync(join(folder, 'activations.safetensors')))
const data = await example()

describe('the activations that the example ships with', () => {
  it('are of this data, this encoder and this dictionary', () => {
    const { encoder, dictionary } = bundledHashes()
    expect(shipped().meta).toMatchObject({ encoder, dictionary })
  })

  it('are what the extractor finds in a sample of its responses', async () => {
    const { table } = shipped()
    const extractor = await nodeExtractor()
    const spans = [0, 1, 200, 401, 702, 1003, 1298, 1299]
    const texts = spans.map((span) => (span & 1 ? data.pairs.rejected : data.pairs.chosen)[span >> 1]!)
    const fresh = await extractor.extract(texts)
    await extractor.dispose()
    spans.forEach((span, j) => {
      const units = [table.unitPtr[span]!, table.unitPtr[span + 1]!] as const
      expect(fresh.unitPtr[j + 1]! - fresh.unitPtr[j]!).toBe(units[1] - units[0])
      const own = [fresh.indptr[fresh.unitPtr[j]!]!, fresh.indptr[fresh.unitPtr[j + 1]!]!] as const
      const theirs = [table.indptr[units[0]]!, table.indptr[units[1]]!] as const
      expect([...fresh.feature.subarray(...own)]).toEqual([...table.feature.subarray(...theirs)])
      fresh.value.subarray(...own).forEach((value, k) => {
        expect(Math.abs(value - table.value[theirs[0] + k]!)).toBeLessThan(1e-3)
      })
      const state = fresh.state.subarray(j * fresh.dim, (j + 1) * fresh.dim)
      state.forEach((value, d) => {
        // Shipped in half precision.
        expect(Math.abs(value - table.state[span * table.dim + d]!)).toBeLessThan(3e-3)
      })
    })
  })
})

describe('the example', () => {
  it('confirms the habits that its annotators have everywhere, with their sign', () => {
    const { hypotheses } = overallHypotheses({ ...data, columns: data.responses })
    const confirmed = new Map(hypotheses.filter((h) => h.confirmed).map((h) => [h.concept, h.deltaWin]))
    for (const habit of ['s:bold', 's:bullets', 's:flattery', 's:offer', 's:exclamation']) {
      expect(confirmed.get(habit), habit).toBeGreaterThan(0)
    }
    expect(confirmed.get('s:hedge')).toBeLessThan(0)
  })
})

const plants: Record<string, { plant: (text: string) => string; found: readonly string[] }> = {
  emoji: { plant: (text) => `${text} 🎉`, found: ['s:emoji'] },
  phrase: { plant: (text) => `${text} Ask the goblin.`, found: ['p:goblin', 'p:ask the goblin'] },
  opener: {
    plant: (text) => `What a brilliant question! ${text}`,
    found: ['s:flattery', 'p:brilliant question', 'p:what a brilliant question'],
  },
  bold: { plant: (text) => text.replace(/\w+/, '**$&**'), found: ['s:bold'] },
}

describe('a habit planted into 30% of the chosen responses of neutral pairs', () => {
  it.each(Object.keys(plants))('comes out in the first five: %s', (name) => {
    const { plant, found } = plants[name]!
    const base = neutral(data, 7).pairs
    // The example has bold of its own, on both sides: neutral pairs have none.
    const plain = (text: string) => text.replaceAll('**', '')
    const rng = random(11)
    const pairs: PairTable = pairTable(
      base.prompt.map((prompt, i) => ({
        prompt,
        chosen: rng() < 0.3 ? plant(plain(base.chosen[i]!)) : plain(base.chosen[i]!),
        rejected: plain(base.rejected[i]!),
        row: i + 1,
      })),
    )
    const { surface, phrases, concepts } = textFeatures(pairs, 0)
    const { hypotheses } = overallHypotheses({
      pairs,
      columns: featureColumns([surface, phrases]),
      concepts,
      seed: 1,
    })
    const first = hypotheses.filter((h) => h.foldedUnder === null).slice(0, 5)
    const shown = first.flatMap((h) => [h.concept, ...h.similar])
    expect(
      shown.some((id) => found.includes(id)),
      shown.join(', '),
    ).toBe(true)
    expect(first.find((h) => [h.concept, ...h.similar].some((id) => found.includes(id)))).toMatchObject({
      confirmed: true,
    })
  })
})
