import { poolUnits, type UnitTable } from '../activations.ts'

/** What the encoder makes of one text. */
export interface EncodedText {
  /** Latents that fire: the activation, and the share of units where it is present. */
  readonly latents: readonly (readonly [feature: number, max: number, freq: number])[]
  /** Mean state. */
  readonly state: Float32Array
}

export type EncodedTexts = ReadonlyMap<string, EncodedText>

export const NOTHING_ENCODED: EncodedTexts = new Map()

/** Pools the units of some texts, a span each. @param presence per latent, as in `poolUnits` */
export function encodedTexts(
  texts: readonly string[],
  units: UnitTable,
  presence: Float32Array,
): [string, EncodedText][] {
  const { indptr, feature, max, count, units: unitsOf } = poolUnits(units, presence)
  return texts.map((text, span) => {
    const latents: [number, number, number][] = []
    for (let k = indptr[span]!; k < indptr[span + 1]!; k++)
      latents.push([feature[k]!, max[k]!, count[k]! / unitsOf[span]!])
    return [text, { latents, state: units.state.slice(span * units.dim, (span + 1) * units.dim) }]
  })
}
