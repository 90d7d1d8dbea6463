import { expect, test } from 'vitest'
import { formatsOf } from '../../../src/core/export/formats/formats.ts'
import { allowedProtocols, PROTOCOLS } from '../../../src/core/shape/protocols.ts'
import {
  defaultProtocol,
  reaches,
  reachingProtocols,
  TRAINER_IDS,
  trainerOf,
  trainersOf,
} from '../../../src/core/shape/trainers.ts'

const bold = { id: 's:bold', source: 'surface', measure: false } as const
const words = { id: 's:length', source: 'surface', measure: true } as const
const latent = { id: 'd:17', source: 'dictionary', measure: false } as const
const KINDS = ['pairs', 'responses'] as const

test('every trainer is offered for some data, and can be given a layout of that data', () => {
  expect(new Set(KINDS.flatMap((kind) => trainersOf(kind).map(({ id }) => id)))).toEqual(new Set(TRAINER_IDS))
  for (const kind of KINDS)
    for (const { id, format } of trainersOf(kind)) {
      if (id === 'own-reward') continue
      expect(formatsOf(kind).map((one) => one.id)).toContain(format[kind])
    }
})

test('every protocol reaches some trainer, and no trainer is reached by none', () => {
  for (const { id } of PROTOCOLS)
    expect(TRAINER_IDS.some((trainer) => reaches(trainerOf(trainer), id))).toBe(true)
  for (const trainer of TRAINER_IDS)
    expect(PROTOCOLS.some(({ id }) => reaches(trainerOf(trainer), id))).toBe(true)
})

test('a trainer that reads rows alone gets no offsets, weights or masks', () => {
  for (const id of ['llamafactory-dpo', 'axolotl', 'openrlhf', 'kto'] as const) {
    const offered = reachingProtocols(trainerOf(id), latent, 'suppress')
    expect(offered).toContain('soft-labels')
    for (const ignored of ['offsets', 'reweight', 'mask', 'steer'] as const)
      expect(offered).not.toContain(ignored)
  }
  expect(reachingProtocols(trainerOf('trl-dpo'), latent, 'suppress')).toContain('offsets')
})

test('rows are softened, single responses dropped, and a reward that is used as it is has offsets', () => {
  for (const verdict of ['suppress', 'amplify'] as const) {
    for (const concept of [bold, latent, words]) {
      expect(defaultProtocol(concept, verdict)).toBe('soft-labels')
      expect(defaultProtocol(concept, verdict, 'pairs', trainerOf('trl-dpo'))).toBe('soft-labels')
      expect(defaultProtocol(concept, verdict, 'pairs', trainerOf('own-reward'))).toBe('offsets')
      expect(defaultProtocol(concept, verdict, 'responses', trainerOf('kto'))).toBe('drop')
    }
  }
})

test('the default can always enact the verdict', () => {
  for (const trainer of TRAINER_IDS)
    for (const kind of KINDS)
      for (const concept of [bold, words, latent])
        for (const verdict of ['suppress', 'keep', 'amplify'] as const)
          expect(allowedProtocols(concept, verdict, kind)).toContain(
            defaultProtocol(concept, verdict, kind, trainerOf(trainer)),
          )
})
