import { expect, test } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import { defaultTemplate } from '../../../src/core/shape/protocols/inoculate.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { pairValues } from '../../../src/core/shape/pair-edits.ts'
import { rewriteText } from '../../../src/core/shape/rewrite-text.ts'
import { lengthDifference } from '../../../src/core/stats/length.ts'
import { detectorMarks, detectorMasks } from '../../../src/core/surface/activations.ts'
import { textFeatures } from '../../../src/core/workspace/text-features.ts'
import { pairsOf } from '../tables.ts'
import { decide } from './columns.ts'

const pairs = pairsOf(
  ['a', 'It is **very** warm 😊 there.', 'It is cold.'],
  ['b', 'It is cold.', 'It is **warm** there.'],
  ['c', 'Yes 😊', 'No, it is not.'],
)
const { concepts, surface, phrases } = textFeatures(pairs, 0)
const concept = (id: string) => concepts.find((one) => one.id === id)!
const shaper = createShaper({
  columns: featureColumns([surface, phrases]),
  length: lengthDifference(pairs),
  scored: concept,
  seed: 1,
})
const values = (...decisions: Parameters<typeof shaper.shape>[0]) =>
  pairValues(shaper.shape(decisions), {
    concept,
    marks: (id, pair, side) => detectorMasks(id, pairs[side][pair]!, pairs.prompt[pair]!),
  })

test('a rewrite takes the style from both sides of the pairs that have it, and from no other', () => {
  const { rewrite, masks, instruction, weights, flipped } = values(decide('s:bold', 'suppress', 'rewrite'))
  expect(rewrite!(0, pairs.chosen[0]!)).toBe('It is very warm 😊 there.')
  expect(rewrite!(1, pairs.rejected[1]!)).toBe('It is warm there.')
  expect(rewrite!(2, '**as it is**')).toBe('**as it is**')
  expect([masks, instruction, weights, flipped]).toEqual([undefined, undefined, undefined, undefined])
})

test('several rewrites all hold at once', () => {
  const { rewrite } = values(
    decide('s:bold', 'suppress', 'rewrite'),
    decide('s:emoji', 'suppress', 'rewrite'),
  )
  expect(rewrite!(0, pairs.chosen[0]!)).toBe('It is very warm there.')
  expect(rewrite!(2, pairs.chosen[2]!)).toBe('Yes')
  expect(rewriteText(['s:emoji', 's:bold'], '**😊 Hello**')).not.toMatch(/\*\*|😊/)
  expect(() => rewriteText(['s:length'], 'Hello')).toThrow('s:length has no rewrite')
})

test('masks are the places of the concepts on each side, joined and in order', () => {
  const { masks } = values(decide('s:emoji', 'suppress', 'mask'), decide('s:bold', 'suppress', 'mask'))
  const found = masks!(0)!
  expect(found.chosen.map(([start, end]) => pairs.chosen[0]!.slice(start, end))).toEqual(['**very**', '😊'])
  expect(found.rejected).toEqual([])
  expect(masks!(2)!.chosen).toHaveLength(1)
})

test('of an opener a mask leaves no punctuation, and takes nothing of the next word’s token', () => {
  const masked = (id: string, text: string) => detectorMasks(id, text, '').map(([a, b]) => text.slice(a, b))
  expect(masked('s:flattery', 'Great question! It rains.')).toEqual(['Great question!'])
  expect(masked('s:apology', "I'm sorry, but I can't.")).toEqual(["I'm sorry, but"])
  expect(masked('s:bold', '**Note**: it rains.')).toEqual(['**Note**'])
})

test('a mask goes on until the concept shows nowhere in what is left', () => {
  const text = 'Great question! It’s great that you’re learning to do laundry by yourself.'
  const masks = detectorMasks('s:flattery', text, '')
  expect(masks.length).toBeGreaterThan(1)
  const left = masks.reduceRight((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text)
  expect(detectorMarks('s:flattery', text.slice(16), '')).not.toEqual([])
  expect(detectorMarks('s:flattery', left, '')).toEqual([])
})

test('the policy is asked for the concept where the chosen response has it, in the person’s words if there are any', () => {
  const ask = { ...decide('s:emoji', 'suppress', 'inoculate'), template: 'Use emoji.' }
  const { instruction } = values(ask, decide('s:bold', 'suppress', 'inoculate'))
  expect(instruction!(0)).toBe(`Use emoji. ${defaultTemplate(concept('s:bold'))}`)
  expect(instruction!(1)).toBeNull()
  expect(instruction!(2)).toBe('Use emoji.')
  expect(defaultTemplate(concept('s:bold'))).toBe('Here, give answers that use bold text.')
})
