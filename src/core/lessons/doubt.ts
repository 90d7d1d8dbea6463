import type { Concept } from '../concepts/concept.ts'
import type { Dictionary } from '../dictionary.ts'
import type { LessonsInput } from './lessons.ts'

const CODE_KINDS: ReadonlySet<string> = new Set(['code'])

/** Share of a latent's strongest activations that its level is. */
const LEVELS = { high: 0.8, mid: 0.5, low: 0.3 } as const

/**
 * Per latent: the activation down to which its label was found to hold; its presence where that is not known.
 */
export const heldLevels = ({ features }: Pick<Dictionary, 'features'>): Float32Array =>
  Float32Array.from(features, ({ holds, top, presence }) => (holds === null ? presence : LEVELS[holds] * top))

/**
 * Why a latent's name may not hold on this data: half of what fires here stays under the level down to which
 * its label was found to hold, or it was named on code and fires in prose, or nobody judged its label. Null
 * for all other concepts.
 */
export function doubtOf({ source, features, fidelity, kind }: Concept, input: LessonsInput): string | null {
  if (source !== 'dictionary') return null
  const latent = features[0]!
  if (fidelity === null) return 'Nobody has judged this label on text: read examples before you rely on it.'
  if (medianActivation(input, latent) < input.held[latent]!)
    return 'It fires more weakly here than where its label was found to hold: its name may not hold.'
  if (CODE_KINDS.has(kind) && codeShare(input, latent) < 0.2)
    return 'It was named on code, and fires in prose here: its name may not hold.'
  return null
}

/** Median over the responses where it is present of its strongest activation there. */
function medianActivation({ columns: { indptr, max, freq } }: LessonsInput, latent: number): number {
  const values: number[] = []
  for (let k = indptr[latent]!; k < indptr[latent + 1]!; k++) if (freq[k]! > 0) values.push(max[k]!)
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/** Share of the responses where it is present that have code. */
function codeShare({ columns: { indptr, span, freq }, pairs }: LessonsInput, latent: number): number {
  let [all, code] = [0, 0]
  for (let k = indptr[latent]!; k < indptr[latent + 1]!; k++) {
    if (!(freq[k]! > 0)) continue
    all++
    const text = (span[k]! & 1 ? pairs.rejected : pairs.chosen)[span[k]! >> 1]!
    if (/`|[{};]\s*$/m.test(text)) code++
  }
  return all === 0 ? 1 : code / all
}
