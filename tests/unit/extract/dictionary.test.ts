import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import { writeSafetensors } from '../../../src/core/safetensors.ts'

const folder = join(import.meta.dirname, '../../../public/dictionary')
const json = (name: string) =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>[]
const bytes = readFileSync(join(folder, 'dictionary.safetensors'))

/** One latent over two dimensions; `change` replaces tensors. */
function tiny(change: Parameters<typeof writeSafetensors>[0] = {}): Uint8Array {
  const vector = (...values: number[]) =>
    ({ dtype: 'F32', shape: [values.length], data: Float32Array.from(values) }) as const
  const row = (...values: number[]) => ({ ...vector(...values), shape: [1, values.length] })
  return writeSafetensors({
    W_enc: row(1, 2),
    W_dec: row(3, 4),
    b_enc: vector(5),
    b_dec: vector(6, 7),
    threshold: vector(8),
    presence: vector(9),
    ...change,
  })
}

const feature = json('features.json')[0]!

describe('a dictionary', () => {
  it('is read with its weights, thresholds, labels and families', () => {
    const read = parseDictionary(bytes, json('features.json'), json('families.json'), 'hash')
    expect(read).toMatchObject({ sha256: 'hash', latents: 1024, dim: 384 })
    expect(read.encoder.length).toBe(1024 * 384)
    expect(read.features[4]!.label).toBe("Opens with 'Hmm'")
    expect(read.families.length).toBe(102)
    expect(read.families[0]).toMatchObject({ label: 'Apologies and saying sorry', kind: 'behaviour' })
    expect(read.features[0]).toMatchObject({ measured: 'new', family: 97 })
    expect(
      read.families.every(({ id, features }) => features.every((f) => read.features[f]!.family === id)),
    ).toBe(true)
    expect(read.features.every(({ presence, id }) => Math.abs(presence - read.presence[id]!) < 1e-3)).toBe(
      true,
    )
    expect(read.presence.every((level, f) => level >= read.threshold[f]!)).toBe(true)
  })

  it('keeps the order of rows and columns', () => {
    const read = parseDictionary(tiny(), [feature], [], 'hash')
    expect(
      [read.encoder, read.decoder, read.encoderBias, read.decoderBias].map((part) => Array.from(part)),
    ).toEqual([[1, 2], [3, 4], [5], [6, 7]])
  })

  it('is refused where its parts do not fit together, and the message says which', () => {
    const threshold = { dtype: 'F32', shape: [2], data: new Float32Array(2) } as const
    expect(() => parseDictionary(tiny({ threshold }), [feature], [], '')).toThrow(
      'threshold is 2, expected 1',
    )
    expect(() => parseDictionary(tiny({ W_enc: { ...threshold } }), [feature], [], '')).toThrow('W_enc')
    expect(() => parseDictionary(tiny(), [feature, feature], [], '')).toThrow('features.json')
    expect(() => parseDictionary(tiny(), [{ ...feature, presence: 'high' }], [], '')).toThrow('0.presence')
    expect(() => parseDictionary(tiny(), [feature], [{ id: 0 }], '')).toThrow('families.json')
    expect(() => parseDictionary(tiny(), null, [], '')).toThrow(
      expect.objectContaining({ code: 'model' }) as Error,
    )
  })
})
