import { expect, test } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { leadOf, unionConcept, unionId, unionLabel, unionMembers } from '../../../src/core/concepts/union.ts'
import { presenceOf } from '../../../src/core/shape/presence.ts'
import { rawScores } from '../../../src/core/shape/score.ts'
import { presentIn } from '../tables.ts'

const concept = (feature: number): Concept => ({
  ...{ id: `d:${feature}`, label: `latent ${feature}`, description: '', source: 'dictionary', kind: 'tone' },
  ...{ features: Uint32Array.of(feature), family: null, measure: false, fidelity: 0.9, hidden: false },
})

test('an id names its members, and one concept alone keeps its own', () => {
  expect(unionId(['s:bold'])).toBe('s:bold')
  const id = unionId(['s:a', 'p:say "that"'])
  expect(unionMembers(id)).toEqual(['s:a', 'p:say "that"'])
  expect(leadOf(id)).toBe('s:a')
  expect(leadOf('d:1')).toBe('d:1')
  for (const odd of ['u:', 'u:[]', 'u:[1]', 'u:{}']) expect(unionMembers(odd)).toEqual([odd])
  expect(unionLabel('Bold', 3)).toBe('Bold and 2 more')
})

test('a union is present where any member is, and scores by the strongest in units of its own mean', () => {
  // Two pairs: latent 0 means 2 where it fires, latent 1 means 10.
  const columns = featureColumns([presentIn(3, [{ 0: 1, 1: 10 }, { 0: 3 }, { 1: 10 }, { 2: 5 }])])
  const union = unionConcept(unionId(['d:0', 'd:1']), [concept(0), concept(1)], columns)
  expect(Array.from(union.features)).toEqual([0, 1])
  expect(Array.from(rawScores(columns, union))).toEqual([1, 1.5, 1, 0])
  expect(Array.from(presenceOf(columns, union, false).u)).toEqual([0, 1])
  const { pair, u, inChosen, inRejected } = disparities(columns, [union])
  expect([Array.from(pair), Array.from(u)]).toEqual([[1], [1]])
  expect([inChosen[0], inRejected[0]]).toEqual([2, 1])
})
