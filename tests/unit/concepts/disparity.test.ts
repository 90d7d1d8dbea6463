import { describe, expect, it } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { conceptProfile } from '../../../src/core/concepts/profile.ts'
import { evidencePairs, oneSided } from '../../../src/core/concepts/evidence.ts'
import { presentIn } from '../tables.ts'

const concept = (features: number[], measure = false): Concept => ({
  id: 'x',
  label: 'x',
  description: '',
  source: 'surface',
  kind: 'style',
  features: Uint32Array.from(features),
  family: null,
  measure,
  fidelity: null,
  hidden: false,
})

// Four pairs: feature 0 chosen only; both sides; rejected only; nowhere. Feature 1 is a measure.
const columns = featureColumns([
  presentIn(3, [
    { 0: 5, 1: 10 },
    { 1: 4 },
    { 0: 1, 2: 1 },
    { 0: 3 },
    { 1: 2 },
    { 0: 7, 2: 2, 1: 2 },
    { 1: 1 },
    { 1: 3 },
  ]),
])

describe('signed disparity', () => {
  it('is 1 where the feature is on the chosen side only, −1 on the rejected side only, and absent on both', () => {
    const { pair, u } = disparities(columns, [concept([0])])
    expect([...pair]).toEqual([0, 2])
    expect([...u]).toEqual([1, -1])
  })

  it('is the mean over the features of a family', () => {
    const { pair, u } = disparities(columns, [concept([0, 2])])
    expect([...pair]).toEqual([0, 1, 2])
    expect([...u]).toEqual([0.5, 0.5, -1])
  })

  it('is the sign of the difference for a measure', () => {
    const { pair, u } = disparities(columns, [concept([1], true)])
    expect([...pair]).toEqual([0, 3])
    expect([...u]).toEqual([1, -1])
  })

  it('counts the responses with the concept', () => {
    const { inChosen, inRejected } = disparities(columns, [concept([0])])
    expect([inChosen[0], inRejected[0]]).toEqual([2, 2])
  })
})

describe('evidence', () => {
  const profile = conceptProfile(columns, concept([0]))
  const pairsOf = (kind: Parameters<typeof evidencePairs>[1]) =>
    [...evidencePairs(profile, kind, false, 1)].map((k) => profile.pair[k])

  it('agrees with the disparities', () => {
    expect([...profile.pair]).toEqual([0, 1, 2])
    expect([...profile.u]).toEqual([1, 0, -1])
  })

  it('for and against have the concept on one side only', () => {
    expect(pairsOf('for')).toEqual([0])
    expect(pairsOf('against')).toEqual([2])
    expect(oneSided(profile, 'for', false)).toBe(1)
  })

  it('typical and random show discordant pairs only', () => {
    expect(pairsOf('typical').sort()).toEqual([0, 2])
    expect(pairsOf('random').sort()).toEqual([0, 2])
  })

  it('puts a one-sided pair before one that only leans', () => {
    const family = conceptProfile(columns, concept([0, 2]))
    const order = [...evidencePairs(family, 'for', false, 1)].map((k) => family.pair[k])
    expect(order).toEqual([0, 1])
  })
})
