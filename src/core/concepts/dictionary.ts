import type { Dictionary, LatentInfo } from '../dictionary.ts'
import type { Concept } from './concept.ts'

/** A latent that fires on more than this share of sentences distinguishes too few of them, and is hidden. */
const DENSE = 0.1
/** Below this measured fidelity a latent is left out of tables unless asked for. */
const FAITHFUL = 0.7

export const latentId = (latent: number): string => `d:${latent}`
export const familyId = (family: number): string => `f:${family}`

const unclear = (latent: LatentInfo): boolean =>
  latent.confidence <= 1 ||
  latent.kind === 'unclear' ||
  (latent.fidelity !== null && latent.fidelity < FAITHFUL) ||
  latent.density > DENSE

/** Every latent and every family of a dictionary as concepts; latent g is feature g of the joint space. */
export function dictionaryConcepts(dictionary: Dictionary): Concept[] {
  const latents = dictionary.features.map((latent, g): Concept => ({
    id: latentId(g),
    label: latent.label,
    description: latent.description,
    source: 'dictionary',
    kind: latent.kind,
    features: Uint32Array.of(g),
    family: latent.family === null ? null : familyId(latent.family),
    measure: false,
    fidelity: latent.fidelity,
    measured: latent.measured,
    hidden: unclear(latent),
  }))
  const families = dictionary.families.map((family): Concept => ({
    id: familyId(family.id),
    label: family.label,
    description: family.description,
    source: 'family',
    kind: family.kind,
    features: Uint32Array.from(family.features),
    family: null,
    measure: false,
    fidelity: null,
    hidden: family.coherence <= 1,
  }))
  return [...latents, ...families]
}
