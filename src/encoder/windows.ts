import { packWindows, sentenceUnits, type Tokenize, type Unit } from '../core/extract/units.ts'

/** Ids of the tokens that the encoder expects around and beside a window. */
export interface Specials {
  readonly cls: number
  readonly sep: number
  readonly pad: number
}

/** Whole units of one span that the encoder sees together. Units are numbered through all spans. */
export interface Window {
  readonly firstUnit: number
  readonly units: readonly Unit[]
  /** Tokens, [CLS] and [SEP] included. */
  readonly length: number
}

/**
 * Cuts texts into units and windows.
 * @param lastWindows keeps only so many at the end of each text; null keeps all
 */
export function layOut(
  texts: readonly string[],
  tokenize: Tokenize,
  lastWindows: number | null,
): { readonly spans: Unit[][]; readonly windows: Window[] } {
  const windows: Window[] = []
  let firstUnit = 0
  const spans = texts.map((text) => {
    const packed = packWindows(sentenceUnits(text, tokenize))
    const kept = lastWindows === null ? packed : packed.slice(-lastWindows)
    for (const units of kept) {
      windows.push({ firstUnit, units, length: units.reduce((sum, unit) => sum + unit.ids.length, 2) })
      firstUnit += units.length
    }
    return kept.flat()
  })
  return { spans, windows }
}
